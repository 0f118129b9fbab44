"""S1: a changed desk.toml keeps the time consumed, also over restarts, on every ledger."""

from datetime import timedelta

import pytest

from bot.desk.desk import Desk
from bot.desk.file import parse_desk
from bot.ports import Ledger
from bot.promises.agreement import Agreement, known_terms
from tests.contract.stack import MovedClock, Stack
from tests.contract.test_deadlines import NINE, PLAIN, PROMISE, Described
from tests.contract.test_engine import command, posts, said

HOURS = PLAIN.replace('escalation = "standard"', 'escalation = "standard"\ncalendar = "late"', 1)
LATE = HOURS + '\n[calendar.late]\nhours = { mon-fri = "14:00-16:00" }\n' + PROMISE


@pytest.fixture
def desk() -> Described:
    return Described()


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(NINE)


async def agreement(ledger: Ledger, desk: Described, clock: MovedClock) -> Agreement:
    """As a process has it that starts now."""
    known: list[tuple[str, Desk]] = []

    def live() -> Desk:
        if not known or known[-1][0] != desk.text:
            known.append((desk.text, desk()))
        return known[-1][1]

    begun = Agreement(live, ledger.chronicle, clock)
    await begun.begin()
    return begun


@pytest.mark.parametrize("restarted", [False, True])
async def test_S1_a_changed_desk_file_keeps_the_time_consumed(
    ledger: Ledger, desk: Described, clock: MovedClock, restarted: bool
) -> None:
    agreed = await agreement(ledger, desk, clock)
    stack = Stack(ledger, ledger.chat, clock, desk_now=agreed)  # type: ignore[attr-defined]
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    clock.advance(timedelta(hours=1))
    desk.text = LATE
    if restarted:
        stack.desk_now = await agreement(ledger, desk, clock)
    else:
        await agreed.keep()
    clock.advance(timedelta(hours=5))  # it is 15:00, and only two hours count
    await posts(stack)
    await stack.handler.handle(command(stack, "c1", "sla 1"))
    [answer] = await posts(stack)
    assert "Counted 2 h, paused 4 h." in answer
    assert "Due 4:00 PM" not in answer.partition("Resolution")[2]
    assert "Due Tue 3:00 PM; 2 h left." in answer.replace("\u202f", " ").partition("Resolution")[2]


async def test_S1_what_is_promised_is_kept_once_and_only_when_it_changes(
    ledger: Ledger, desk: Described, clock: MovedClock
) -> None:
    for text in (desk.text, desk.text.replace("Sam Okafor", "Samuel Okafor"), LATE, LATE):
        desk.text = text
        clock.advance(timedelta(minutes=1))
        await agreement(ledger, desk, clock)
    kept = await known_terms(ledger.chronicle)
    assert [terms.since - NINE for terms in kept] == [timedelta(minutes=1), timedelta(minutes=3)]
    assert kept[1].promises == parse_desk(LATE).promises


async def test_S1_promises_of_another_release_are_left_out(ledger: Ledger) -> None:
    await ledger.chronicle.promise(NINE, {"policies": "none"})
    assert await known_terms(ledger.chronicle) == []
