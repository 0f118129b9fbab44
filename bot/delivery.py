"""The dispatcher: takes posts from the outbox to their platforms, in order, once.

The rules are those of a transactional outbox with an unknown outcome: a refused post is dead, a post that certainly
did not leave waits, and a post that may have arrived is looked for before it is sent again.
"""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.cards import Text
from bot.errors import CannotSearch, DeliveryFailed, FirstlineError, OutcomeUnknown, RateLimited, Refused
from bot.ports import Clock, Leased, Ledger, Parcel, Platform
from bot.ports.telemetry import UNWATCHED, Failed, GivenUp, Round, Telemetry
from bot.wording.catalogue import Wording

log = logging.getLogger(__name__)

UNCERTAIN_AFTER = timedelta(minutes=10)
"""A post whose outcome stays unknown this long no longer holds up its lane; an operator sees it."""
LONGEST_WAIT = timedelta(minutes=5)
MOST_FAILURES = 12
"""Attempts after which a post that fails by our own fault (it cannot be rendered) is given up."""
MOST_AT_ONCE = 50
_POLL = timedelta(seconds=1)
_SHORTEST_POLL = timedelta(milliseconds=20)
_GATHER = timedelta(milliseconds=5)
"""While deliveries are under way, how long to let more become due before looking: one look then finds many."""
_SHORT = timedelta(milliseconds=50)
"""How long to wait for the next channel's turn while deliveries are under way, instead of asking when it is."""


