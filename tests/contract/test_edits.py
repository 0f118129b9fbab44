"""T4: what people edit or delete changes in every copy, whatever came before it; nothing is answered again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.cards import plain_card
from bot.desk.file import parse_desk
from bot.exchange import digest
from bot.messages import Change, Message, Person, Thread
from bot.promises.departures import Departures
from bot.ticketing.revising import Revision
from bot.tickets.ticket import Status, Ticket
from storage.database import open_database
from storage.tables import metadata
from tests.conftest import AnyLedger
from tests.contract.counter import BOTH, DESK, IVAN, MARIA, NADIA, SAM, Counter
from tests.contract.stack import MovedClock
from tests.fakes.memory_ledger import MemoryLedger

WINDOW = timedelta(seconds=20)
DIRECT = Thread("slack", "T0FIRST", "DU0MARIA", "1.1")
TRIAGE = Thread("slack", "T0FIRST", "C0TRIAGE", "")
QUESTION = "I need a human, my number is zk4711"


@pytest.fixture
async def counter(ledger: AnyLedger) -> Counter:
    return Counter(ledger)


def said(counter: Counter, text: str, who: Person = MARIA, thread: Thread = DIRECT) -> Message:
    direct = thread.channel.startswith("D")
    return Message(counter.delivery(), thread, who, counter.clock(), text, direct=direct, addressed=True)


def edited(counter: Counter, message: Message, text: str) -> Message:
    name = f"{message.delivery}/{counter.delivery()}"
    change = replace(message, delivery=name, text=text, change=Change.EDITED, about=message.delivery)
    return replace(change, said_at=message.at, at=counter.clock())


def deleted(counter: Counter, message: Message) -> Message:
    return replace(edited(counter, message, ""), change=Change.DELETED)


async def cards(counter: Counter, *messages: Message) -> dict[str, str]:
    """What stands in the end, by the post that shows it."""
    shown: dict[str, str] = {}
    for message in messages:
        await counter.hear(message)
        for parcel in counter.posts:
            shown[parcel.edits or f"9.{parcel.key}"] = f"{parcel.thread.channel}: {plain_card(parcel.card)}"
    return shown


async def test_T4_an_edited_message_changes_in_the_triage_thread(counter: Counter) -> None:
    question, more = said(counter, QUESTION), said(counter, "it is in romo 12")
    shown = await cards(counter, question, more, edited(counter, more, "it is in room 12"))
    (copy,) = [text for text in shown.values() if "it is in" in text]
    assert "it is in room 12" in copy
    assert "romo" not in copy
    assert "edited" in copy


async def test_T4_T1_an_edited_question_changes_on_its_card(counter: Counter) -> None:
    question = said(counter, QUESTION)
    shown = await cards(counter, question, edited(counter, question, "a human please, about the printer"))
    triage = "\n".join(text for text in shown.values() if text.startswith("C0TRIAGE"))
    assert "about the printer" in triage
    assert "zk4711" not in triage
    assert (await counter.ticket()).question == "a human please, about the printer"
    assert not [text for text in shown.values() if "DU0MARIA" in text and "printer" in text], (
        "nothing is answered again"
    )


async def test_T4_X14_a_deleted_message_is_nowhere_any_more(counter: Counter) -> None:
    question, more = said(counter, QUESTION), said(counter, "my password is swordfish")
    await cards(counter, question, more)
    await counter.order("escalate 1 help")
    shown = await cards(counter, deleted(counter, more), deleted(counter, question))
    assert all("swordfish" not in text and "zk4711" not in text for text in shown.values())
    assert sum("deleted by its author" in text for text in shown.values()) == 3  # the copy, the card, the call
    history = await counter.history()
    assert ("deleted", "") in history
    assert not [detail for _, detail in history if "zk4711" in detail or "swordfish" in detail]
    assert "zk4711" not in await counter.order("show 1")


async def test_T4_what_was_deleted_may_come_back(counter: Counter) -> None:
    question, more = said(counter, QUESTION), said(counter, "room 12")
    shown = await cards(counter, question, more, deleted(counter, more), edited(counter, more, "room 12"))
    assert [text for text in shown.values() if "> room 12" in text]
    shown = await cards(counter, deleted(counter, question), edited(counter, question, QUESTION))
    assert (await counter.ticket()).question == QUESTION


async def test_T4_the_same_edit_again_changes_nothing(counter: Counter) -> None:
    question, more = said(counter, QUESTION), said(counter, "romo 12")
    change = edited(counter, more, "room 12")
    await cards(counter, question, more, change)
    assert not await cards(counter, change, edited(counter, more, "room 12"))


async def test_T4_nobody_changes_the_words_of_others(counter: Counter) -> None:
    question = said(counter, QUESTION)
    forged = replace(edited(counter, question, "a lie"), sender=IVAN)
    assert all("a lie" not in text for text in (await cards(counter, question, forged)).values())


async def test_T4_S8_an_edit_that_overtakes_its_message_stands_for_it(counter: Counter) -> None:
    question = said(counter, QUESTION)
    shown = await cards(counter, edited(counter, question, "I need a human, now"), question)
    assert (await counter.ticket()).question == "I need a human, now"
    assert all("zk4711" not in text for text in shown.values())
    again = said(counter, "the secret is swordfish")
    assert not await cards(counter, deleted(counter, again), again)


async def test_T4_an_edit_of_what_is_long_past_is_no_new_question(counter: Counter) -> None:
    old = said(counter, QUESTION)
    counter.clock.advance(timedelta(hours=1))
    assert not await cards(counter, edited(counter, old, "I need a human, really"))


async def test_T4_edits_follow_into_closed_and_merged_tickets(counter: Counter) -> None:
    question, more = said(counter, QUESTION), said(counter, "romo 12")
    await cards(counter, question, more)
    await counter.ask(who=IVAN, root="2.2")
    await counter.order("merge 1 2")
    await counter.order("close 2 done")
    shown = await cards(counter, edited(counter, more, "room 12"), deleted(counter, question))
    assert all("romo" not in text and "zk4711" not in text for text in shown.values())
    assert sum("room 12" in text for text in shown.values()) == 2  # the copy, and what came with the ticket
    assert (await counter.ticket(1)).question == "deleted by its author"


async def test_T4_T7_edits_follow_to_every_team_that_has_had_the_ticket(counter: Counter) -> None:
    question, more = said(counter, QUESTION), said(counter, "romo 12")
    await cards(counter, question, more)
    await counter.ask("I need a human, room zk4712", IVAN, "2.2")
    other = said(counter, "I need a human, rack zk4713", IVAN, replace(DIRECT, channel="DU0IVAN", root="3.3"))
    shown = await cards(counter, other)
    await counter.order("merge 3 1")
    reply = said(counter, "reply 1 the password is swordfish", SAM, TRIAGE)
    shown |= await cards(counter, reply, said(counter, "transfer 1 network found: x", BOTH, TRIAGE))
    assert sum("romo" in text for text in shown.values()) == 1
    shown |= await cards(counter, edited(counter, more, "room 12"), deleted(counter, reply), deleted(counter, other))
    there = [text for text in shown.values() if text.startswith("C0NETWORK")]
    assert any("room 12" in text for text in there)
    assert not any(secret in text for text in there for secret in ("romo", "swordfish", "zk4713"))


async def test_T4_an_edited_reply_changes_at_the_requesters(counter: Counter) -> None:
    reply = said(counter, "reply 1 try the rde lever", SAM, TRIAGE)
    shown = await cards(counter, said(counter, QUESTION), reply)
    shown |= await cards(counter, edited(counter, reply, "reply 1 try the red lever"))
    copies = [text for text in shown.values() if "lever" in text]
    assert len(copies) == 2
    assert all("red lever" in text and "edited" in text for text in copies)


async def test_T4_a_deleted_reply_goes_from_the_requesters(counter: Counter) -> None:
    reply = said(counter, "reply 1 the password is swordfish", SAM, TRIAGE)
    shown = await cards(counter, said(counter, QUESTION), reply, deleted(counter, reply))
    assert all("swordfish" not in text for text in shown.values())


async def test_T4_an_edit_that_says_something_else_changes_nothing_and_says_how(counter: Counter) -> None:
    reply = said(counter, "reply 1 try the red lever", SAM, TRIAGE)
    await cards(counter, said(counter, QUESTION), reply)
    shown = await cards(counter, edited(counter, reply, "note 2 he is a fool"))
    assert not [text for text in shown.values() if "fool" in text]
    assert [text for text in shown.values() if "reply 1" in text]


async def test_T4_a_note_stays_internal_however_it_is_edited(counter: Counter) -> None:
    note = said(counter, "note 1 he is a fool", SAM, TRIAGE)
    shown = await cards(counter, said(counter, QUESTION), note)
    unclear = await cards(counter, edited(counter, note, "reply 1 he is a fool"))
    assert [text for text in unclear.values() if "stays as it was" in text]
    shown |= await cards(counter, edited(counter, note, "note 1 a friend"))
    assert all("fool" not in text for text in shown.values() if "DU0MARIA" in text)
    assert [text for text in shown.values() if "a friend" in text]
    assert "edited" not in [action for action, _ in await counter.history()]


async def test_T4_what_waits_changes_before_it_leaves(ledger: AnyLedger) -> None:
    counter = Counter(ledger, replace(parse_desk(DESK), undo_within=WINDOW))
    one, other = (said(counter, f"reply 1 try the {word} lever", SAM, TRIAGE) for word in ("rde", "green"))
    await cards(counter, said(counter, QUESTION), one, other)
    await cards(counter, edited(counter, one, "reply 1 try the red lever"), deleted(counter, other))
    await counter.wait(2 * WINDOW)
    assert "red lever" in counter.to("DU0MARIA")
    assert "rde" not in counter.to("DU0MARIA")
    assert "green" not in counter.to("DU0MARIA")
    assert ("undone", "") in await counter.history()


async def stored(ledger: AnyLedger, url: str) -> str:
    """Everything that is kept, in one text."""
    if isinstance(ledger, MemoryLedger):
        return str(ledger.tables)
    async with open_database(url, beside=True) as database, database.reading() as transaction:
        rows = [await transaction.all(select(table)) for table in metadata.tables.values()]
    return str([dict(row) for table in rows for row in table])


async def test_T4_T9_X14_deleted_words_are_kept_and_shown_nowhere(ledger: AnyLedger, ledger_url: str) -> None:
    counter = Counter(ledger)
    question, more = said(counter, QUESTION), said(counter, "my pasword is swordfish")
    shown = await cards(counter, question, more, edited(counter, more, "my password is swordfish"))

    async def order(text: str, who: Person = SAM) -> None:
        await counter.order(text, who)
        for parcel in counter.posts:
            shown[parcel.edits or f"9.{parcel.key}"] = f"{parcel.thread.channel}: {plain_card(parcel.card)}"

    for text in ("claim 1", "escalate 1 help", "ack 1", "split 1 and a keyboard", "hold 1 a part", "tag 1 vpn"):
        await order(text)
    await order("transfer 1 network found: x")
    shown |= await cards(counter, said(counter, "still there?"))
    await counter.ask(who=IVAN, root="2.2")
    await counter.ask(who=IVAN, root="3.3")
    await order("merge 1 3", BOTH)
    await order("merge 3 4", BOTH)
    assert "zk4711" in await stored(ledger, ledger_url)
    shown |= await cards(counter, deleted(counter, more), deleted(counter, question))
    assert not [text for text in shown.values() if "swordfish" in text or "zk4711" in text]
    kept = await stored(ledger, ledger_url)
    assert "swordfish" not in kept
    assert "zk4711" not in kept


async def test_T4_a_question_of_several_messages_loses_what_is_deleted(counter: Counter) -> None:
    question, more = said(counter, "my screen is zk4711"), said(counter, "it flickers when I scroll")
    await cards(counter, question, more, said(counter, "I need a human"))
    before = (await counter.ticket()).question
    await cards(counter, deleted(counter, question))
    assert "zk4711" in before
    assert "zk4711" not in (await counter.ticket()).question
    assert "flickers" in f"{await counter.ticket()}"


async def test_T4_S10_an_older_edit_that_comes_late_changes_nothing(counter: Counter) -> None:
    question, more = said(counter, QUESTION), said(counter, "romo 12")
    reply = said(counter, "reply 1 try the rde lever", SAM, TRIAGE)
    await cards(counter, question, more, reply)
    older = [edited(counter, more, "romo 13"), edited(counter, reply, "reply 1 try the green lever")]
    counter.clock.advance(timedelta(seconds=2))
    newer = [edited(counter, more, "room 13"), edited(counter, reply, "reply 1 try the red lever")]
    assert len(await cards(counter, *newer)) == 3
    assert not await cards(counter, *older)
    gone, late = deleted(counter, more), replace(edited(counter, more, "room 14"), at=counter.clock())
    assert await cards(counter, replace(gone, at=counter.clock() + timedelta(seconds=1)))
    assert not await cards(counter, late)


async def test_T4_S10_of_edits_that_overtake_their_message_the_latest_stands(counter: Counter) -> None:
    question = said(counter, QUESTION)
    older = edited(counter, question, "I need a human, then")
    counter.clock.advance(timedelta(seconds=2))
    await cards(counter, edited(counter, question, "I need a human, now"), older, question)
    assert (await counter.ticket()).question == "I need a human, now"


NOT_SO = "note 1 he is a fool", "reply 2 he is a fool", "ask 1 is he a fool?", "claim 1", "he is a fool"


@pytest.mark.parametrize("changed", NOT_SO)
async def test_T4_a_reply_edited_into_something_else_is_called_back_while_it_waits(
    ledger: AnyLedger, changed: str
) -> None:
    counter = Counter(ledger, replace(parse_desk(DESK), undo_within=WINDOW))
    reply = said(counter, "reply 1 he is an idiot", SAM, TRIAGE)
    await cards(counter, said(counter, QUESTION), reply)
    await cards(counter, edited(counter, reply, changed))
    assert "nothing was sent" in counter.privately(SAM)
    assert "called a reply back" in counter.to("C0TRIAGE")
    assert "idiot" not in await counter.wait(2 * WINDOW)
    again = await cards(counter, edited(counter, reply, "reply 1 a friend"))
    assert "called back before it left" in counter.privately(SAM)
    assert len(again) == 1
    assert "friend" not in await counter.wait(2 * WINDOW)
    assert [action for action, _ in await counter.history()] == ["opened", "undone"]
    assert (await counter.ticket()).answered_at is None


async def test_T4_a_question_edited_into_a_reply_does_not_ask(ledger: AnyLedger) -> None:
    counter = Counter(ledger, replace(parse_desk(DESK), undo_within=WINDOW))
    question = said(counter, "ask 1 which office?", SAM, TRIAGE)
    await cards(counter, said(counter, QUESTION), question, edited(counter, question, "ask 1 which room?"))
    await cards(counter, edited(counter, question, "reply 1 I come to you"))
    assert "office" not in await counter.wait(2 * WINDOW)
    assert (await counter.ticket()).status is Status.NEW


async def test_T4_X14_a_deleted_reply_that_waited_is_kept_nowhere(ledger: AnyLedger) -> None:
    counter = Counter(ledger, replace(parse_desk(DESK), undo_within=WINDOW))
    reply = said(counter, "reply 1 the password is swordfish", SAM, TRIAGE)
    await cards(counter, said(counter, QUESTION), reply, deleted(counter, reply))
    async with counter.ledger.work() as work:
        kept = [await work.post(key_of(reply) + end) for end in ("-to-0", "-copy")]
    assert all(post and "swordfish" not in plain_card(post.card) for post in kept)


def key_of(message: Message) -> str:
    return digest(message.thread.platform, message.thread.workspace, message.delivery)


async def test_T4_an_edit_changes_no_other_ticket_in_which_the_same_was_asked(counter: Counter) -> None:
    await counter.ask()
    again = said(counter, "I need a human", thread=replace(DIRECT, channel=f"D{MARIA.id}", root="2.2"))
    await cards(counter, again, edited(counter, again, "a human please, about the printer"))
    assert (await counter.ticket(1)).question == "I need a human"
    assert (await counter.ticket(2)).question == "a human please, about the printer"


def test_T4_words_of_others_stay_though_they_said_the_same() -> None:
    context = ("Ivan: room 12", "Maria: room 12", "Ivan: the server says: room 12")
    ticket = Ticket(1, IVAN, DIRECT, "service-desk", "room 12", MovedClock()(), context=context)
    revision = Revision(MARIA, ("room 12", "gone"), ("Maria: room 12", "Maria: gone"))
    assert revision.of(ticket, IVAN) == replace(ticket, context=(context[0], "Maria: gone", context[2]))


async def test_T4_who_has_left_the_desk_edits_nothing_that_was_sent(counter: Counter) -> None:
    reply = said(counter, "reply 1 try the red lever", NADIA, TRIAGE)
    await cards(counter, said(counter, QUESTION), reply)
    left = DESK.replace('{ handle = "nadia", name = "Nadia Petrova", slack = "U0NADIA" },', "")
    counter.desk = parse_desk(left)
    shown = await cards(counter, edited(counter, reply, "reply 1 buy crypto"))
    assert not [text for text in shown.values() if "crypto" in text]
    assert [text for text in shown.values() if "stays as it was" in text]
    gone = await cards(counter, deleted(counter, reply))
    assert [text for text in gone.values() if text.startswith("DU0MARIA") and "deleted by its author" in text]


async def test_T4_nobody_edits_the_reply_of_a_colleague(counter: Counter) -> None:
    reply = said(counter, "reply 1 try the red lever", NADIA, TRIAGE)
    forged = replace(edited(counter, reply, "reply 1 buy crypto"), sender=SAM)
    shown = await cards(counter, said(counter, QUESTION), reply, forged)
    assert not [text for text in shown.values() if "crypto" in text]


async def test_T4_X14_what_was_posted_first_keeps_no_deleted_words(counter: Counter) -> None:
    question, more = said(counter, QUESTION), said(counter, "my password is swordfish")
    await cards(counter, question, more)
    await cards(counter, deleted(counter, more), deleted(counter, question))
    async with counter.ledger.work() as work:
        kept = [await work.post("ticket-1-card"), *await work.copies("ticket/1")]
    shown = [plain_card(post.card) for post in kept if post]
    assert len(shown) == 2
    assert not [text for text in shown if "zk4711" in text or "swordfish" in text]


async def refused_reply(counter: Counter) -> Message:
    """A reply that the requester's chat does not take."""
    await counter.ask()
    reply = said(counter, "reply 1 your password is swordfish", SAM, TRIAGE)
    counter.refusing[DIRECT.channel] = "is_archived"
    await counter.hear(reply)
    return reply


