"""The engine on every ledger: repeats, races, order, edits, and who may do what."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards import plain_card
from bot.messages import Change, Message, Person, Press, Side, Thread
from bot.ports import Ledger
from bot.tickets.ticket import Status
from tests.contract.stack import MovedClock, Stack, contract_desk

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


async def fire_due(stack: Stack, minutes: float) -> str:
    """Let time pass, fire what is due, and return everything posted."""
    stack.clock.advance(timedelta(minutes=minutes))
    for key in await stack.ledger.due_timers(stack.clock(), 50):
        await stack.engine.fire(key)
    return "\n".join(await posts(stack))


async def test_S6_seen_and_still_not_claimed_is_escalated_again(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    assert "needs somebody" in await fire_due(stack, 2)
    await stack.handler.handle(command(stack, "a1", "ack 1"))
    await posts(stack)
    assert "needs somebody" in await fire_due(stack, 2)


async def test_S5_claimed_late_and_never_answered_is_escalated_too(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await fire_due(stack, 2)
    await fire_due(stack, 14)
    await stack.handler.handle(command(stack, "c1", "claim 1"))
    await posts(stack)
    later = [await fire_due(stack, 5) for _ in range(8)]
    assert any("has waited" in text for text in later)


async def test_S5_steps_that_nobody_acknowledges_begin_again(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    shown = [await fire_due(stack, 5) for _ in range(24)]
    steps = len(contract_desk().teams[0].escalation.steps)
    assert sum(text.count("needs somebody") for text in shown) > 2 * steps


async def test_S5_nothing_is_due_any_more_once_it_is_resolved(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await fire_due(stack, 2)
    await stack.handler.handle(command(stack, "c1", "resolve 1 done"))
    await posts(stack)
    stack.clock.advance(timedelta(days=1))
    assert await stack.ledger.due_timers(stack.clock(), 50) == []


async def test_S5_an_answer_in_time_and_a_release_set_the_clocks_right(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await stack.handler.handle(command(stack, "c1", "claim 1"))
    await stack.handler.handle(command(stack, "r1", "reply 1 hello"))
    await posts(stack)
    assert await fire_due(stack, 60) == ""
    await stack.handler.handle(command(stack, "r2", "release 1"))
    await posts(stack)
    assert "needs somebody" in await fire_due(stack, 2)


async def test_T5_an_agent_of_another_team_is_refused(stack: Stack) -> None:
    desk = contract_desk()
    network = replace(desk.teams[0], id="network", name="Network", members=desk.teams[0].members[1:2], categories=())
    first = replace(desk.teams[0], members=desk.teams[0].members[:1])
    engine = replace(stack.engine, desk=lambda: replace(desk, teams=(first, network)))
    await engine.handle(said(stack, "m1", "I need a human"))
    await posts(stack)
    await engine.handle(command(stack, "c1", "claim 1", NADIA))
    [refusal] = await posts(stack)
    assert "Only Service desk can do this" in refusal


async def test_K3_a_press_on_an_older_answer_is_stale(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "my vpn wont conect since this morning"))
    await stack.handler.handle(said(stack, "p1", "", pressed=Press("still", "1")))
    await posts(stack)
    await stack.handler.handle(said(stack, "p2", "", pressed=Press("solved", "1")))
    [explained] = await posts(stack)
    assert "earlier answer" in explained


async def test_S10_only_the_author_edits(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "my vpn wont conect since this morning"))
    await stack.handler.handle(said(stack, "e1", "forged", sender=SAM, change=Change.EDITED, about="m1"))
    async with stack.ledger.work() as work:
        kept = await work.said("m1", "slack", "T0FIRST")
    assert kept is not None
    assert kept.text == "my vpn wont conect since this morning"


async def test_I1_a_new_question_after_a_solved_one_is_answered_for_itself(stack: Stack) -> None:
    flat = replace(DIRECT, root="")
    await stack.handler.handle(said(stack, "m1", "my vpn wont conect since this morning", thread=flat))
    await stack.handler.handle(said(stack, "m2", "that worked", thread=flat))
    await posts(stack)
    await stack.handler.handle(said(stack, "m3", "принтер не печатает", thread=flat))
    [answer] = await posts(stack)
    assert answer.startswith("Принтер")


async def test_I1_another_question_before_the_first_is_solved_opens_no_ticket(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "my vpn wont conect since this morning"))
    await posts(stack)
    await stack.handler.handle(said(stack, "m2", "my phone was stolen"))
    shown = "\n".join(await posts(stack))
    assert "Ticket #" not in shown
    assert "stolen" in shown.lower()


async def test_I4_a_new_ticket_in_somebody_elses_thread_leaves_theirs_alone(stack: Stack) -> None:
    thread = replace(HELP, root="7.7")
    await stack.handler.handle(said(stack, "m1", "I need a human", thread=thread, direct=False))
    asked = Message("n1", thread, SAM, stack.clock(), "ticket new my own screen", addressed=True, command=True)
    await stack.handler.handle(asked)
    await posts(stack)
    await stack.handler.handle(said(stack, "m2", "it is urgent", thread=thread, direct=False, addressed=False))
    async with stack.ledger.work() as work:
        history = await work.history(1)
    assert [entry.action for entry in history] == ["opened", "relayed"]


async def test_I1_something_else_than_the_open_ticket_gets_its_own(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    other = replace(DIRECT, root="3.3")
    await stack.handler.handle(said(stack, "m2", "the badge reader at the east door is dead", thread=other))
    assert any("I added this to it" in text for text in await posts(stack))
    await stack.handler.handle(said(stack, "p1", "", thread=other, pressed=Press("separate", "1")))
    shown = "\n".join(await posts(stack))
    assert "Ticket #2 is open" in shown
    assert "badge reader" in shown


async def test_I1_K1_something_else_that_articles_come_near_to_is_asked_back(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    other = replace(DIRECT, root="3.3")
    await stack.handler.handle(said(stack, "m2", "cannot sign in to my account on my phone", thread=other))
    assert any("I added this to it" in text for text in await posts(stack))
    await stack.handler.handle(said(stack, "p1", "", thread=other, pressed=Press("separate", "1")))
    shown = "\n".join(await posts(stack))
    assert "Which of these is it?" in shown
    assert "Ticket #2" not in shown
    await stack.handler.handle(said(stack, "m3", "the third one", thread=other))
    assert "Account is locked" in "\n".join(await posts(stack))


async def test_T12_the_requester_does_not_read_why_it_was_escalated(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await stack.handler.handle(command(stack, "e1", "escalate 1 she is annoying"))
    await posts(stack)
    await stack.handler.handle(said(stack, "s1", "show 1", command=True))
    [seen] = await posts(stack)
    assert "escalated" in seen
    assert "annoying" not in seen


async def test_S6_seen_after_an_answer_wakes_nobody(stack: Stack) -> None:
    """A call for help is acknowledged on a ticket whose requester waits for nothing."""
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    for number, text in enumerate(("claim 1", "reply 1 hello", "escalate 1 please look")):
        await stack.handler.handle(command(stack, f"c{number}", text))
    await stack.handler.handle(command(stack, "c3", "ack 1", NADIA))
    await posts(stack)
    assert await fire_due(stack, 24 * 60) == ""


async def test_S5_many_words_of_the_requester_are_one_clock(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await stack.handler.handle(command(stack, "c1", "reply 1 hello"))
    for number in range(5):
        await stack.handler.handle(said(stack, f"w{number}", f"more words {number}"))
    await posts(stack)
    stack.clock.advance(timedelta(days=1))
    due = await stack.ledger.due_timers(stack.clock(), 50)
    assert sum(key.endswith("-unanswered") for key in due) == 1
    assert sum(key.endswith("-warning-next_response") for key in due) == 1


async def test_T4_a_forms_text_arrives_letter_for_letter(stack: Stack) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await posts(stack)
    reply = Press("reply", "1", (("text", "...- 5, or #6?"),))
    await stack.handler.handle(Message("p1", TRIAGE, SAM, stack.clock(), pressed=reply))
    assert any("> ...- 5, or #6?" in text for text in await posts(stack))


@pytest.mark.parametrize(("root", "seen"), [("7.7", ""), ("6.6", "6.6")])
async def test_S30_a_private_answer_to_a_button_stands_beside_it_not_in_a_closed_thread(
    stack: Stack, root: str, seen: str
) -> None:
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await posts(stack)
    press = Press("more", "1", post_id="7.7")
    thread = replace(TRIAGE, root=root)
    await stack.handler.handle(Message("p1", thread, SAM, stack.clock(), pressed=press, addressed=True))
    [leased] = await stack.ledger.outbox.lease(["slack"], stack.clock(), 50)
    assert leased.parcel.private_to == SAM
    assert leased.parcel.thread.root == seen
