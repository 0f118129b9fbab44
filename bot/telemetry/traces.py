"""OpenTelemetry traces: one message, one trace, whichever processes work on it.

A trace's id is made of its cause, which every post carries through the database, and the root's id is the trace's
lower half. So whoever knows the cause knows trace and root, nothing else need be handed on, a message that comes
again has the same trace, and every process samples it alike. Attributes hold no names, texts or channels; errors are
named by their class alone.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from hashlib import sha256

from opentelemetry.context import Context
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    StatusCode,
    TraceFlags,
    Tracer,
    get_current_span,
    set_span_in_context,
)

_NOTHING = nullcontext()
planned: ContextVar[SpanContext | None] = ContextVar("planned", default=None)
"""Ids that the next span is to have."""


def trace_of(cause: str) -> int:
    """The id of the trace of all that the cause brings about: 128 bits of its digest."""
    return int.from_bytes(sha256(f"trace\n{cause}".encode()).digest()[:16])


def cause_in(key: str) -> str:
    """The cause that a key of a timer begins with."""
    return key.partition("-")[0]


def _root_of(trace: int) -> SpanContext:
    return SpanContext(trace, (trace & 0xFFFF_FFFF_FFFF_FFFF) or 1, is_remote=True, trace_flags=TraceFlags(1))


class Traces:
    """Spans of what this process does; without a tracer all of it is nothing."""

    def __init__(self, tracer: Tracer | None = None) -> None:
        self._tracer = tracer

    @property
    def on(self) -> bool:
        """Whether spans are made."""
        return self._tracer is not None

    def of_cause(
        self, name: str, cause: str, *, kind: SpanKind = SpanKind.INTERNAL, after: str = "", **attributes: str
    ) -> AbstractContextManager[None]:
        """A span directly below the root of the cause's trace, linked to that of the cause `after`."""
        if self._tracer is None:
            return _NOTHING
        parent = set_span_in_context(NonRecordingSpan(_root_of(trace_of(cause))))
        links = [Link(_root_of(trace_of(after)))] if after else []
        return _noting_errors(
            self._tracer.start_as_current_span(
                name, parent, kind, attributes, links, record_exception=False, set_status_on_exception=False
            )
        )

    def stage(self, name: str, **attributes: str) -> AbstractContextManager[None]:
        """A span below the present one, of which there is none where no cause is being worked on."""
        if self._tracer is None or not get_current_span().get_span_context().is_valid:
            return _NOTHING
        return _noting_errors(
            self._tracer.start_as_current_span(
                name, attributes=attributes, record_exception=False, set_status_on_exception=False
            )
        )

    def past(self, name: str, begun: int, ended: int | None = None) -> None:
        """A span below the present one, that is over: nanoseconds since 1970, until now."""
        if self._tracer is not None and get_current_span().get_span_context().is_valid:
            self._tracer.start_span(name, start_time=begun).end(ended)

    def root(self, name: str, begun: int, **attributes: str) -> None:
        """The root of the present trace, once what it stands for is committed: from `begun` until now."""
        here = get_current_span().get_span_context()
        if self._tracer is None or not here.is_valid:
            return
        token = planned.set(_root_of(here.trace_id))
        try:
            self._tracer.start_span(name, Context(), attributes=attributes, start_time=begun).end()
        finally:
            planned.reset(token)


@contextmanager
def _noting_errors(span: AbstractContextManager[object]) -> Iterator[None]:
    """The span, marked with the class of an error that leaves it: messages may quote people."""
    with span:
        try:
            yield
        except Exception as error:
            get_current_span().set_status(StatusCode.ERROR, type(error).__name__)
            raise


def present_trace() -> str:
    """The present trace's id in hexadecimal, or empty."""
    context = get_current_span().get_span_context()
    return f"{context.trace_id:032x}" if context.is_valid else ""
