"""O6: the computer's clock is set by an hour while posts are on their way: none is sent twice, none waits an hour."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.delivery import Dispatcher
from bot.errors import NotSent, OutcomeUnknown
from bot.ports import Parcel, Timer, TimerKind
from storage.ledger import SqlLedger, open_ledger
from tests.contract.stack import MovedClock
from tests.samples import DESK, PACE, THREAD, post, stored

HOUR = timedelta(hours=1)
SOON = timedelta(seconds=60)
"""Longer than a lease and the settling after an attempt; far shorter than the jump."""


@dataclass
class Slow:
    """A platform that shows nothing before it is let go, and keeps what it showed."""

    name: str = THREAD.platform
    settle: timedelta = timedelta(seconds=15)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    may_go: asyncio.Event = field(default_factory=asyncio.Event)
    failures: list[Exception] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)

    async def send(self, parcel: Parcel) -> str:
        self.asked.set()
        await self.may_go.wait()
        if self.failures:
            raise self.failures.pop(0)
        self.shown.append(parcel.key)
        return str(len(self.shown))

    async def find(self, parcel: Parcel) -> str | None:
        return parcel.key if parcel.key in self.shown else None


@dataclass
class Desk:
    """A worker on a ledger, with a clock that is set while it works."""

    ledger: SqlLedger
    clock: MovedClock
    platform: Slow
    fired: list[str] = field(default_factory=list)

    def worker(self) -> Dispatcher:
        return Dispatcher(
            self.ledger, {self.platform.name: self.platform}, self._fire, self.clock, steady=self.clock.steady
        )

    async def _fire(self, key: str) -> None:
        async with self.ledger.work() as work:
            if await work.fire(key):
                self.fired.append(key)
                await work.commit()

    async def until_shown(self, worker: Dispatcher) -> None:
        """A minute of real time, as the worker sees it: it looks every second."""
        for _ in range(int(SOON.total_seconds())):
            await worker.deliver_due()
            self.clock.advance(timedelta(seconds=1))


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with open_ledger(database_url, DESK, {THREAD.platform: PACE["paced"]}) as ledger:
        yield Desk(ledger, MovedClock(), Slow())


async def test_O6_a_post_on_its_way_is_not_sent_twice_when_the_clock_is_set_forward(desk: Desk) -> None:
    worker = desk.worker()
    await stored(desk.ledger, post("a"))
    first = asyncio.create_task(worker.deliver_due())
    await desk.platform.asked.wait()
    desk.clock.set(HOUR)
    second = asyncio.create_task(worker.deliver_due())
    await asyncio.sleep(0.1)
    desk.platform.may_go.set()
    await asyncio.gather(first, second)
    assert desk.platform.shown == ["a"]


async def test_O6_an_unknown_outcome_still_settles_when_the_clock_is_set_forward(desk: Desk) -> None:
    """The request may yet arrive: looking at once, and finding nothing, would double it."""
    desk.platform.may_go.set()
    desk.platform.failures = [OutcomeUnknown()]
    worker = desk.worker()
    await stored(desk.ledger, post("a"))
    await worker.deliver_due()
    desk.clock.set(HOUR)
    await worker.deliver_due()
    assert desk.platform.shown == []


@pytest.mark.parametrize("failure", [None, NotSent(), OutcomeUnknown()])
async def test_O6_nothing_waits_an_hour_when_the_clock_is_set_back(desk: Desk, failure: Exception | None) -> None:
    """Neither the channel's pace, nor a pause after a failure, nor the settling of an unknown outcome."""
    desk.platform.may_go.set()
    desk.platform.failures = [failure] if failure else []
    worker = desk.worker()
    await stored(desk.ledger, post("a"), post("b"))
    await worker.deliver_due()
    desk.clock.set(-HOUR)
    await desk.until_shown(worker)
    assert desk.platform.shown == ["a", "b"]


async def test_O6_a_dead_workers_post_does_not_wait_an_hour_when_the_clock_is_set_back(desk: Desk) -> None:
    desk.platform.may_go.set()
    await stored(desk.ledger, post("a"))
    await desk.ledger.outbox.lease([desk.platform.name], desk.clock(), 1)
    desk.clock.set(-HOUR)
    await desk.until_shown(desk.worker())
    assert desk.platform.shown == ["a"]


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
async def test_O6_a_timer_fires_once_however_the_clock_is_set(desk: Desk, jump: timedelta) -> None:
    worker = desk.worker()
    async with desk.ledger.work() as work:
        await work.set_timer(Timer("t", TimerKind.UNCLAIMED, 1, desk.clock() + timedelta(seconds=30)))
        await work.commit()
    for by in (jump, -jump, HOUR, HOUR):
        desk.clock.set(by)
        await worker.work_once()
    assert desk.fired == ["t"]
