"""S4: warnings before promises fall due, and calls for help when they were not kept, on every ledger."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.cards import plain_card
from bot.desk.desk import Desk
from bot.desk.file import parse_desk
from bot.messages import Press
from bot.ports import Ledger
from tests.contract.stack import HERE, MovedClock, Stack
from tests.contract.test_engine import NADIA, SAM, command, posts, said

PROMISE = """
[[promise]]
name = "all"
first_response = "1h"
next_response = "2h"
resolution = "4h"
"""
URGENT = """
[[promise]]
name = "urgent"
priority = ["urgent"]
first_response = "20m"
"""
PLAIN = (HERE / "desk.toml").read_text(encoding="utf-8").replace('claim_within = "2m"', 'claim_within = "3d"')
NINE = datetime(2026, 11, 30, 9, tzinfo=UTC)


class Described:
    """A desk that can be described anew."""

    def __init__(self) -> None:
        self.text = PLAIN + PROMISE

    def __call__(self) -> Desk:
        return parse_desk(self.text)


@pytest.fixture
def desk() -> Described:
    return Described()


@pytest.fixture
async def stack(ledger: Ledger, desk: Described) -> Stack:
    stack = Stack(ledger, ledger.chat, MovedClock(NINE), desk_now=desk)  # type: ignore[attr-defined]
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await posts(stack)
    return stack


async def at(stack: Stack, clock: str, days: int = 0) -> list[str]:
    """What is posted at that time by the timers that are due."""
    hour, minute = map(int, clock.split(":"))
    stack.clock.now = NINE.replace(hour=hour, minute=minute) + timedelta(days=days)
    for key in await stack.ledger.due_timers(stack.clock.now, 99):
        await stack.engine.fire(key)
    return [text.replace("\u202f", " ") for text in await posts(stack)]


def card(shown: list[str]) -> str:
    """The ticket's card as it was shown last."""
    return [text for text in shown if text.startswith("#1 · ")][-1].replace("\u202f", " ")


async def typed(stack: Stack, text: str) -> list[str]:
    await stack.handler.handle(command(stack, f"c{stack.clock.now.timestamp()}{text}", text))
    return await posts(stack)


async def test_S4_at_three_quarters_the_team_is_warned_once(stack: Stack) -> None:
    assert await at(stack, "9:44") == []
    [warning] = await at(stack, "9:45")
    assert warning.startswith(
        "Ticket #1 is due soon\nFirst response: 75 % of the time is used up; due 10:00 AM, 15 min left."
    )
    assert warning.endswith("[Acknowledge]")
    assert await at(stack, "9:59") == []


async def test_S4_the_assignee_is_warned_by_name_below_the_card(stack: Stack) -> None:
    await typed(stack, "claim 1")
    stack.clock.now = NINE + timedelta(minutes=45)
    for key in await stack.ledger.due_timers(stack.clock.now, 99):
        await stack.engine.fire(key)
    [leased] = await stack.ledger.outbox.lease(["slack"], stack.clock(), 50)
    assert leased.parcel.alert
    assert leased.parcel.thread.root  # of the ticket's thread
    assert "\nSam Okafor\nFirst response: 75 %" in plain_card(leased.parcel.card)


async def test_S4_a_breach_goes_to_the_leads_once_and_the_requester_is_told(stack: Stack) -> None:
    await typed(stack, "reply 1 on my way")
    [warning] = await at(stack, "12:00")
    assert "used up; due 1:00 PM, 1 h left." in warning
    shown = "\n".join(await at(stack, "13:00"))
    assert "The ticket is not resolved, and the time promised for that is over." in shown
    assert "has waited too long" in shown
    assert (await typed(stack, "ack 1"))[0]
    later = [await at(stack, f"{hour}:00") for hour in range(14, 24)]
    assert not any(later)


async def test_S4_the_requester_hears_once_of_each_promise_that_somebody_is_called_and_has_seen_it(
    stack: Stack,
) -> None:
    shown = await at(stack, "10:00")
    assert sum("has waited too long" in text for text in shown) == 1
    assert sum("has seen the escalation of ticket" in text for text in await typed(stack, "ack 1")) == 1
    again = [text for hour in range(11, 24) for text in await at(stack, f"{hour}:00")]
    assert any("needs somebody" in text for text in again), "the team is called again"
    assert sum("has waited too long" in text for text in again) == 1, "of the resolution, which is another promise"
    assert sum("has seen the escalation of ticket" in text for text in await typed(stack, "ack 1")) == 1
    again = await at(stack, "23:30", days=3)
    assert any("needs somebody" in text for text in again)
    assert not any("has waited too long" in text for text in again)
    assert not any("has seen the escalation of ticket" in text for text in await typed(stack, "ack 1"))