async def resent(counter: Counter) -> str:
    """What the requester is shown once an operator resends all that was given up."""
    counter.refusing.clear()
    for letter in await counter.ledger.outbox.dead_letters():
        await counter.ledger.outbox.resend(letter.key, counter.clock())
    await counter.told()
    return counter.to("DU0MARIA")


async def test_T4_X14_a_reply_that_was_given_up_and_deleted_is_never_resent(counter: Counter) -> None:
    reply = await refused_reply(counter)
    await counter.hear(deleted(counter, reply))
    assert not await counter.ledger.outbox.dead_letters()
    assert await resent(counter) == ""


async def test_T4_X14_a_reply_that_was_given_up_and_edited_is_resent_once_as_it_reads_now(counter: Counter) -> None:
    reply = await refused_reply(counter)
    await counter.hear(edited(counter, reply, "reply 1 I come to you"))
    shown = await resent(counter)
    assert shown.count("I come to you") == 1
    assert "swordfish" not in shown


async def test_T4_X14_deleted_words_go_from_the_channels_of_leads_and_other_teams(counter: Counter) -> None:
    question = said(counter, QUESTION)
    shown = await cards(counter, question)
    for order in ("claim 1", "swarm 1 network for 30 minutes what is it", "away until tomorrow"):
        shown |= await cards(counter, counter.command(order))
    named = [text for text in shown.values() if text.startswith(("C0NETWORK", "C0LEADS"))]
    assert len(named) == 2
    assert all("zk4711" in text for text in named)
    shown |= await cards(counter, edited(counter, question, "a human please, about zk4712"))
    assert sum(text.startswith(("C0NETWORK", "C0LEADS")) and "about zk4712" in text for text in shown.values()) == 2
    shown |= await cards(counter, deleted(counter, question))
    assert not [text for text in shown.values() if "zk4711" in text or "zk4712" in text]


