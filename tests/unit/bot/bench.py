"""A bench for the dispatcher: a ledger in memory, a platform that fails as it is told to, a clock that tests set."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.cards import Card, Text, plain_card
from bot.delivery import Dispatcher
from bot.errors import CannotSearch
from bot.messages import Post, Thread
from bot.ports import Parcel
from tests.fakes.memory_ledger import MemoryLedger

HELP = Thread("web", "w", "help", "1")
OTHER = Thread("web", "w", "other", "1")


@dataclass
class Clock:
    """Ticks whenever it is looked at, as real ones do."""

    now: datetime = datetime(2026, 11, 23, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now

    def steady(self) -> float:
        return self.now.timestamp()


@dataclass
class Outage:
    """A platform that fails as it is told to, and then works; it keeps what it really showed."""

    name: str = "web"
    settle: timedelta = timedelta(seconds=15)
    failures: list[Exception | None] = field(default_factory=list)
    """Of one attempt to send after the other, of whatever post; None is none."""
    shows_before_failing: bool = False
    searchable: bool = True
    search_failures: list[Exception] = field(default_factory=list)
    slow: dict[str, asyncio.Event] = field(default_factory=dict)
    shown: list[Parcel] = field(default_factory=list)

    async def send(self, parcel: Parcel) -> str:
        if parcel.key in self.slow:
            await self.slow[parcel.key].wait()
        failure = self.failures.pop(0) if self.failures else None
        if failure is None or self.shows_before_failing:
            self.shown.append(parcel)
        if failure is not None:
            raise failure
        return str(len(self.shown))

    async def find(self, parcel: Parcel) -> str | None:
        if not self.searchable:
            raise CannotSearch
        if self.search_failures:
            raise self.search_failures.pop(0)
        keys = [shown.key for shown in self.shown]
        return str(keys.index(parcel.key) + 1) if parcel.key in keys else None


def card(text: str) -> Card:
    return Card("en", (Text((text,)),))


@dataclass
class Bench:
    """A ledger with posts, a platform, and a clock."""

    platform: Outage
    never_twice: tuple[str, ...] = ()
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    clock: Clock = field(default_factory=Clock)

    async def store(self, *posts: Post) -> None:
        async with self.ledger.work() as work:
            for post in posts:
                await work.add_post(post)
            await work.commit()

    async def deliver(self, *, over: timedelta = timedelta(hours=1)) -> None:
        dispatcher = Dispatcher(
            self.ledger,
            {"web": self.platform},
            no_timer,
            self.clock,
            self.never_twice,
            steady=self.clock.steady,
        )
        end = self.clock.now + over
        while self.clock.now < end:
            if not await dispatcher.deliver_due():
                self.clock.now += timedelta(seconds=1)

    async def until_shown(self, count: int) -> None:
        while len(self.platform.shown) < count:  # noqa: ASYNC110 - what is awaited is a list of the fake's
            await asyncio.sleep(0.01)

    def texts(self) -> list[str]:
        return [plain_card(parcel.card) for parcel in self.platform.shown]


async def no_timer(key: str) -> None:
    raise AssertionError(key)