async def test_S1_S8_the_card_shows_by_when_an_answer_is_promised_after_every_change(
    stack: Stack, desk: Described
) -> None:
    desk.text += URGENT
    assert "Answer promised by: 9:20 AM" in card(await typed(stack, "priority 1 urgent"))
    await typed(stack, "hold 1 a part is ordered")
    assert "Answer promised" not in card(await typed(stack, "tag 1 parts"))
    stack.clock.now = NINE + timedelta(minutes=30)
    assert "Answer promised by: 9:50 AM" in card(await typed(stack, "claim 1"))
    stack.clock.now = NINE + timedelta(minutes=50)
    assert "Answer promised by: 9:50 AM – late" in card(await typed(stack, "tag 1 late"))
    assert "Answer promised by: 10:30 AM" in card(await typed(stack, "priority 1 normal")), "what was counted stays"
    assert "Answer promised" not in card(await typed(stack, "reply 1 look at this"))


async def test_S4_an_acknowledged_warning_is_no_news_to_the_requester(stack: Stack) -> None:
    stack.clock.now = NINE + timedelta(minutes=45)
    [due] = await stack.ledger.due_timers(stack.clock.now, 99)
    await stack.engine.fire(due)
    [leased] = await stack.ledger.outbox.lease(["slack"], stack.clock(), 50)
    await stack.ledger.outbox.sent(leased, "9.9", stack.clock())
    [button] = leased.parcel.card.buttons
    press = said(stack, "p1", "", sender=SAM, pressed=Press(button.action, button.value))
    await stack.handler.handle(replace(press, thread=leased.parcel.thread))
    [shown] = await posts(stack)
    assert shown.startswith("Ticket #1 was due soon\nAcknowledged by Sam Okafor")
    assert "[Acknowledge]" not in shown
    assert any("needs somebody" in text for text in await at(stack, "10:00"))  # seeing is not doing


async def test_S4_what_was_done_in_time_is_not_warned_of(stack: Stack) -> None:
    await typed(stack, "reply 1 on my way")
    assert await at(stack, "10:30") == []
    await typed(stack, "resolve 1 done")
    assert [await at(stack, f"{hour}:00") for hour in range(11, 24)] == [[]] * 13


async def test_S4_an_answer_ends_the_warning(stack: Stack) -> None:
    await at(stack, "9:45")
    assert any("was due soon\nSam Okafor has answered." in text for text in await typed(stack, "reply 1 on my way"))


async def test_S1_a_reopened_ticket_is_due_when_its_time_is_used_up(stack: Stack) -> None:
    await at(stack, "9:30")
    await typed(stack, "resolve 1 done")
    await at(stack, "11:30")
    await typed(stack, "reopen 1")
    assert await at(stack, "12:59") == []
    [warning] = await at(stack, "13:00")  # an hour and a half of two for the next response
    assert "Next response: 75 % of the time is used up; due 1:30 PM" in warning
    await typed(stack, "reply 1 again on my way")
    [warning] = await at(stack, "14:00")
    assert "used up; due 3:00 PM, 1 h left." in warning
    assert any("not resolved" in text for text in await at(stack, "15:00"))


async def test_S1_a_promise_made_longer_meanwhile_is_waited_for(stack: Stack, desk: Described) -> None:
    desk.text = desk.text.replace('first_response = "1h"', 'first_response = "2h"')
    assert await at(stack, "9:45") == []
    assert await at(stack, "10:00") == []
    [warning] = await at(stack, "10:30")
    assert "First response: 75 % of the time is used up; due 11:00 AM" in warning
    assert any("needs somebody" in text for text in await at(stack, "11:00"))


async def test_S4_what_the_escalation_policy_promises_is_warned_of_but_for_claiming(ledger: Ledger) -> None:
    desk = parse_desk(PLAIN.replace('claim_within = "3d"', 'claim_within = "14m"'))
    stack = Stack(ledger, ledger.chat, MovedClock(NINE), desk_now=lambda: desk)  # type: ignore[attr-defined]
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await posts(stack)
    assert await at(stack, "9:11") == []
    [warning] = await at(stack, "9:12")
    assert "First response: 75 %" in warning
    assert any("needs somebody" in text for text in await at(stack, "9:14"))


async def test_S4_the_requester_does_not_see_warnings_in_the_history(stack: Stack) -> None:
    await at(stack, "9:45")
    shown = {}
    for sender in (SAM, said(stack, "x", "").sender):
        await stack.handler.handle(command(stack, f"show{sender.id}", "show 1", sender))
        [shown[sender.id]] = await posts(stack)
    assert "was warned: the first response is due soon" in shown["U0SAM"]
    assert "warned" not in shown["U0MARIA"]


async def test_S4_who_presses_a_warning_that_is_over_is_told_so(stack: Stack) -> None:
    stack.clock.now = NINE + timedelta(minutes=45)
    [due] = await stack.ledger.due_timers(stack.clock.now, 99)
    await stack.engine.fire(due)
    [leased] = await stack.ledger.outbox.lease(["slack"], stack.clock(), 50)
    [button] = leased.parcel.card.buttons
    await typed(stack, "reply 1 on my way")
    press = said(stack, "p1", "", sender=NADIA, pressed=Press(button.action, button.value))
    await stack.handler.handle(replace(press, thread=leased.parcel.thread))
    assert any("no escalation that waits" in text for text in await posts(stack))
