"""S1, S4, T6, T7, T9: what commands on a ticket do to its clocks and to the timers of them, on every ledger."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ports import Ledger
from tests.contract.counter import IVAN, PETRA, Counter
from tests.contract.stack import MovedClock, Stack
from tests.contract.test_deadlines import NINE, PLAIN, PROMISE, Described, at, typed
from tests.contract.test_engine import DIRECT, posts, said

URGENT = """
[[promise]]
name = "urgent"
priority = "urgent"
first_response = "30m"
"""
DUE_SOON = "is due soon"


@pytest.fixture
async def stack(ledger: Ledger) -> Stack:
    """Ticket 1 is open since nine; to be answered within an hour, resolved within four."""
    desk = Described()
    desk.text = PLAIN + PROMISE + URGENT
    stack = Stack(ledger, ledger.chat, MovedClock(NINE), desk_now=desk)  # type: ignore[attr-defined]
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await posts(stack)
    return stack


@pytest.fixture
async def counter(ledger: Ledger) -> Counter:
    """With ticket 1 of Maria open; to be claimed within ten minutes, answered within an hour."""
    counter = Counter(ledger)
    await counter.ask()
    return counter


async def quiet(stack: Stack, hours: Sequence[int]) -> bool:
    return not any([await at(stack, f"{hour}:00") for hour in hours])


async def test_T6_S1_on_hold_the_clocks_stand_still(stack: Stack) -> None:
    await at(stack, "9:30")
    await typed(stack, "hold 1 a new cable")
    assert await quiet(stack, range(10, 15))
    await typed(stack, "unhold 1")
    assert await at(stack, "14:14") == []
    [warning] = await at(stack, "14:15")
    assert DUE_SOON in warning
    assert "due 2:30 PM" in warning
    assert any("waited" in text for text in await at(stack, "14:30"))


async def test_T6_S1_claimed_on_hold_they_go_on(stack: Stack) -> None:
    await at(stack, "9:30")
    await typed(stack, "hold 1 a new cable")
    await at(stack, "12:00")
    await typed(stack, "claim 1")
    [warning] = await at(stack, "12:15")
    assert "due 12:30 PM" in warning


async def test_T6_S1_released_on_hold_they_go_on(stack: Stack) -> None:
    await typed(stack, "claim 1")
    await at(stack, "9:30")
    await typed(stack, "hold 1 a new cable")
    await at(stack, "12:00")
    await typed(stack, "release 1")
    [warning] = await at(stack, "12:15")
    assert "due 12:30 PM" in warning


async def test_T6_S1_pending_they_wait_for_the_requester(stack: Stack) -> None:
    await typed(stack, "claim 1")
    await at(stack, "10:00")
    await typed(stack, "ask 1 Which office?")
    assert await quiet(stack, range(11, 15))
    await stack.handler.handle(said(stack, "m2", "Lisbon"))
    await posts(stack)
    [warning] = await at(stack, "15:30")
    assert "Next response" in warning
    await typed(stack, "reply 1 thank you")
    [warning] = await at(stack, "16:00")
    assert "Resolution: 75 % of the time is used up; due 5:00 PM" in warning
    assert any("not resolved" in text for text in await at(stack, "17:00"))


async def test_T6_S4_what_was_overdue_before_a_pause_is_asked_for_again_after_it(stack: Stack) -> None:
    assert any("waited" in text for text in await at(stack, "10:00"))
    shown = await typed(stack, "hold 1 a new cable")
    assert any("Put on hold by Sam" in text for text in shown), "the call is over"
    assert await quiet(stack, (11, 12))
    await typed(stack, "unhold 1")
    assert await at(stack, "12:14") == []
    assert any("waited" in text for text in await at(stack, "12:15"))


async def test_T6_S4_nobody_is_called_by_the_clock_while_it_waits(counter: Counter) -> None:
    await counter.order("reply 1 on my way")
    await counter.order("hold 1 a new cable")
    await counter.order("escalate 1 the provider does not answer")
    await counter.order("ack 1")
    assert "Nobody has claimed" not in await counter.wait(timedelta(minutes=11))
    await counter.order("unhold 1")
    assert "Nobody has claimed" in await counter.wait(timedelta(minutes=11))


async def test_S1_an_urgent_ticket_falls_due_earlier_and_what_passed_counts(stack: Stack) -> None:
    await at(stack, "9:20")
    await typed(stack, "priority 1 urgent")
    [warning] = await at(stack, "9:23")
    assert "due 9:30 AM" in warning
    await typed(stack, "priority 1 normal")
    assert await at(stack, "9:40") == []


async def test_T9_S1_merged_it_is_nobodys_deadline(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m2", "I need a human", thread=replace(DIRECT, root="2.2"), sender=IVAN))
    await posts(stack)
    await typed(stack, "reply 1 on my way")
    await typed(stack, "merge 2 1")
    shown = [text for hour in (10, 11, 12) for text in await at(stack, f"{hour}:00")]
    assert not any("#2" in text or "№ 2" in text for text in shown)
    [told] = await typed(stack, "sla 2")
    assert "Kept" in told


async def test_T6_S1_closed_and_opened_again_it_is_to_be_claimed(counter: Counter) -> None:
    await counter.order("close 1 a mistake")
    assert "needs somebody" not in await counter.wait(timedelta(minutes=30))
    await counter.order("reopen 1")
    assert "needs somebody" in await counter.wait(timedelta(minutes=10))


async def test_T7_S1_handed_over_the_time_to_answer_goes_on_and_a_claim_is_awaited_anew(counter: Counter) -> None:
    await counter.order("claim 1")
    await counter.wait(timedelta(minutes=30))
    await counter.order("transfer 1 network found: a dead port")
    assert "Nobody has claimed" in await counter.wait(timedelta(minutes=10))
    await counter.order("claim 1", PETRA)
    await counter.wait(timedelta(minutes=18))
    assert "for an answer" in await counter.wait(timedelta(minutes=3))


async def test_T7_S1_handed_to_a_person_no_claim_is_awaited(counter: Counter) -> None:
    await counter.order("transfer 1 petra found: a dead port")
    assert ("transferred", "service-desk → network/petra") in await counter.history()
    assert "Nobody has claimed" not in await counter.wait(timedelta(minutes=20))
    claim, _, _ = (await counter.order("sla 1", PETRA)).partition("First response")
    assert "Kept" in claim


async def test_T13_S4_questions_how_it_went_and_calls_are_due_at_once(counter: Counter) -> None:
    await counter.ask(who=IVAN, root="2.2")
    await counter.order("claim 2")
    await counter.order("resolve 2 done")
    await counter.order("claim 1")
    shown = await counter.wait(timedelta(days=8))
    assert (await counter.ticket(2)).status.value == "closed"
    assert "for an answer" in shown
