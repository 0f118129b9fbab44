"""O6: an hour without the platform, in every way of being away: all is delivered after it, in order, once."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.delivery import Dispatcher
from bot.errors import DeliveryFailed, NotSent, OutcomeUnknown, RateLimited
from bot.messages import Thread
from bot.ports import Parcel
from storage.ledger import open_ledger
from tests.contract.stack import MovedClock
from tests.samples import DESK, THREAD, TRIAGE, post, stored

STEP = timedelta(seconds=20)
HOUR = timedelta(hours=1)
DICE = random.Random(1)  # noqa: S311 - dice, not secrets


def mixed() -> DeliveryFailed:
    return DICE.choice([NotSent(), OutcomeUnknown(), RateLimited(timedelta(seconds=30))])


WAYS: dict[str, Callable[[], DeliveryFailed]] = {
    "refused": NotSent,
    "failing": OutcomeUnknown,
    "limited": lambda: RateLimited(timedelta(seconds=30)),
    "mixed": mixed,
}


@dataclass
class Away:
    """A platform that is away, to be searched no more than to be sent to, until it is back."""

    way: Callable[[], DeliveryFailed]
    name: str = THREAD.platform
    settle: timedelta = timedelta(seconds=15)
    back: bool = False
    shown: list[str] = field(default_factory=list)

    async def send(self, parcel: Parcel) -> str:
        if not self.back:
            raise self.way()
        self.shown.append(parcel.key)
        return parcel.key

    async def find(self, parcel: Parcel) -> str | None:
        if not self.back:
            raise self.way()
        return parcel.key if parcel.key in self.shown else None


@pytest.mark.parametrize("way", WAYS)
async def test_O6_an_hour_without_the_platform(database_url: str, way: str) -> None:
    clock, platform = MovedClock(), Away(WAYS[way])
    async with open_ledger(database_url, DESK, {}) as ledger:
        worker = Dispatcher(ledger, {platform.name: platform}, _nothing, clock, steady=clock.steady)
        await stored(ledger, *(post(f"p{number}") for number in range(5)))
        for _ in range(HOUR // STEP):
            clock.advance(STEP)
            await worker.deliver_due()
        platform.back = True
        while len(platform.shown) < 5 and clock() < MovedClock().now + 2 * HOUR:
            clock.advance(STEP)
            await worker.deliver_due()
    assert platform.shown == [f"p{number}" for number in range(5)]


async def _nothing(_: str) -> None:
    """No timers here."""


@dataclass
class Failing(Away):
    """Away for the posts of one thread at first, then for all."""

    thread: Thread = THREAD

    async def send(self, parcel: Parcel) -> str:
        if parcel.thread != self.thread:
            self.shown.append(parcel.key)
            return parcel.key
        return await super().send(parcel)


@pytest.mark.parametrize("minutes", [3, 6, 9, 10, 11, 14])
async def test_O6_an_outage_of_any_length_makes_no_post_uncertain(database_url: str, minutes: int) -> None:
    """Not even where its platform answered others a minute before it was gone altogether."""
    clock, platform = MovedClock(), Failing(OutcomeUnknown)
    async with open_ledger(database_url, DESK, {}) as ledger:
        worker = Dispatcher(ledger, {platform.name: platform}, _nothing, clock, steady=clock.steady)
        await stored(ledger, post("early", TRIAGE))
        await worker.deliver_due()
        await stored(ledger, post("unknown"))
        await worker.deliver_due()
        clock.advance(timedelta(minutes=1))
        await stored(ledger, post("other", TRIAGE))
        await worker.deliver_due()
        for _ in range(timedelta(minutes=minutes) // STEP):
            clock.advance(STEP)
            await worker.deliver_due()
        platform.back = True
        for _ in range(timedelta(minutes=6) // STEP):
            clock.advance(STEP)
            await worker.deliver_due()
    assert platform.shown == ["early", "other", "unknown"]
