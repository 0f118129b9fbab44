"""The dispatcher: takes posts from the outbox to their platforms, in order, once.

The rules are those of a transactional outbox with an unknown outcome; what is made of each is in `bot.attempt`.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from bot.attempt import Attempts, backoff
from bot.ports import Clock, Leased, Ledger, Platform
from bot.ports.telemetry import UNWATCHED, Failed, Round, Telemetry
from bot.timekeeping import Timekeeper

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200
"""Posts on their way, and timers of one round. While messages come in fast, a look at the outbox waits for its turn
among them, and must then take enough."""
_POLL = timedelta(seconds=1)
_SHORTEST_POLL = timedelta(milliseconds=20)
_GATHER = timedelta(milliseconds=5)
"""While deliveries are under way, how long to let more become due before looking: one look then finds many."""
_LONGEST_PAUSE = timedelta(seconds=10)
"""After which to ask a database that was away whether it is back."""
_SHORT = timedelta(milliseconds=50)
"""How long to wait for the next channel's turn while deliveries are under way, instead of asking when it is."""


@dataclass(slots=True)
class Dispatcher:
    """Delivers what is due on the platforms of this process, and lets due timers act.

    `never_twice` names platforms that cannot be searched and on which a post whose outcome is unknown is left
    uncertain rather than sent again with a remark. `steady` counts seconds and is never set.
    """

    ledger: Ledger
    platforms: Mapping[str, Platform]
    fire: Callable[[str], Awaitable[None]]
    clock: Clock
    never_twice: Collection[str] = ()
    telemetry: Telemetry = UNWATCHED
    steady: Callable[[], float] = time.monotonic
    _time: Timekeeper = field(init=False)
    _attempts: Attempts = field(init=False)
    _failing: dict[str, "_Failing"] = field(init=False, default_factory=dict)
    """Timers that failed, by key."""

    def __post_init__(self) -> None:
        self._time = Timekeeper(self.clock, self.steady)
        self._attempts = Attempts(self.ledger, self.platforms, self._time, self.never_twice, self.telemetry)

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
                pause = min(backoff(failures), _LONGEST_PAUSE)
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
        leased = await self._lease(MOST_AT_ONCE)
        await asyncio.gather(*(self._attempts.deliver(each) for each in leased))
        return len(leased)

    async def _lease(self, room: int) -> Sequence[Leased]:
        """Posts to deliver now. Moments that a clock set back has moved away are put right first."""
        outbox, now = self.ledger.outbox, self.clock()
        self._time.look()
        if self._time.set_back:
            await outbox.put_right(now)
            self._time.set_back = False
        return await outbox.lease(list(self.platforms), now, room, set_forward=self._time.forward)

    async def _begin(self, bell: asyncio.Event, under_way: set[asyncio.Task[None]]) -> None:
        """Begin as many deliveries as there is room for; each rings when it has ended."""

        def ended(task: asyncio.Task[None]) -> None:
            under_way.discard(task)
            bell.set()

        room = MOST_AT_ONCE - len(under_way)
        for each in await self._lease(room) if room else ():
            task = asyncio.create_task(self._attempts.deliver(each))
            under_way.add(task)
            task.add_done_callback(ended)

    async def _fire_due(self) -> int:
        """Let due timers act; returns how many did. One that fails is tried again, ever more rarely, after others."""
        due = await self.ledger.due_timers(self.clock(), MOST_AT_ONCE, self._failing)
        rested = [key for key, failing in self._failing.items() if failing.rests_until <= self.steady()]
        return sum([await self._fire(key) for key in (*due, *rested)])

    async def _fire(self, key: str) -> bool:
        try:
            await self.fire(key)
        except Exception as error:
            self.telemetry.note(Failed("timer", error))
            failing = self._failing.setdefault(key, _Failing())
            failing.failed(self.steady())
            log.exception("timer failed, trying it again", extra={"timer": key, "failures": failing.times})
            return False
        self._failing.pop(key, None)
        return True

    async def _until_due(self) -> timedelta:
        due = await self.ledger.outbox.next_due(list(self.platforms), self.clock())
        return min(max(due - self.clock(), _SHORTEST_POLL), _POLL) if due else _POLL


@dataclass(slots=True)
class _Failing:
    """A timer whose action fails."""

    times: int = 0
    rests_until: float = 0.0

    def failed(self, at: float) -> None:
        self.times += 1
        self.rests_until = at + backoff(self.times).total_seconds()


async def _ring_at_end(stop: asyncio.Event, bell: asyncio.Event) -> None:
    await stop.wait()
    bell.set()