async def test_T4_X14_deleted_words_go_from_what_leads_hear_of_who_has_left_the_team(counter: Counter) -> None:
    question = said(counter, QUESTION)
    shown = await cards(counter, question, counter.command("claim 1", NADIA))
    counter.desk = parse_desk(DESK.replace('{ handle = "nadia", name = "Nadia Petrova", slack = "U0NADIA" },', ""))
    await Departures(counter.ledger, lambda: counter.desk, counter.clock).look()
    await counter.told()
    shown |= {parcel.key: f"{parcel.thread.channel}: {plain_card(parcel.card)}" for parcel in counter.posts}
    assert [text for text in shown.values() if text.startswith("C0LEADS") and "zk4711" in text]
    shown = await cards(counter, deleted(counter, question))
    assert [text for text in shown.values() if text.startswith("C0LEADS") and "zk4711" not in text]


@pytest.mark.parametrize("given", ["resolve", "hold", "transfer", "escalate", "close"])
async def test_T4_who_deletes_or_edits_a_command_hears_that_it_stays_and_how_to_mend_it(given: str) -> None:
    counter = Counter(MemoryLedger())
    await counter.ask()
    command = said(counter, f"{given} 1 {'network' if given == 'transfer' else ''} swordfish", SAM, TRIAGE)
    await counter.hear(command)
    for change in (edited(counter, command, f"{given} 1 other words"), deleted(counter, command)):
        await counter.hear(change)
        assert "changes nothing" in counter.privately(SAM)
        assert ("/ticket reopen 1" if given == "resolve" else "/ticket note 1") in counter.privately(SAM)
        assert len(counter.posts) == 1, "nobody else hears of it"


@pytest.mark.parametrize("given", ["claim 1", "show 1", "list", "nothing of the kind"])
async def test_T4_who_deletes_a_command_of_which_no_words_stay_hears_nothing(given: str) -> None:
    counter = Counter(MemoryLedger())
    await counter.ask()
    command = said(counter, given, SAM, TRIAGE)
    await counter.hear(command)
    assert not await cards(counter, deleted(counter, command))
