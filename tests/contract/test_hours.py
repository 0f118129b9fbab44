"""S2: a desk that has hours, on every ledger."""

from datetime import UTC, datetime

import pytest

from bot.desk.file import parse_desk
from bot.ports import Ledger
from tests.contract.stack import HERE, MovedClock, Stack
from tests.contract.test_engine import command, posts, said

DESK = (HERE / "desk.toml").read_text(encoding="utf-8")
OFFICE = '\n[calendar.office]\nhours = { mon-fri = "09:00-12:00 13:00-17:00" }\n'
FRIDAY = datetime(2026, 11, 27, 16, 59, tzinfo=UTC)
"""A minute before the weekend; the desk is in London, where it is winter. Tickets are claimed within two minutes."""


@pytest.fixture
def stack(ledger: Ledger) -> Stack:
    desk = parse_desk(DESK.replace('escalation = "standard"', 'escalation = "standard"\ncalendar = "office"') + OFFICE)
    return Stack(ledger, ledger.chat, MovedClock(FRIDAY), desk_now=lambda: desk)  # type: ignore[attr-defined]


async def pings_at(stack: Stack, moment: datetime) -> int:
    """How many pings timers cause that are due at that time."""
    stack.clock.now = moment
    for key in await stack.ledger.due_timers(moment, 99):
        await stack.engine.fire(key)
    return sum("needs somebody" in text for text in await posts(stack))


async def test_S8_the_requester_is_told_a_time_within_hours(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    [opened] = [text for text in await posts(stack) if "Ticket #1 is open" in text]
    assert "Expect an answer by Mon 9:14" in opened.replace("\u202f", " ")


async def test_S5_clocks_and_waits_go_on_when_the_team_works_again(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    assert await pings_at(stack, datetime(2026, 11, 28, 12, tzinfo=UTC)) == 0
    assert await pings_at(stack, datetime(2026, 11, 30, 9, 0, 59, tzinfo=UTC)) == 0
    assert await pings_at(stack, datetime(2026, 11, 30, 9, 1, tzinfo=UTC)) == 1
    assert await pings_at(stack, datetime(2026, 11, 30, 9, 3, tzinfo=UTC)) == 1


async def test_S5_a_wait_of_an_escalation_by_clock_stands_still_at_night(stack: Stack) -> None:
    stack.clock.now = FRIDAY.replace(minute=57)
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    assert await pings_at(stack, FRIDAY) == 1
    assert await pings_at(stack, datetime(2026, 11, 30, 9, 0, 59, tzinfo=UTC)) == 0
    assert await pings_at(stack, datetime(2026, 11, 30, 9, 1, tzinfo=UTC)) == 1


async def test_S5_who_asks_for_help_by_hand_gets_it_at_any_hour(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    stack.clock.now = datetime(2026, 11, 28, 3, tzinfo=UTC)
    await stack.handler.handle(command(stack, "c1", "escalate 1 the whole floor is offline"))
    assert await pings_at(stack, datetime(2026, 11, 28, 3, tzinfo=UTC)) == 1
    assert await pings_at(stack, datetime(2026, 11, 28, 3, 2, tzinfo=UTC)) == 1