class _LookLater(FirstlineError):
    """Whether an earlier attempt arrived cannot be seen now."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


class _NeverKnown(FirstlineError):
    """Whether it arrived cannot be known, and it is not to be sent twice."""


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Delivers what is due on the platforms of this process, and lets due timers act.

    `never_twice` names platforms that cannot be searched and on which a post whose outcome is unknown is left
    uncertain rather than sent again with a remark.
    """

    ledger: Ledger
    platforms: Mapping[str, Platform]
    fire: Callable[[str], Awaitable[None]]
    clock: Clock
    never_twice: Collection[str] = ()
    telemetry: Telemetry = UNWATCHED

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set. A failing database or platform never ends the loop; what was begun is finished.

        Each delivery is a task of its own, so that a slow platform holds up nobody else's post.
        """
        bell, under_way = asyncio.Event(), set[asyncio.Task[None]]()
        ringers = [asyncio.create_task(self._listen(bell)), asyncio.create_task(_ring_at_end(stop, bell))]
        try:
            await self._rounds(stop, bell, under_way)
        finally:
            for ringer in ringers:
                ringer.cancel()
            await asyncio.gather(*ringers, return_exceptions=True)
            await asyncio.gather(*under_way)

    async def _rounds(self, stop: asyncio.Event, bell: asyncio.Event, under_way: set[asyncio.Task[None]]) -> None:
        failures, look_at_timers = 0, 0.0
        while not stop.is_set():
            bell.clear()
            try:
                if time.monotonic() >= look_at_timers:
                    look_at_timers = time.monotonic() + (0 if await self._fire_due() else _POLL.total_seconds())
                await self._begin(bell, under_way)
                self.telemetry.note(Round("dispatcher"))
                failures, pause = 0, _SHORT if under_way else await self._until_due()
            except Exception as error:
                self.telemetry.note(Failed("dispatcher", error))
                log.exception("dispatcher failed, going on")
                failures += 1
                pause = backoff(failures)
            with suppress(TimeoutError):
                async with asyncio.timeout(pause.total_seconds()):
                    await (stop if failures else bell).wait()
            if under_way:
                await asyncio.sleep(_GATHER.total_seconds())

    async def _listen(self, bell: asyncio.Event) -> None:
        """Ring whenever a commit may have left something to deliver."""
        while True:
            await self.ledger.changed(_POLL)
            bell.set()

    async def work_once(self) -> int:
        """One round of timers and deliveries, to its end; returns how many there were."""
        return await self._fire_due() + await self.deliver_due()

    async def deliver_due(self) -> int:
        """Deliver the heads of all lanes that are due, to their end; returns how many there were."""
        leased = await self.ledger.outbox.lease(list(self.platforms), self.clock(), MOST_AT_ONCE)
        await asyncio.gather(*(self._deliver(each) for each in leased))
        return len(leased)

    async def _begin(self, bell: asyncio.Event, under_way: set[asyncio.Task[None]]) -> None:
        """Begin as many deliveries as there is room for; each rings when it has ended."""

        def ended(task: asyncio.Task[None]) -> None:
            under_way.discard(task)
            bell.set()

        room = MOST_AT_ONCE - len(under_way)
        leased = await self.ledger.outbox.lease(list(self.platforms), self.clock(), room) if room else ()
        for each in leased:
            task = asyncio.create_task(self._deliver(each))
            under_way.add(task)
            task.add_done_callback(ended)

    async def _fire_due(self) -> int:
        """Let due timers act; returns how many did. One that fails is tried again and keeps nobody waiting."""
        fired = 0
        for key in await self.ledger.due_timers(self.clock(), MOST_AT_ONCE):
            try:
                await self.fire(key)
                fired += 1
            except Exception as error:
                self.telemetry.note(Failed("timer", error))
                log.exception("timer failed, trying it again", extra={"timer": key})
        return fired

    async def _until_due(self) -> timedelta:
        due = await self.ledger.outbox.next_due(list(self.platforms), self.clock())
        return min(max(due - self.clock(), _SHORTEST_POLL), _POLL) if due else _POLL

    async def _deliver(self, leased: Leased) -> None:
        """One post, whatever comes of it. An error of the database leaves it leased: it comes back by itself."""
        try:
            await self._attempt(leased)
        except Exception as error:
            self.telemetry.note(Failed("outcome", error))
            log.exception("outcome not noted", extra={"post": leased.parcel.key})

    async def _attempt(self, leased: Leased) -> None:
        outbox, now = self.ledger.outbox, self.clock()
        if (settled := self._settled(leased)) is not None and settled > now:
            await outbox.wait(leased, settled, maybe_sent=True, tried=False)
            return
        try:
            message_id = await self._send(leased)
        except DeliveryFailed as failure:
            await self._failed(leased, failure)
        except _LookLater as later:
            await self._look_later(leased, later.wait)
        except _NeverKnown as unknown:
            await self._give_up(leased, "uncertain", str(unknown), now)
        except Exception as error:
            log.exception("post failed", extra={"post": leased.parcel.key})
            await self._broken(leased, type(error).__name__)
        else:
            await outbox.sent(leased, message_id, self.clock())

    async def _failed(self, leased: Leased, failure: DeliveryFailed) -> None:
        outbox, now = self.ledger.outbox, self.clock()
        match failure:
            case Refused():
                log.warning("post refused", extra={"post": leased.parcel.key, "reason": str(failure)})
                await self._give_up(leased, "dead", str(failure), now)
            case RateLimited(retry_after=retry_after):
                await outbox.wait(leased, now + retry_after, maybe_sent=False, whole_channel=True)
            case OutcomeUnknown():
                await self._unknown(leased, str(failure))
            case _:
                await outbox.wait(leased, now + backoff(leased.attempts), maybe_sent=leased.maybe_sent)

    async def _send(self, leased: Leased) -> str:
        """Send, or find where an earlier attempt may have sent it. An edit is safe to repeat."""
        parcel, platform = leased.parcel, self._platform(leased)
        if not leased.maybe_sent or parcel.edits:
            return await platform.send(parcel)
        try:
            found = await _look(platform, parcel, leased.attempts)
        except CannotSearch:
            if platform.name in self.never_twice:
                raise _NeverKnown from None
            return await platform.send(_marked(parcel))
        return found or await platform.send(parcel)

    def _settled(self, leased: Leased) -> datetime | None:
        """From when on a look at the platform tells whether an earlier attempt arrived; None if there was none."""
        if leased.last_tried_at is None or leased.parcel.edits:
            return None
        return leased.last_tried_at + self._platform(leased).settle

    def _platform(self, leased: Leased) -> Platform:
        return self.platforms[leased.parcel.thread.platform]

    async def _unknown(self, leased: Leased, reason: str) -> None:
        now = self.clock()
        if self._is_hopeless(leased, now):
            log.error("outcome of post stays unknown", extra={"post": leased.parcel.key, "reason": reason})
            await self._give_up(leased, "uncertain", reason, now)
        else:
            wait = max(self._platform(leased).settle, backoff(leased.attempts))
            await self.ledger.outbox.wait(leased, now + wait, maybe_sent=True)

    async def _look_later(self, leased: Leased, wait: timedelta) -> None:
        now = self.clock()
        if self._is_hopeless(leased, now):
            await self._give_up(leased, "uncertain", "it could not be looked up", now)
        else:
            await self.ledger.outbox.wait(leased, now + wait, maybe_sent=True, tried=False)

    async def _give_up(self, leased: Leased, state: str, reason: str, now: datetime) -> None:
        await self.ledger.outbox.give_up(leased, state, reason, now)
        self.telemetry.note(GivenUp(leased.parcel.thread.platform, state))

    def _is_hopeless(self, leased: Leased, now: datetime) -> bool:
        since = leased.first_tried_at or now
        return now - since > UNCERTAIN_AFTER and not leased.parcel.edits

    async def _broken(self, leased: Leased, reason: str) -> None:
        """An error that is our own fault: nobody knows whether anything left."""
        if leased.attempts >= MOST_FAILURES:
            await self._give_up(leased, "dead", reason, self.clock())
        else:
            await self._unknown(leased, reason)


async def _ring_at_end(stop: asyncio.Event, bell: asyncio.Event) -> None:
    await stop.wait()
    bell.set()


def backoff(attempts: int) -> timedelta:
    """How long to wait after this many attempts: doubling from a second to five minutes, with a quarter of jitter."""
    seconds = min(2.0 ** min(attempts, 10), LONGEST_WAIT.total_seconds())
    return timedelta(seconds=seconds * random.uniform(0.75, 1.0))  # noqa: S311 - spreads load, guards nothing


async def _look(platform: Platform, parcel: Parcel, attempts: int) -> str | None:
    """Where an earlier attempt left the post. Raises CannotSearch, and _LookLater when only the look failed."""
    try:
        return await platform.find(parcel)
    except CannotSearch:
        raise
    except RateLimited as limited:
        raise _LookLater(limited.retry_after) from limited
    except DeliveryFailed as error:
        raise _LookLater(backoff(attempts)) from error


def _marked(parcel: Parcel) -> Parcel:
    """The parcel with a remark that it may be a repeat."""
    words = Wording(parcel.card.language)
    remark = Text(words.say("possible-repeat"), subtle=True)
    return replace(parcel, card=replace(parcel.card, blocks=(*parcel.card.blocks, remark)))
