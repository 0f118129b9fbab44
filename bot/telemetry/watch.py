"""The watch kept over one process: the ports of the engine and the platforms, each with a watcher in front."""

import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter, time_ns

from opentelemetry.trace import SpanKind

from bot.errors import Overloaded
from bot.exchange import cause_of, digest
from bot.library import Search
from bot.logs import about
from bot.messages import Message
from bot.ports import Clock, Handler, Parcel, Platform
from bot.ports.telemetry import Fact, Failed, Fired, Handled, Round
from bot.telemetry.health import Health
from bot.telemetry.metrics import Metrics
from bot.telemetry.traces import Traces, cause_in, present_trace
from kb.search import Hit

log = logging.getLogger(__name__)

_begun: ContextVar[int] = ContextVar("begun", default=0)
"""When the request arrived that is being handled, or its work began: nanoseconds since 1970."""

Fire = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Watch:
    """Implements `bot.ports.telemetry.Telemetry`, and puts watchers in front of other ports."""

    metrics: Metrics
    traces: Traces
    health: Health
    clock: Clock

    def note(self, *facts: Fact) -> None:
        """Counted; what is committed now is the root of its trace."""
        for fact in facts:
            self.metrics.note(fact)
            match fact:
                case Handled(platform):
                    self.traces.root("message", _begun.get(), **{"firstline.platform": platform})
                case Fired(kind):
                    self.traces.root("timer", _begun.get(), **{"firstline.timer": kind})
                case Round(loop) | Failed(loop):
                    self.health.beat(loop)

    def stage(self, name: str) -> AbstractContextManager[None]:
        """A span of the present trace."""
        return self.traces.stage(name)

    def handler(self, handler: Handler) -> Handler:
        """The engine as adapters see it, watched."""
        return _WatchedHandler(self, handler)

    def platform(self, platform: Platform) -> Platform:
        """The platform, watched."""
        return _WatchedPlatform(self, platform)

    def search(self, search: Search) -> Search:
        """The search, as a stage of the present trace."""

        def watched(question: str, language: str) -> Sequence[Hit]:
            with self.traces.stage("search"):
                return search(question, language)

        return watched

    def fire(self, fire: Fire) -> Fire:
        """What lets a timer act, in a trace of its own that is linked to that of the message behind it."""

        async def watched(key: str) -> None:
            cause = digest("timer", key)
            span = self.traces.of_cause("fire", cause, after=cause_in(key))
            with arriving(), span, self.ids(cause=cause, timer=key):
                await fire(key)

        return watched

    def ids(self, **ids: str) -> AbstractContextManager[None]:
        """Around work: these ids, and the trace's, stand on its log lines."""
        return about({**ids, "trace_id": present_trace()} if self.traces.on else ids)


@contextmanager
def arriving() -> Iterator[None]:
    """Around a request: what is handled on its behalf began when it arrived."""
    token = _begun.set(time_ns())
    try:
        yield
    finally:
        _begun.reset(token)


@dataclass(frozen=True, slots=True)
class _WatchedHandler:
    watch: Watch
    handler: Handler

    async def handle(self, message: Message) -> None:
        """As `Handler.handle`."""
        if _begun.get():  # by a door; others hand over what they have read already
            await self._handle(message)
        else:
            with arriving():
                await self._handle(message)

    async def _handle(self, message: Message) -> None:
        cause, platform, begun = cause_of(message), message.thread.platform, perf_counter()
        with self.watch.traces.of_cause("handle", cause, kind=SpanKind.SERVER), self.watch.ids(cause=cause):
            self.watch.traces.past("door", _begun.get())
            try:
                await self.handler.handle(message)
            except Exception as error:
                self.watch.metrics.failed(platform, error)
                level = logging.INFO if isinstance(error, Overloaded) else logging.WARNING  # of those there are many
                log.log(level, "message not handled", extra={"error": type(error).__name__})
                raise
            finally:
                self.watch.metrics.handled(platform, perf_counter() - begun)


@dataclass(frozen=True, slots=True)
class _WatchedPlatform:
    watch: Watch
    platform: Platform

    @property
    def name(self) -> str:
        """As `Platform.name`."""
        return self.platform.name

    @property
    def settle(self) -> timedelta:
        """As `Platform.settle`."""
        return self.platform.settle

    async def send(self, parcel: Parcel) -> str:
        """As `Platform.send`."""
        failure: Exception | None = None
        begun = perf_counter()
        with self._about("deliver", parcel):
            self._waited(parcel)
            try:
                return await self.platform.send(parcel)
            except Exception as error:
                failure = error
                raise
            finally:
                self._sent(parcel, failure, perf_counter() - begun)

    async def find(self, parcel: Parcel) -> str | None:
        """As `Platform.find`."""
        with self._about("find", parcel):
            return await self.platform.find(parcel)

    def _waited(self, parcel: Parcel) -> None:
        if parcel.stored_at is not None and self.watch.traces.on:
            self.watch.traces.past("outbox", int(parcel.stored_at.timestamp() * 1e9))

    def _sent(self, parcel: Parcel, failure: Exception | None, seconds: float) -> None:
        metrics = self.watch.metrics
        metrics.attempted(self.name, failure, seconds)
        if failure is None and parcel.stored_at is not None:
            metrics.arrived(self.name, (self.watch.clock() - parcel.stored_at).total_seconds())

    @contextmanager
    def _about(self, name: str, parcel: Parcel) -> Iterator[None]:
        cause = parcel.cause or cause_in(parcel.key)
        span = self.watch.traces.of_cause(name, cause, kind=SpanKind.CLIENT, **{"firstline.platform": self.name})
        with span, self.watch.ids(cause=cause, post=parcel.key):
            yield
