"""The engine on every ledger: repeats, races, order, edits, and who may do what."""

import asyncio
from dataclasses import replace

import pytest

from bot.cards import plain_card
from bot.messages import Change, Message, Person, Press, Side, Thread
from bot.ports import Ledger
from bot.tickets import Status
from tests.contract.stack import MovedClock, Stack

MARIA = Person("slack", "T0FIRST", "U0MARIA", "Maria Silva", "en")
SAM = Person("slack", "T0FIRST", "U0SAM", "Sam Okafor", "en")
NADIA = Person("slack", "T0FIRST", "U0NADIA", "Nadia Petrova", "en")
STRANGER = Person("slack", "T0OTHER", "U0SAM", "Not Sam", "en")
DIRECT = Thread("slack", "T0FIRST", "D0MARIA", "1.1")
TRIAGE = Thread("slack", "T0FIRST", "C0TRIAGE", "")
HELP = Thread("slack", "T0FIRST", "C0HELP", "")


@pytest.fixture
def stack(ledger: Ledger) -> Stack:
    return Stack(ledger, ledger.chat, MovedClock())  # type: ignore[attr-defined]  # every ledger of the tests has one


def said(stack: Stack, delivery: str, text: str, **changes: object) -> Message:
    message = Message(delivery, DIRECT, MARIA, stack.clock(), text, direct=True, addressed=True)
    return replace(message, **changes)  # type: ignore[arg-type]  # a test's own shorthand


def command(stack: Stack, delivery: str, text: str, sender: Person = SAM) -> Message:
    return Message(delivery, TRIAGE, sender, stack.clock(), text, addressed=True, command=True)


async def posts(stack: Stack) -> list[str]:
    """Everything in the outbox now, as words, in order of delivery."""
    shown: list[str] = []
    while leased := await stack.ledger.outbox.lease(["slack"], stack.clock(), 50):
        for each in leased:
            shown.append(plain_card(each.parcel.card))
            await stack.ledger.outbox.sent(each, f"9.{each.parcel.key}", stack.clock())
    return shown


async def test_O6_the_same_message_eleven_times_at_once_is_one(stack: Stack) -> None:
    message = said(stack, "m:D0MARIA:1.1", "I need a human")
    await asyncio.gather(*(stack.handler.handle(message) for _ in range(11)))
    shown = await posts(stack)
    assert sum("Ticket #1 is open" in text for text in shown) == 1
    assert not any("#2" in text for text in shown)


