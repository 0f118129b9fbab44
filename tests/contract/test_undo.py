"""T4: a reply waits for twenty seconds, in which its author can call it back; only what has left counts."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from bot.cards import plain_card
from bot.commands.grammar import Command, parse_command
from bot.desk.desk import Desk
from bot.desk.file import parse_desk
from bot.desk.promises import Goal
from bot.ports import Parcel
from bot.promises.sla import clocks_of
from bot.tickets.ticket import Status
from storage.ledger import open_ledger
from tests.conftest import AnyLedger
from tests.contract.counter import DESK, IVAN, MARIA, NADIA, SAM, Counter
from tests.contract.stack import MovedClock

WINDOW = timedelta(seconds=20)
DESK_ID = "main"
T = TypeVar("T")


def desk() -> Desk:
    return replace(parse_desk(DESK), undo_within=WINDOW, most_open_tickets=0)


@pytest.fixture
async def counter(ledger: AnyLedger) -> Counter:
    """With ticket 1, Maria's, open."""
    counter = Counter(ledger, desk())
    await counter.ask()
    return counter


async def test_T4_a_reply_leaves_after_the_window_and_not_before(counter: Counter) -> None:
    await counter.order("reply 1 try the red lever")
    assert "red lever" not in counter.to("DU0MARIA")
    assert "red lever" in counter.to("C0TRIAGE"), "the team sees it at once"
    await counter.wait(WINDOW)
    assert counter.to("DU0MARIA").count("red lever") == 1


async def test_T4_its_author_sees_who_will_read_it_and_may_undo(counter: Counter) -> None:
    await counter.ask(who=IVAN, root="2.2")
    await counter.order("merge 2 1")
    await counter.order("reply 1 try the red lever")
    assert "20 seconds" in counter.privately(SAM)
    assert "Maria Silva, Иван Смирнов" in counter.privately(SAM)
    assert "[Undo]" in counter.privately(SAM)


async def test_T4_what_is_called_back_never_leaves_and_is_given_back(counter: Counter) -> None:
    await counter.order("reply 1 wrong window")
    await counter.order("undo 1")
    assert "wrong window" in counter.privately(SAM)
    assert "called a reply back" in counter.to("C0TRIAGE")
    assert "wrong window" not in counter.to("C0TRIAGE")
    await counter.wait(10 * WINDOW)
    assert "wrong window" not in counter.to("DU0MARIA")
    assert await counter.history() == [("opened", ""), ("undone", "")]


async def test_T4_the_button_calls_back_its_own_reply_and_undo_the_last(counter: Counter) -> None:
    await counter.order("reply 1 the first")
    (shown,) = [each for each in counter.posts if each.private_to == SAM]
    await counter.order("reply 1 the second")
    await counter.press("undo", shown.card.buttons[0].value)
    assert "the first" in counter.privately(SAM)
    await counter.order("отменить 1")
    assert "the second" in counter.privately(SAM)
    assert "Too late" in await counter.order("undo 1")
    await counter.wait(2 * WINDOW)
    assert not counter.to("DU0MARIA")


async def test_T4_nobody_else_calls_it_back(counter: Counter) -> None:
    await counter.order("reply 1 try the red lever")
    (shown,) = [each for each in counter.posts if each.private_to == SAM]
    assert "Too late" in await counter.order("undo 1", NADIA)
    assert "Too late" in await counter.press("undo", shown.card.buttons[0].value, NADIA)
    assert "is your own request" in await counter.press("undo", shown.card.buttons[0].value, MARIA)
    await counter.wait(WINDOW)
    assert "red lever" in counter.to("DU0MARIA")


async def test_T4_its_author_calls_it_back_also_after_a_hand_over(counter: Counter) -> None:
    await counter.order("reply 1 try the red lever")
    await counter.order("transfer 1 network found: x")
    assert "Called back" in await counter.order("undo 1")


async def test_T4_too_late_is_said_and_changes_nothing(counter: Counter) -> None:
    await counter.order("reply 1 try the red lever")
    await counter.wait(WINDOW)
    assert "Too late" in await counter.order("undo 1")
    assert ("replied", "") in await counter.history()
    assert ("undone", "") not in await counter.history()


