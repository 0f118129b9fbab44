"""O6: a process that stood still for longer than a lease (a paused machine) does not do again what others did since."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot import attempt
from bot.attempt import Attempts
from bot.delivery import Dispatcher
from bot.ports import Parcel
from bot.timekeeping import Timekeeper
from storage.ledger import SqlLedger, open_ledger
from tests.contract.stack import MovedClock
from tests.samples import DESK, THREAD, post, stored

STANDSTILL = timedelta(seconds=60)
"""Longer than a lease."""


def _at_once() -> asyncio.Event:
    answers = asyncio.Event()
    answers.set()
    return answers


@dataclass
class Place:
    """Shows what it is sent; while it is searched, time may pass."""

    clock: MovedClock
    name: str = THREAD.platform
    settle: timedelta = timedelta(seconds=15)
    search_takes: timedelta = timedelta(0)
    shown: list[str] = field(default_factory=list)
    answers: asyncio.Event = field(default_factory=_at_once)

    async def send(self, parcel: Parcel) -> str:
        await self.answers.wait()
        self.shown.append(parcel.key)
        return parcel.key

    async def find(self, parcel: Parcel) -> str | None:
        found = parcel.key if parcel.key in self.shown else None
        self.clock.advance(self.search_takes)
        return found


@dataclass
class Workers:
    """Two of them: one stands still with what it has leased, the other goes on."""

    ledger: SqlLedger
    clock: MovedClock
    place: Place

    @property
    def one(self) -> Attempts:
        return Attempts(self.ledger, {self.place.name: self.place}, Timekeeper(self.clock, self.clock.steady))

    @property
    def other(self) -> Dispatcher:
        return Dispatcher(self.ledger, {self.place.name: self.place}, _nothing, self.clock, steady=self.clock.steady)


@pytest.fixture
async def workers(database_url: str) -> AsyncIterator[Workers]:
    async with open_ledger(database_url, DESK, {}) as ledger:
        clock = MovedClock()
        yield Workers(ledger, clock, Place(clock))


async def test_O6_a_post_is_not_sent_by_whoever_stood_still_before_sending_it(workers: Workers) -> None:
    await stored(workers.ledger, post("a"), post("b"))
    [leased] = await workers.ledger.outbox.lease([workers.place.name], workers.clock(), 1)
    workers.clock.advance(STANDSTILL)
    while await workers.other.deliver_due():
        pass
    await workers.one.deliver(leased)
    assert workers.place.shown == ["a", "b"]


async def test_O6_an_edit_is_not_overwritten_by_an_older_one(workers: Workers) -> None:
    await stored(workers.ledger, post("a"))
    await workers.other.deliver_due()
    await stored(workers.ledger, *(replace(post(key), edits="a") for key in ("claimed", "resolved")))
    [leased] = await workers.ledger.outbox.lease([workers.place.name], workers.clock(), 1)
    workers.clock.advance(STANDSTILL)
    while await workers.other.deliver_due():
        pass
    await workers.one.deliver(leased)
    assert workers.place.shown == ["a", "claimed", "resolved"]


async def test_O6_a_search_that_took_too_long_is_made_again(workers: Workers) -> None:
    """Between it and now, another may have sent the post."""
    await stored(workers.ledger, post("a"))
    await workers.ledger.outbox.lease([workers.place.name], workers.clock(), 1)
    workers.clock.advance(STANDSTILL)
    workers.place.search_takes = STANDSTILL
    await workers.other.deliver_due()
    assert workers.place.shown == []
    workers.place.search_takes = timedelta(0)
    workers.clock.advance(STANDSTILL)
    await workers.other.deliver_due()
    assert workers.place.shown == ["a"]


async def test_O6_a_post_that_takes_longer_than_the_lease_is_let_go(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A platform may need several calls, each with a time limit of its own. After the lease another sends the post."""
    await stored(workers.ledger, post("a"))
    [leased] = await workers.ledger.outbox.lease([workers.place.name], workers.clock(), 1)
    monkeypatch.setattr(attempt, "SENDING", timedelta(0))
    workers.place.answers.clear()
    await workers.one.deliver(replace(leased, until=workers.clock()))
    workers.place.answers.set()
    assert workers.place.shown == []
    workers.clock.advance(STANDSTILL)
    await workers.other.deliver_due()
    assert workers.place.shown == ["a"]


async def _nothing(_: str) -> None:
    """No timers here."""
