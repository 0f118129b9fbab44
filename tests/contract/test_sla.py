"""S3: the promises of a ticket, explained to those who keep them, on every ledger."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.desk.file import parse_desk
from bot.messages import Person
from bot.ports import Ledger
from tests.contract.stack import HERE, MovedClock, Stack
from tests.contract.test_engine import MARIA, SAM, command, posts, said

PROMISES = """
[calendar.office]
hours = { mon-fri = "09:00-12:00 13:00-17:00" }

[[promise]]
name = "all"
first_response = "1h"
next_response = "2h"
resolution = "8h"
"""
DESK = (HERE / "desk.toml").read_text(encoding="utf-8").replace(
    'escalation = "standard"', 'escalation = "standard"\ncalendar = "office"'
) + PROMISES
FRIDAY = datetime(2026, 11, 27, 16, 30, tzinfo=UTC)


@pytest.fixture
def stack(ledger: Ledger) -> Stack:
    desk = parse_desk(DESK)
    return Stack(ledger, ledger.chat, MovedClock(FRIDAY), desk_now=lambda: desk)  # type: ignore[attr-defined]


async def asked(stack: Stack, text: str, sender: Person = SAM) -> str:
    """What is whispered in answer to the command."""
    await posts(stack)
    delivery = f"c{stack.clock().timestamp()}{sender.id}{text}"
    await stack.handler.handle(command(stack, delivery, text, sender))
    [answer] = await posts(stack)
    return answer.replace("\u202f", " ")


def moved(stack: Stack, day: int, hour: int, minute: int = 0) -> None:
    stack.clock.now = datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def test_S3_each_stretch_is_told_with_its_reason(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    moved(stack, 30, 9, 10)
    await stack.handler.handle(command(stack, "c1", "claim 1"))
    await stack.handler.handle(command(stack, "c2", "reply 1 on my way"))
    moved(stack, 30, 13, 30)
    answer = await asked(stack, "sla 1")
    assert "Claim\nNot kept: it was due Nov 27, 2026 4:32 PM and came 9:10 AM." in answer
    assert (
        "First response\nKept, with 20 min to spare.\nWithin 1 h, by policy “all”, in the hours of “office”." in answer
    )
    resolution = answer.partition("Resolution\n")[2].splitlines()
    assert resolution == [
        "Due Tue 9:30 AM; 4 h left.",
        "Within 8 h, by policy “all”, in the hours of “office”.",
        "Counted 4 h, paused 65 h.",
        "• Nov 27, 2026 4:30 PM – Nov 27, 2026 5:00 PM: counted, 30 min",
        "• Nov 27, 2026 5:00 PM – 9:00 AM: paused, 64 h (outside hours)",
        "• 9:00 AM – 12:00 PM: counted, 3 h",
        "• 12:00 PM – 1:00 PM: paused, 1 h (outside hours)",
        "• 1:00 PM – 1:30 PM: counted, 30 min",
    ]


async def test_S3_in_russian_by_its_russian_name(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    answer = await asked(stack, "срок 1", replace(SAM, language="ru"))
    assert answer.startswith("Сроки заявки № 1\nВзять в работу\nСрок: 16:32; осталось 2 мин.")
    assert "Решение\nСрок: вт 09:30; осталось 8 ч.\nЗа 8 ч, правило «all», в часы «office»." in answer


async def test_S1_reopened_and_answered_tickets_owe_what_they_owe(stack: Stack) -> None:
    moved(stack, 30, 9)
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    moved(stack, 30, 10)
    await stack.handler.handle(command(stack, "c1", "resolve 1 done"))
    moved(stack, 30, 11)
    await stack.handler.handle(command(stack, "c2", "reopen 1"))
    answer = await asked(stack, "sla 1")
    assert "Next response\nDue 2:00 PM; 2 h left." in answer
    assert "10:00 AM – 11:00 AM: paused, 1 h (was resolved)" in answer
    assert "Resolution\nDue Tue 11:00 AM; 7 h left." in answer


async def test_S3_is_for_the_ticket_s_team(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    assert "is your own request" in await asked(stack, "sla 1", MARIA)
    assert "no ticket #9" in await asked(stack, "sla 9")
    assert "Which ticket?" in await asked(stack, "sla")
    assert "sla NUMBER" in await asked(stack, "help")
    assert "sla NUMBER" not in await asked(stack, "help", MARIA)


async def test_S3_a_ticket_of_long_standing_is_told_in_few_lines(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await stack.handler.handle(command(stack, "c1", "reply 1 on my way"))
    stack.clock.now = datetime(2027, 11, 27, 16, 30, tzinfo=UTC)
    answer = await asked(stack, "sla 1")
    assert "Resolution\nNot kept: it was due Dec 1, 2026 9:30 AM." in answer
    assert "Before that: counted" in answer
    assert len(answer.splitlines()) < 50