async def test_T3_of_two_claims_at_once_one_wins_and_the_other_is_told(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await asyncio.gather(
        stack.handler.handle(command(stack, "c1", "claim 1", SAM)),
        stack.handler.handle(command(stack, "c2", "claim 1", NADIA)),
    )
    shown = "\n".join(await posts(stack))
    assert shown.count("is looking at ticket #1 now") == 1
    assert shown.count("has ticket #1 already") == 1


async def test_T3_two_questions_at_once_get_two_numbers(stack: Stack) -> None:
    threads = [replace(DIRECT, root=f"{number}.0") for number in range(4)]
    await asyncio.gather(
        *(
            stack.handler.handle(said(stack, f"m{number}", "I need a human", thread=thread))
            for number, thread in enumerate(threads)
        )
    )
    shown = "\n".join(await posts(stack))
    assert all(f"Ticket #{number} is open" in shown for number in (1, 2, 3, 4))


async def test_O9_somebody_of_another_workspace_is_no_agent(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await posts(stack)
    await stack.handler.handle(command(stack, "c1", "claim 1", STRANGER))
    [refusal] = await posts(stack)
    assert "not in any of its teams" in refusal


async def test_X3_forged_buttons_do_nothing_that_the_presser_may_not(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await posts(stack)
    for number, action in enumerate(("claim", "resolve", "reply", "ack", "escalate", "list", "nonsense", "works")):
        press = Press(action, "1", (("text", "forged"),))
        await stack.handler.handle(said(stack, f"p{number}", "", pressed=press))
    async with stack.ledger.work() as work:
        ticket = await work.ticket(1)
    assert ticket is not None
    assert (ticket.status, ticket.assignee) == (Status.NEW, "")


async def test_X3_only_the_requester_may_close(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await stack.handler.handle(command(stack, "c1", "resolve 1 done"))
    await stack.handler.handle(said(stack, "p1", "", sender=NADIA, pressed=Press("works", "1")))
    async with stack.ledger.work() as work:
        ticket = await work.ticket(1)
    assert ticket is not None
    assert ticket.status is Status.RESOLVED


async def test_S10_edits_and_deletions_change_our_copy_and_answer_nothing(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "my vpn wont conect since this morning"))
    answered = await posts(stack)
    await stack.handler.handle(said(stack, "e1", "my printer", change=Change.EDITED, about="m1"))
    assert await posts(stack) == []
    async with stack.ledger.work() as work:
        kept = await work.said("m1", "slack", "T0FIRST")
    assert kept is not None
    assert kept.text == "my printer"
    await stack.handler.handle(said(stack, "d1", "", change=Change.DELETED, about="m1"))
    async with stack.ledger.work() as work:
        assert await work.words(DIRECT) == []
    assert len(answered) == 1


async def test_T4_words_in_the_triage_thread_stay_internal(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await posts(stack)
    async with stack.ledger.work() as work:
        thread = await work.thread_of(1, Side.TRIAGE)
    assert thread is not None
    secret = Message("t1", thread, SAM, stack.clock(), "she is on the list for the layoff")
    await stack.handler.handle(secret)
    assert await posts(stack) == []


async def test_T6_timers_fire_once_whoever_tries(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await posts(stack)
    stack.clock.advance(stack.engine.desk().teams[0].escalation.claim_within)
    [key] = await stack.ledger.due_timers(stack.clock(), 10)
    await asyncio.gather(*(stack.engine.fire(key) for _ in range(5)))
    shown = "\n".join(await posts(stack))
    assert shown.count("needs somebody") == 1


async def test_K4_a_human_in_an_unthreaded_chat_and_a_new_question_after_it(stack: Stack) -> None:
    """T14: a one-to-one chat of Teams has no threads, so one conversation follows the other."""
    flat = replace(DIRECT, root="")
    await stack.handler.handle(said(stack, "m1", "I need a human", thread=flat))
    await stack.handler.handle(command(stack, "c1", "resolve 1 fixed"))
    await stack.handler.handle(said(stack, "m2", "that worked", thread=flat))
    await posts(stack)
    await stack.handler.handle(said(stack, "m3", "my vpn wont conect since this morning", thread=flat))
    assert any("VPN" in text for text in await posts(stack))


async def test_I1_an_answer_at_the_top_of_a_direct_chat_finds_its_ticket(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await posts(stack)
    later = said(stack, "m2", "third floor, the red one", thread=replace(DIRECT, root="2.2"))
    stack.clock.advance(stack.engine.desk().teams[0].escalation.claim_within / 10)
    await stack.handler.handle(later)
    shown = await posts(stack)
    assert any("I added this to it" in text for text in shown)
    assert any("third floor" in text and "Maria" in text for text in shown)


async def test_I2_earlier_words_of_the_thread_become_the_context(stack: Stack) -> None:
    thread = Thread("slack", "T0FIRST", "C0HELP", "5.5")
    earlier = Message("h1", thread, MARIA, stack.clock(), "the beamer in room 4 shows a green line")
    asked = Message("h2", thread, MARIA, stack.clock(), "I need a human", addressed=True)
    await stack.handler.handle(earlier)
    assert await posts(stack) == []
    await stack.handler.handle(asked)
    [card] = [text for text in await posts(stack) if text.startswith("#1")]
    assert "green line" in card


async def test_I4_a_ticket_asked_for_in_a_channel_opens_a_thread_of_its_own(stack: Stack) -> None:
    """Slack has no slash commands in threads, so there is no thread yet; the requester is never left without one."""
    asked = replace(command(stack, "n1", "new my badge is broken", MARIA), thread=HELP, threadless=True)
    await stack.handler.handle(asked)
    opened = [text for text in await posts(stack) if "Ticket #1 is open" in text]
    assert len(opened) == 1
    async with stack.ledger.work() as work:
        thread = await work.thread_of(1, Side.REQUEST)
    assert thread is not None
    await stack.handler.handle(Message("m2", thread, MARIA, stack.clock(), "the blue one"))
    assert any("the blue one" in text for text in await posts(stack))
    await stack.handler.handle(command(stack, "c1", "resolve 1 new badge"))
    await posts(stack)
    await stack.handler.handle(Message("p1", thread, MARIA, stack.clock(), pressed=Press("works", "1")))
    assert any("is closed" in text for text in await posts(stack))
