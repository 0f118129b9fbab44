"""O6: the dispatcher's rules, each of which lost or doubled posts where it was left out."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.attempt import UNCERTAIN_AFTER
from bot.delivery import Dispatcher
from bot.errors import DatabaseUnavailable, DeliveryFailed, NotSent, OutcomeUnknown, RateLimited, Refused
from bot.messages import Post
from bot.ports import Timer, TimerKind
from bot.ports.pace import every
from tests.fakes.memory_ledger import MemoryLedger
from tests.fakes.memory_outbox import MemoryOutbox
from tests.unit.bot.bench import HELP, OTHER, Bench, Outage, card, no_timer


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
    bench.ledger.pace["web"] = every(timedelta(seconds=1))
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


async def test_O6_a_first_attempt_waits_for_nothing_and_carries_no_remark() -> None:
    bench = Bench(Outage(searchable=False))
    await bench.store(*(Post(f"k{n}", replace(HELP, root=str(n)), card(str(n))) for n in range(40)))
    await bench.deliver(over=timedelta(seconds=1))
    assert sorted(bench.texts()) == sorted(str(n) for n in range(40))


async def test_O6_a_failed_timer_keeps_no_post_waiting() -> None:
    bench = Bench(Outage())
    async with bench.ledger.work() as work:
        await work.set_timer(Timer("t", TimerKind.UNCLAIMED, 1, bench.clock.now))
        await work.add_post(Post("k", HELP, card("sent all the same")))
        await work.commit()
    dispatcher = Dispatcher(bench.ledger, {"web": bench.platform}, no_timer, bench.clock, steady=bench.clock.steady)
    await dispatcher.work_once()
    assert bench.texts() == ["sent all the same"]


async def test_O6_a_slow_post_holds_up_no_other_thread_while_running() -> None:
    slow, stop = asyncio.Event(), asyncio.Event()
    bench = Bench(Outage(slow={"slow": slow}))
    await bench.store(Post("slow", HELP, card("slow")))
    dispatcher = Dispatcher(bench.ledger, {"web": bench.platform}, no_timer, bench.clock, steady=bench.clock.steady)
    running = asyncio.create_task(dispatcher.run(stop))
    await asyncio.sleep(0.05)
    await bench.store(Post("a", OTHER, card("a")), Post("b", OTHER, card("b")))
    await bench.until_shown(2)
    assert bench.texts() == ["a", "b"]
    stop.set()
    slow.set()
    await running
    assert bench.texts() == ["a", "b", "slow"]


@dataclass
class Failing:
    """A ledger whose outbox fails a few times, as a database does that is restarted."""

    ledger: MemoryLedger
    failures: int

    @property
    def outbox(self) -> MemoryOutbox:
        if self.failures:
            self.failures -= 1
            raise DatabaseUnavailable
        return self.ledger.outbox

    def __getattr__(self, name: str) -> object:
        return getattr(self.ledger, name)


async def test_O6_the_loop_outlives_its_database() -> None:
    bench, stop = Bench(Outage()), asyncio.Event()
    await bench.store(Post("k", HELP, card("in the end")))
    failing: Any = Failing(bench.ledger, 1)
    running = asyncio.create_task(
        Dispatcher(failing, {"web": bench.platform}, no_timer, bench.clock, steady=bench.clock.steady).run(stop)
    )
    await bench.until_shown(1)
    stop.set()
    await running
    assert bench.texts() == ["in the end"]
