"""O6: what is made of the outcome of one attempt, in the order in which outcomes may follow each other."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.errors import NotSent, OutcomeUnknown, RateLimited, Refused
from bot.messages import Post
from bot.ports import Parcel
from tests.unit.bot.bench import HELP, OTHER, Bench, Outage, card

LOOKS = 15
"""So many that waits which double would take hours."""


@pytest.mark.parametrize(
    "failure", [RateLimited(timedelta(seconds=5)), NotSent(), Refused("missing_scope"), TimeoutError()]
)
async def test_O6_a_failed_search_says_nothing_about_the_post(failure: Exception) -> None:
    bench = Bench(Outage(failures=[OutcomeUnknown()], shows_before_failing=True, search_failures=[failure] * LOOKS))
    await bench.store(Post("k", HELP, card("once")))
    await bench.deliver(over=timedelta(minutes=5))
    assert bench.texts() == ["once"]
    assert bench.platform.search_failures == [], "it is looked for again soon: no attempt was made"
    assert await bench.ledger.outbox.dead_letters() == []


async def test_O6_what_a_process_that_is_gone_has_sent_settles_too() -> None:
    bench = Bench(Outage(settle=timedelta(minutes=2)))
    await bench.store(Post("k", HELP, card("late")))
    await bench.ledger.outbox.lease(["web"], bench.clock.now, 1)
    await bench.deliver(over=timedelta(seconds=115))
    assert bench.texts() == []
    await bench.deliver(over=timedelta(seconds=10))
    assert bench.texts() == ["late"]


async def test_S12_what_a_limit_held_back_certainly_did_not_leave() -> None:
    limited = RateLimited(timedelta(seconds=3))
    bench = Bench(Outage(failures=[limited, limited], searchable=False), never_twice=("web",))
    await bench.store(Post("k", HELP, card("once")))
    await bench.deliver(over=timedelta(minutes=1))
    assert bench.texts() == ["once"]


async def test_O6_an_attempt_that_did_not_leave_says_nothing_about_the_one_before() -> None:
    bench = Bench(Outage(failures=[OutcomeUnknown(), NotSent()], searchable=False))
    await bench.store(Post("k", HELP, card("perhaps again")))
    await bench.deliver(over=timedelta(minutes=5))
    [text] = bench.texts()
    assert "already" in text


async def test_O6_a_platform_that_is_back_gets_time_to_answer() -> None:
    away: list[Exception] = [NotSent()] * 300
    unknown = OutcomeUnknown()
    bench = Bench(Outage(failures=[None, unknown, unknown], search_failures=away))
    await bench.store(Post("early", OTHER, card("early")), Post("k", HELP, card("after the outage")))
    await bench.deliver(over=timedelta(hours=1))
    assert bench.texts() == ["early", "after the outage"]


@dataclass
class Edited(Outage):
    """Limits the post "busy", which is an answer as well; failures are those of edits."""

    async def send(self, parcel: Parcel) -> str:
        if parcel.key == "busy":
            raise RateLimited(timedelta(seconds=30))
        if parcel.edits:
            return await super().send(parcel)
        self.shown.append(parcel)
        return "1"


async def an_edit(failures: list[Exception | None]) -> Bench:
    bench = Bench(Edited(failures=failures))
    await bench.store(Post("k", HELP, card("first")), Post("busy", OTHER, card("busy")))
    await bench.store(Post("e", HELP, card("edited"), edits="k"))
    await bench.deliver(over=timedelta(hours=2))
    return bench


async def test_T24_an_edit_is_repeated_however_long_its_outcome_is_unknown() -> None:
    bench = await an_edit([OutcomeUnknown()] * 12)
    assert bench.texts() == ["first", "edited"]


async def test_O6_an_edit_that_cannot_be_rendered_is_given_up() -> None:
    bench = await an_edit([ValueError("cannot be rendered")] * 40)
    assert [(letter.key, letter.state) for letter in await bench.ledger.outbox.dead_letters()] == [("e", "dead")]
