"""O6: the dispatcher's rules, each of which lost or doubled posts where it was left out."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.cards import Card, Text, plain_card
from bot.delivery import UNCERTAIN_AFTER, Dispatcher
from bot.errors import CannotSearch, DeliveryFailed, NotSent, OutcomeUnknown, RateLimited, Refused
from bot.messages import Post, Thread
from bot.ports import Parcel
from tests.fakes.memory_ledger import MemoryLedger

HELP = Thread("web", "w", "help", "1")
OTHER = Thread("web", "w", "other", "1")


@dataclass
class Clock:
    now: datetime = datetime(2026, 11, 23, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Outage:
    """A platform that fails as it is told to, and then works; it keeps what it really showed."""

    name: str = "web"
    settle: timedelta = timedelta(seconds=15)
    failures: list[DeliveryFailed | Exception] = field(default_factory=list)
    shows_before_failing: bool = False
    searchable: bool = True
    shown: list[Parcel] = field(default_factory=list)

    async def send(self, parcel: Parcel) -> str:
        failure = self.failures.pop(0) if self.failures else None
        if failure is None or self.shows_before_failing:
            self.shown.append(parcel)
        if failure is not None:
            raise failure
        return str(len(self.shown))

    async def find(self, parcel: Parcel) -> str | None:
        if not self.searchable:
            raise CannotSearch
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
            self.ledger, {"web": self.platform}, _no_timer, self.clock, never_twice=self.never_twice
        )
        end = self.clock.now + over
        while self.clock.now < end:
            if not await dispatcher.deliver_due():
                self.clock.now += timedelta(seconds=1)

    def texts(self) -> list[str]:
        return [plain_card(parcel.card) for parcel in self.platform.shown]


async def _no_timer(key: str) -> None:
    raise AssertionError(key)


async def test_O6_posts_of_a_thread_arrive_in_order() -> None:
    bench = Bench(Outage(failures=[NotSent(), OutcomeUnknown(), RateLimited(timedelta(seconds=3))]))
    await bench.store(*(Post(f"k{n}", HELP, card(str(n))) for n in range(5)))
    await bench.deliver()
    assert bench.texts() == ["0", "1", "2", "3", "4"]


async def test_O6_another_thread_never_waits() -> None:
    bench = Bench(Outage(failures=[NotSent()] * 3))
    await bench.store(Post("stuck", HELP, card("stuck")), Post("free", OTHER, card("free")))
    bench.platform.failures = [NotSent()]
    await bench.deliver(over=timedelta(seconds=1))
    assert bench.texts() == ["free"]


async def test_O6_an_unknown_outcome_is_looked_up_before_sending_again() -> None:
    bench = Bench(Outage(failures=[OutcomeUnknown()], shows_before_failing=True))
    await bench.store(Post("k", HELP, card("once")))
    await bench.deliver()
    assert bench.texts() == ["once"]


async def test_O6_nothing_is_looked_up_before_it_has_settled() -> None:
    bench = Bench(Outage(failures=[OutcomeUnknown()]))
    await bench.store(Post("k", HELP, card("late")))
    await bench.deliver(over=timedelta(seconds=14))
    assert bench.texts() == []
    await bench.deliver(over=timedelta(seconds=10))
    assert bench.texts() == ["late"]


async def test_O6_where_nothing_can_be_looked_up_it_is_sent_again_with_a_remark() -> None:
    bench = Bench(Outage(failures=[OutcomeUnknown()], shows_before_failing=True, searchable=False))
    await bench.store(Post("k", HELP, card("again")))
    await bench.deliver()
    first, second = bench.texts()
    assert first == "again"
    assert second.startswith("again\n")
    assert "already" in second


async def test_O6_never_twice_leaves_it_to_an_operator() -> None:
    bench = Bench(Outage(failures=[OutcomeUnknown()], searchable=False), never_twice=("web",))
    await bench.store(Post("k", HELP, card("once")))
    await bench.deliver()
    assert bench.texts() == []
    assert [letter.key for letter in await bench.ledger.outbox.dead_letters()] == ["k"]


async def test_O6_a_refused_post_is_a_dead_letter_that_can_be_sent_again() -> None:
    bench = Bench(Outage(failures=[Refused("channel_not_found")]))
    await bench.store(Post("k", HELP, card("dead")), Post("next", HELP, card("next")))
    await bench.deliver(over=timedelta(seconds=5))
    assert bench.texts() == ["next"]
    [letter] = await bench.ledger.outbox.dead_letters()
    assert (letter.key, letter.state, letter.reason) == ("k", "dead", "channel_not_found")
    assert await bench.ledger.outbox.resend("k", bench.clock.now)
    await bench.deliver(over=timedelta(seconds=5))
    assert bench.texts() == ["next", "dead"]
    assert not await bench.ledger.outbox.resend("nothing", bench.clock.now)


async def test_S12_a_limited_channel_waits_as_a_whole() -> None:
    bench = Bench(Outage(failures=[RateLimited(timedelta(seconds=30))]))
    same_channel = replace(HELP, root="2")
    await bench.store(Post("a", HELP, card("a")), Post("b", same_channel, card("b")))
    bench.ledger.pace["web"] = timedelta(seconds=1)
    await bench.deliver(over=timedelta(seconds=29))
    assert bench.texts() == []
    await bench.deliver(over=timedelta(seconds=10))
    assert sorted(bench.texts()) == ["a", "b"]


async def test_O6_an_outage_of_an_hour_loses_nothing() -> None:
    bench = Bench(Outage(failures=[NotSent()] * 20))
    await bench.store(*(Post(f"k{n}", HELP, card(str(n))) for n in range(3)))
    await bench.deliver(over=timedelta(hours=2))
    assert bench.texts() == ["0", "1", "2"]


async def test_O6_an_outcome_that_stays_unknown_no_longer_blocks_its_lane() -> None:
    bench = Bench(Outage(failures=[OutcomeUnknown()] * 60))
    await bench.store(Post("k", HELP, card("lost?")), Post("next", HELP, card("next")))
    await bench.deliver(over=UNCERTAIN_AFTER / 2)
    assert await bench.ledger.outbox.dead_letters() == []
    await bench.deliver(over=UNCERTAIN_AFTER * 2)
    assert [letter.state for letter in await bench.ledger.outbox.dead_letters()][-1:] == ["uncertain"]


async def test_O6_a_poison_post_is_given_up_and_the_lane_goes_on() -> None:
    bench = Bench(Outage(failures=[ValueError("cannot be rendered")] * 40))
    await bench.store(Post("k", HELP, card("poison")))
    await bench.deliver(over=UNCERTAIN_AFTER * 3)
    assert [letter.key for letter in await bench.ledger.outbox.dead_letters()] == ["k"]


@pytest.mark.parametrize("failure", [OutcomeUnknown(), NotSent(), RateLimited(timedelta(seconds=1))])
async def test_T24_an_edit_is_simply_repeated(failure: DeliveryFailed) -> None:
    bench = Bench(Outage(searchable=False))
    await bench.store(Post("k", HELP, card("first")))
    await bench.deliver(over=timedelta(seconds=2))
    bench.platform.failures = [failure]
    await bench.store(Post("e", HELP, card("edited"), edits="k"))
    await bench.deliver(over=timedelta(minutes=1))
    assert bench.texts() == ["first", "edited"]
    assert bench.platform.shown[-1].edits == "1"