@pytest.mark.parametrize("value", ["", "1", "1:", "1:nonsense", "99:x", "x:y", "1:1:1", "1:" + "9" * 3000])
async def test_T4_forged_and_old_buttons_call_nothing_back(counter: Counter, value: str) -> None:
    await counter.order("reply 1 try the red lever", NADIA)
    await counter.press("undo", value)
    await counter.wait(WINDOW)
    assert "red lever" in counter.to("DU0MARIA")


async def test_S1_T4_only_what_leaves_is_an_answer(counter: Counter) -> None:
    await counter.order("claim 1")
    await counter.order("reply 1 wrong window")
    assert (await counter.ticket()).answered_at is None
    await counter.order("undo 1")
    await counter.wait(WINDOW)
    assert (await counter.ticket()).answered_at is None
    assert "has waited" in await counter.wait(timedelta(hours=1)), "the first response is still owed"


async def test_T4_a_question_asks_once_it_has_left(counter: Counter) -> None:
    await counter.order("ask 1 Which office?")
    assert (await counter.ticket()).status is Status.NEW
    await counter.wait(WINDOW)
    assert (await counter.ticket()).status is Status.PENDING
    assert "Which office?" in counter.to("DU0MARIA")


async def test_T4_T10_macros_wait_too(counter: Counter) -> None:
    await counter.order("macro 1 restart")
    assert "please restart it" not in counter.to("DU0MARIA")
    assert "please restart it" in await counter.order("undo 1")


async def test_T4_what_is_said_later_in_the_thread_does_not_overtake(counter: Counter) -> None:
    await counter.order("reply 1 try the red lever")
    await counter.order("resolve 1 the lever")
    assert not counter.to("DU0MARIA")
    shown = await counter.wait(WINDOW)
    assert shown.index("red lever") < shown.index("[It works]")
    assert (await counter.ticket()).status is Status.RESOLVED


async def test_T4_others_are_not_delayed(counter: Counter) -> None:
    await counter.order("reply 1 try the red lever")
    await counter.ask("a human, please", IVAN, root="2.2")
    assert "2" in counter.to("DU0IVAN")
    await counter.order("escalate 2 all is on fire")
    assert "all is on fire" in counter.to("C0LEADS")


async def test_T4_after_undo_the_lane_goes_on_at_once(counter: Counter) -> None:
    await counter.order("reply 1 wrong window")
    await counter.order("claim 1")
    assert not counter.to("DU0MARIA")
    await counter.order("undo 1")
    assert "Sam Okafor" in counter.to("DU0MARIA")


async def test_T4_a_closed_or_merged_ticket_still_lets_go_what_was_said_before(counter: Counter) -> None:
    await counter.ask(who=IVAN, root="2.2")
    await counter.order("reply 1 the last word")
    await counter.order("reply 2 another last word")
    await counter.order("close 1 done")
    await counter.ask(root="3.3")
    await counter.order("merge 2 3")
    await counter.wait(WINDOW)
    assert "the last word" in counter.to("DU0MARIA")
    assert "another last word" in counter.to("DU0IVAN")
    assert ("replied", "") in await counter.history(1)
    assert (await counter.ticket()).status is Status.CLOSED


async def test_S6_T4_what_was_called_back_is_nothing_that_follows_an_acknowledgement(counter: Counter) -> None:
    sooner = DESK.replace('claim_within = "10m"', 'claim_within = "10m"\nacknowledged_for = "30m"')
    counter.desk = replace(parse_desk(sooner), undo_within=WINDOW)
    await counter.order("claim 1")
    await counter.wait(timedelta(hours=1))
    await counter.order("ack 1")
    await counter.order("reply 1 wrong window")
    await counter.order("undo 1")
    assert "nothing followed" in await counter.wait(timedelta(minutes=31))


async def test_S1_T4_what_was_called_back_is_no_next_response(counter: Counter) -> None:
    await counter.order("reply 1 try the red lever")
    await counter.wait(WINDOW)
    await counter.ask("it did not help")
    await counter.order("reply 1 wrong window")
    await counter.order("undo 1")
    ticket = await counter.ticket()
    async with counter.ledger.work() as work:
        clocks = clocks_of(counter.desk, ticket, await work.history(1), counter.clock())
    assert [clock.stopped_at for clock in clocks if clock.promise.goal is Goal.NEXT_RESPONSE] == [None]


@pytest.mark.parametrize("ending", ["resolve 1 it is fixed", "close 1 a duplicate", "закрыть 1 это повтор"])
async def test_T4_a_question_does_not_leave_once_its_ticket_has_ended(counter: Counter, ending: str) -> None:
    await counter.order("ask 1 Which office?")
    await counter.order("reply 1 I am on it")
    await counter.order(ending, NADIA)
    assert "question was not sent" in counter.to("C0TRIAGE")
    assert "Which office?" in counter.to("C0TRIAGE"), "the team still sees what would have been asked"
    assert "Which office?" in counter.to("@U0SAM"), "its author gets it back"
    shown = counter.to("DU0MARIA") + await counter.wait(10 * WINDOW)
    assert "Which office?" not in shown
    assert "I am on it" in shown
    assert (await counter.ticket()).status in (Status.RESOLVED, Status.CLOSED)
    assert ("pending", "") not in await counter.history()
    assert "Too late" in await counter.order("undo 1")


async def test_T4_without_a_window_it_leaves_at_once(ledger: AnyLedger) -> None:
    counter = Counter(ledger)
    await counter.ask()
    await counter.order("reply 1 try the red lever")
    assert "red lever" in counter.to("DU0MARIA")
    assert "Sent to the requester" in counter.privately(SAM)
    assert "Too late" in await counter.order("undo 1")


async def test_T4_a_clock_set_back_does_not_keep_a_reply(counter: Counter) -> None:
    await counter.order("reply 1 try the red lever")
    counter.clock.set(-timedelta(hours=1))
    await counter.ledger.outbox.put_right(counter.clock())
    counter.clock.advance(WINDOW)
    assert "red lever" in await counter.told()


async def test_T4_the_requester_does_not_see_that_something_was_called_back(counter: Counter) -> None:
    await counter.order("reply 1 wrong window")
    await counter.order("undo 1")
    assert "called a reply back" not in await counter.order("show 1", MARIA)
    assert "called a reply back" in await counter.order("show 1", SAM)


async def test_T4_two_processes_settle_undo_against_delivery(postgres_url: str) -> None:
    """Either it was called back and never leaves, or it left once and the author is told that it is too late."""
    outcomes: list[bool] = []
    async with open_ledger(postgres_url, DESK_ID, {}) as one, open_ledger(postgres_url, DESK_ID, {}) as two:
        clock = MovedClock()
        here, there = Counter(one, desk(), clock), Counter(two, desk(), clock)
        for number in range(1, 25):
            await here.ask(root=f"{number}.1")
            await here.order(f"reply {number} secret {number}")
            clock.advance(WINDOW)
            undo = here.command(f"undo {number}")
            await asyncio.gather(_after(number, here.engine.handle(undo)), _after(24 - number, _delivered(there)))
            shown = [*there.posts, *(await _delivered(here))]
            called_back = ("undone", "") in await here.history(number)
            assert _count(shown, f"secret {number}", "DU0MARIA") == (0 if called_back else 1)
            assert _count(shown, "Called back" if called_back else "Too late") == 1
            assert ("replied", "") not in await here.history(number) or not called_back
            outcomes.append(called_back)
    assert {True, False} == set(outcomes)


async def _after(turns: int, what: Awaitable[T]) -> T:
    """Begun after some turns of the loop, so that the two meet at every moment."""
    for _ in range(turns**2):
        await asyncio.sleep(0)
    return await what


async def _delivered(counter: Counter) -> list[Parcel]:
    for key in await counter.ledger.due_timers(counter.clock(), 50):
        await counter.engine.fire(key)
    await counter.told()
    return counter.posts


def _count(posts: Sequence[Parcel], text: str, channel: str = "") -> int:
    return sum(text in plain_card(each.card) and channel in ("", each.thread.channel) for each in posts)


def test_T4_O4_the_command_in_both_languages() -> None:
    for word in ("undo", "recall", "отменить"):
        assert parse_command(f"{word} 12") == Command("undo", 12)
