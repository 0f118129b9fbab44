"""O9: two desks in one database. Whatever one of them asks of its ledger, it neither sees nor changes the other's rows.

Every method that a ledger has is tried with the other desk's own keys; one that is added must be added here.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.audit.chain import Head, Seal
from bot.desk.absence import Absence
from bot.desk.assignment import Turns
from bot.desk.rotation import Cover
from bot.errors import FirstlineError
from bot.messages import Change, Side
from bot.ports import (
    AuditEntry,
    ChatFile,
    ChatLine,
    ChatLog,
    Chronicle,
    Duty,
    Escalation,
    FeedbackLog,
    Leased,
    Ledger,
    Outbox,
    Preference,
    SealLog,
    Story,
    Timer,
    TimerKind,
    UnitOfWork,
    Words,
)
from bot.ports import Held as HeldReply
from bot.ports.backlog import Backlog
from bot.ports.pace import every
from bot.tickets.ticket import ACTIVE, Status
from kb.feedback import Feedback
from kb.proposals import Declined
from storage.archive.restoring import restore
from storage.archive.saving import save
from storage.chat_log import SqlChatLog
from storage.chronicle import SqlChronicle
from storage.database import Database, open_database
from storage.feedback import SqlFeedbackLog
from storage.ledger import SqlLedger
from storage.outbox import SqlOutbox
from storage.retention import Retention
from storage.seals import SqlSealLog
from storage.tables import metadata
from storage.work import SqlWork
from tests.samples import MARIA, NOW, THREAD, card, conversation, message, post, ticket

OURS = "acme"
SECRET = "known to acme alone"
LATER = NOW + timedelta(days=1)
ASKED = conversation(question=SECRET, answer_key=SECRET)
TICKET = ticket(question=SECRET, status=Status.NEW)
ESCALATION = Escalation("e", 1, SECRET, NOW)
SAID = Words("d", THREAD, MARIA, NOW, SECRET)
WAITING = HeldReply("w", 1, "sam", MARIA, LATER)
AWAY = Absence(SECRET, NOW)
COVER = Cover("c", "r", SECRET, NOW, LATER, SECRET, NOW)
DUTY = Duty("r", SECRET, NOW)
FILE = ChatFile("f1", SECRET, SECRET.encode())
LINE = ChatLine("1", "dm-maria", "1", "maria", NOW, 0, text=SECRET, handled=False)
TOLD = Feedback("vpn", "en", "d", "maria", "c1", (SECRET,), SECRET, True, NOW)
UNWANTED = Declined("en", "vpn", tuple(SECRET.split()))
SEAL = Seal(1, NOW, 1, 0, (Head(1, 1, SECRET),), SECRET)
LEASED_KEY, SENT_KEY, DEAD_KEY, WAITING_KEY = "leased", "sent", "dead", "waiting"

Found = Awaitable[object]


@dataclass(frozen=True)
class Held:
    """What our desk holds a lease on, and whose token somebody may have learnt."""

    leased: Leased


async def fill(ledger: SqlLedger) -> Held:
    """A row of ours in every table, in every state that matters."""
    async with ledger.work() as work:
        await work.claim(message())
        await work.save_conversation(ASKED)
        await work.add_ticket(TICKET)
        await work.record(AuditEntry(NOW, "firstline", "opened", 1, SECRET))
        await work.record(AuditEntry(NOW, "firstline", "covered", None, SECRET))
        await work.set_timer(Timer("t", TimerKind.UNCLAIMED, 1, NOW))
        await work.save_escalation(ESCALATION)
        await work.hold(WAITING)
        await work.save_absence(AWAY)
        await work.save_cover(COVER)
        await work.save_duty(DUTY)
        await work.save_turns((await work.turns("desk")).after(SECRET))
        await work.keep_words(SAID)
        await work.pseudonym("person", "U1")
        await work.keep_feedback(TOLD)
        await work.prefer(Preference(MARIA, "ru", NOW))
        for key in (SENT_KEY, DEAD_KEY, LEASED_KEY):
            platform = replace(THREAD, platform="paced")
            await work.add_post(replace(post(key, platform), card=card(SECRET), opens=1, lane=key))
        await work.add_post(replace(post(WAITING_KEY), not_before=LATER, stored_at=NOW))
        await work.commit()
    await ledger.chat.add(LINE, "key")
    await ledger.chat.keep_file(FILE, NOW)
    await ledger.feedback.decline(UNWANTED, NOW)
    await ledger.chronicle.promise(NOW, [SECRET])
    await ledger.seals.add(SEAL)
    for number, key in enumerate((SENT_KEY, DEAD_KEY, LEASED_KEY)):
        at = NOW + timedelta(minutes=number)
        [leased] = await ledger.outbox.lease(["paced"], at, 1)
        assert leased.parcel.key == key
        if key == SENT_KEY:
            await ledger.outbox.sent(leased, "100.1", at)
        elif key == DEAD_KEY:
            await ledger.outbox.give_up(leased, "dead", SECRET, at)
    await ledger.outbox.finish()
    return Held(leased)


async def rows_of(database: Database, desk: str) -> dict[str, list[dict[str, Any]]]:
    """Everything in the database that is a desk's."""
    async with database.reading() as transaction:
        return {
            name: sorted(
                map(dict, await transaction.all(select(table).where(table.c.desk == desk))),
                key=lambda row: str([row[column.name] for column in metadata.tables[name].primary_key]),
            )
            for name, table in metadata.tables.items()
        }


# ---------------------------------------------------------------- what the other desk tries

IN_WORK: Mapping[str, Callable[[SqlWork], Found]] = {
    "claim": lambda work: work.claim(message()),
    "revise": lambda work: work.revise(replace(message(), change=Change.EDITED, about=message().delivery, at=LATER)),
    "conversation": lambda work: work.conversation(THREAD),
    "latest_conversation": lambda work: work.latest_conversation(replace(THREAD, root=""), MARIA),
    "save_conversation": lambda work: work.save_conversation(replace(ASKED, version=1, question="mine")),
    "add_ticket": lambda work: _none(work.add_ticket(ticket(question="mine"))),
    "ticket": lambda work: work.ticket(1),
    "standing": lambda work: work.standing(1),
    "tickets_numbered": lambda work: work.tickets_numbered([1]),
    "ticket_of": lambda work: work.ticket_of(replace(THREAD, platform="paced", root="100.1"), Side.TRIAGE),
    "thread_of": lambda work: work.thread_of(1, Side.TRIAGE),
    "threads_of": lambda work: work.threads_of(1, Side.TRIAGE),
    "save_ticket": lambda work: work.save_ticket(replace(TICKET, number=1, version=1, question="mine")),
    "tickets": lambda work: work.tickets(statuses=list(ACTIVE), requester=MARIA),
    "awaiting_approval": lambda work: work.awaiting_approval(),
    "alone_with": lambda work: work.alone_with(MARIA),
    "add_post": lambda work: work.add_post(post(LEASED_KEY, edits=SENT_KEY, below=SENT_KEY)),
    "post": lambda work: work.post(SENT_KEY),
    "copies": lambda work: work.copies("lane"),
    "edits": lambda work: work.edits(SENT_KEY),
    "record": lambda work: work.record(AuditEntry(NOW, "firstline", "mine", 1)),
    "history": lambda work: work.history(1),
    "noted": lambda work: work.noted("opened", [1]),
    "set_timer": lambda work: work.set_timer(Timer("t", TimerKind.UNCLAIMED, 1, LATER)),
    "fire_with": lambda work: work.fire_with(Timer("t", TimerKind.UNCLAIMED, 1, NOW), LATER, 9),
    "cancel_timers": lambda work: work.cancel_timers(1, list(TimerKind)),
    "fire": lambda work: work.fire("t"),
    "save_escalation": lambda work: work.save_escalation(replace(ESCALATION, version=1, reason="mine", ended=True)),
    "escalation": lambda work: work.escalation("e"),
    "running_escalations": lambda work: work.running_escalations(1),
    "escalations": lambda work: work.escalations(1),
    "keep_words": lambda work: work.keep_words(replace(SAID, text="mine", deleted=True)),
    "words": lambda work: work.words(THREAD),
    "said": lambda work: work.said("d", THREAD.platform, THREAD.workspace),
    "pseudonym": lambda work: _none(work.pseudonym("person", "U1")),
    "prefer": lambda work: work.prefer(Preference(MARIA, "en", NOW)),
    "keep_feedback": lambda work: work.keep_feedback(replace(TOLD, stems=(), question="mine", worked=False)),
    "forget_question": lambda work: work.forget_question("c1"),
    "reword": lambda work: work.reword(WAITING_KEY, card("mine")),
    "call_back": lambda work: work.call_back([WAITING_KEY]),
    "hold": lambda work: work.hold(replace(WAITING, member="mine")),
    "held": lambda work: work.held(1),
    "let_go": lambda work: work.let_go(WAITING.key),
    "covers": lambda work: work.covers(NOW),
    "save_cover": lambda work: work.save_cover(replace(COVER, version=1, ended=True)),
    "duty": lambda work: work.duty("r"),
    "save_duty": lambda work: work.save_duty(replace(DUTY, version=1, grouped="mine")),
    "fate": lambda work: work.fate(SENT_KEY),
    "absences": lambda work: work.absences(),
    "save_absence": lambda work: work.save_absence(replace(AWAY, version=1, until=LATER)),
    "turns": lambda work: _none(work.turns("desk")),
    "save_turns": lambda work: work.save_turns(Turns("desk", (("mine", 1),), 2)),
    "loads": lambda work: work.loads(["sam", ""]),
    "holders": lambda work: work.holders(),
    "commit": lambda work: work.commit(),
}
"""Methods of a unit of work. What they find must be nothing, or only the desk's own."""

IN_OUTBOX: Mapping[str, Callable[[SqlOutbox, Held], Found]] = {
    "lease": lambda outbox, held: outbox.lease(["paced", "slack"], LATER, 99),
    "sent": lambda outbox, held: outbox.sent(held.leased, "1", LATER),
    "wait": lambda outbox, held: outbox.wait(held.leased, LATER, maybe_sent=False, whole_channel=True),
    "give_up": lambda outbox, held: outbox.give_up(held.leased, "dead", "mine", LATER),
    "put_right": lambda outbox, _: outbox.put_right(LATER - timedelta(days=400)),
    "rescue": lambda outbox, held: outbox.rescue(),
    "dead_letters": lambda outbox, held: outbox.dead_letters(),
    "resend": lambda outbox, held: outbox.resend(DEAD_KEY, LATER),
    "next_due": lambda outbox, held: outbox.next_due(["paced", "slack"], LATER),
    "finish": lambda outbox, held: outbox.finish(),
}

IN_CHAT: Mapping[str, Callable[[SqlChatLog], Found]] = {
    "add": lambda chat: _none(chat.add(replace(LINE, text="mine"), "key")),
    "replace": lambda chat: chat.replace("1", card("mine")),
    "keep_file": lambda chat: chat.keep_file(ChatFile("f", "mine", b"mine"), LATER),
    "file": lambda chat: chat.file(FILE.id),
    "drop_files": lambda chat: chat.drop_files([FILE.id]),
    "reword": lambda chat: chat.reword("1", "mine"),
    "find": lambda chat: chat.find("key"),
    "line": lambda chat: chat.line("1"),
    "since": lambda chat: chat.since(0),
    "unhandled": lambda chat: chat.unhandled(),
    "handled": lambda chat: chat.handled("1"),
    "clear": lambda chat: chat.clear(),
}

IN_FEEDBACK: Mapping[str, Callable[[SqlFeedbackLog], Found]] = {
    "since": lambda log: log.since(NOW, 99),
    "declined": lambda log: log.declined(),
    "decline": lambda log: log.decline(replace(UNWANTED, stems=("mine",)), LATER),
}

IN_CHRONICLE: Mapping[str, Callable[[SqlChronicle], Found]] = {
    "story": lambda chronicle: chronicle.story(1),
    "promised": lambda chronicle: chronicle.promised(),
    "promise": lambda chronicle: chronicle.promise(NOW, ["mine"]),
    "stories": lambda chronicle: _all(chronicle.stories(datetime.min.replace(tzinfo=UTC))),
}

IN_SEALS: Mapping[str, Callable[[SqlSealLog], Found]] = {
    "last": lambda log: log.last(),
    "newest": lambda log: log.newest(),
    "lines": lambda log: log.lines(0, 99, 99),
    "add": lambda log: _none(log.add(replace(SEAL, heads=(), signature="mine"))),
}

IN_LEDGER: Mapping[str, Callable[[SqlLedger], Found]] = {
    "due_timers": lambda ledger: ledger.due_timers(LATER, 99),
    "preferences": lambda ledger: ledger.preferences(NOW),
    "changed": lambda ledger: ledger.changed(timedelta(0)),
    "backlog": lambda ledger: _something(ledger.backlog(LATER)),
    "is_behind": lambda ledger: ledger.is_behind(),
}
ROOMS = frozenset({"work", "outbox", "chat", "feedback", "chronicle", "seals"})
"""Ways to what is tried above."""
TELLS_NOTHING = frozenset({"listening"})
"""Rings and hears a bell of the desk's own."""


async def _all(stories: AsyncIterator[Story]) -> list[Story]:
    return [story async for story in stories]


async def _something(looking: Awaitable[Backlog]) -> Backlog | None:
    """The backlog, if anything waits."""
    found = await looking
    return None if found == Backlog() else found


async def _none(doing: Awaitable[object]) -> None:
    """It gives back what was just given to it."""
    await doing


# ---------------------------------------------------------------- and what comes of it


@asynccontextmanager
async def two_desks(url: str) -> AsyncIterator[tuple[Database, Callable[[str], SqlLedger], Held]]:
    """The database with our rows, ledgers of other desks on it, and what ours holds."""
    async with open_database(url) as database:
        pace = {"paced": every(timedelta(seconds=1))}
        held = await fill(SqlLedger(database, OURS, pace))
        yield database, lambda desk: SqlLedger(database, desk, pace), held


async def assert_apart(url: str, tries: Mapping[str, Callable[[SqlLedger, Held], Found]]) -> None:
    """Each is tried by a desk of its own, which has no rows before."""
    async with two_desks(url) as (database, ledger_of, held):
        before = await rows_of(database, OURS)
        for name, attempt in tries.items():
            found: object = None
            with suppress(FirstlineError):
                found = await attempt(ledger_of(name), held)
            assert await rows_of(database, OURS) == before, name
            assert not found or found is True, name
            assert SECRET not in str(await rows_of(database, name)), name


def _in_work(attempt: Callable[[SqlWork], Found]) -> Callable[[SqlLedger, Held], Found]:
    async def attempted(ledger: SqlLedger, _: Held) -> object:
        async with ledger.work() as work:
            found = await attempt(work)
            await work.commit()
        return found

    return attempted


async def test_O9_a_unit_of_work_stays_within_its_desk(database_url: str) -> None:
    await assert_apart(database_url, {name: _in_work(attempt) for name, attempt in IN_WORK.items()})


async def test_O9_a_ledger_and_its_rooms_stay_within_their_desk(database_url: str) -> None:
    tries: dict[str, Callable[[SqlLedger, Held], Found]] = {}
    tries |= {name: partial(_in_outbox, attempt) for name, attempt in IN_OUTBOX.items()}
    tries |= {name: partial(_in_chat, attempt) for name, attempt in IN_CHAT.items()}
    tries |= {name: partial(_in_feedback, attempt) for name, attempt in IN_FEEDBACK.items()}
    tries |= {name: partial(_in_chronicle, attempt) for name, attempt in IN_CHRONICLE.items()}
    tries |= {name: partial(_in_seals, attempt) for name, attempt in IN_SEALS.items()}
    tries |= {name: partial(_in_ledger, attempt) for name, attempt in IN_LEDGER.items()}
    await assert_apart(database_url, tries)


async def _in_outbox(attempt: Callable[[SqlOutbox, Held], Found], ledger: SqlLedger, held: Held) -> object:
    found = await attempt(ledger.outbox, held)
    await ledger.outbox.finish()
    return found


def _in_chat(attempt: Callable[[SqlChatLog], Found], ledger: SqlLedger, _: Held) -> Found:
    return attempt(ledger.chat)


def _in_feedback(attempt: Callable[[SqlFeedbackLog], Found], ledger: SqlLedger, _: Held) -> Found:
    return attempt(ledger.feedback)


def _in_chronicle(attempt: Callable[[SqlChronicle], Found], ledger: SqlLedger, _: Held) -> Found:
    return attempt(ledger.chronicle)


def _in_seals(attempt: Callable[[SqlSealLog], Found], ledger: SqlLedger, _: Held) -> Found:
    return attempt(ledger.seals)


def _in_ledger(attempt: Callable[[SqlLedger], Found], ledger: SqlLedger, _: Held) -> Found:
    return attempt(ledger)


async def test_O9_posts_that_name_anothers_post_never_leave_with_its_place(database_url: str) -> None:
    async with two_desks(database_url) as (_, ledger_of, _):
        other = ledger_of("other")
        async with other.work() as work:
            await work.add_post(post("edit", edits=SENT_KEY))
            await work.add_post(post("below", below=SENT_KEY))
            await work.commit()
        assert await other.outbox.lease(["paced", "slack"], LATER, 99) == []
        assert {letter.key for letter in await other.outbox.dead_letters()} == {"edit", "below"}


async def test_O9_tidying_one_desk_leaves_the_other_as_it_is(database_url: str) -> None:
    async with two_desks(database_url) as (database, ledger_of, _):
        await fill(ledger_of("other"))
        before = await rows_of(database, OURS)
        done = await Retention(database, "other", LATER).tidy()
        assert (done.deliveries, done.words) == (1, 1)
        assert await rows_of(database, OURS) == before


async def test_O9_what_one_desk_still_works_on_keeps_nothing_of_the_other(database_url: str) -> None:
    async with two_desks(database_url) as (database, ledger_of, _):
        await fill(ledger_of("other"))
        async with ledger_of(OURS).work() as work:
            await work.save_conversation(replace(ASKED, version=1, ticket=1))
            await work.commit()
        assert (await Retention(database, OURS, LATER).tidy()).words == 0
        assert (await Retention(database, "other", LATER).tidy()).words == 1


async def test_O9_a_backup_is_of_all_desks_and_each_gets_its_own_rows_back(database_url: str, tmp_path: Path) -> None:
    async with two_desks(database_url) as (database, ledger_of, _):
        await fill(ledger_of("other"))
        before = {desk: await rows_of(database, desk) for desk in (OURS, "other")}
    manifest = await save(database_url, tmp_path / "backup.zip", NOW)
    await restore(database_url, tmp_path / "backup.zip", replace=True)
    async with open_database(database_url) as database:
        after = {desk: await rows_of(database, desk) for desk in (OURS, "other")}
    assert manifest.desks == (OURS, "other")
    for desk, tables in before.items():
        posts = [row["key"] for row in tables.pop("posts")]
        assert posts == [row["key"] for row in after[desk].pop("posts")], "those on their way are looked for first"
        assert after[desk] == tables


async def test_O9_every_table_has_rows_of_ours_to_be_tried(database_url: str) -> None:
    async with two_desks(database_url) as (database, _, _):
        ours = await rows_of(database, OURS)
    assert [name for name, rows in ours.items() if not rows] == []


@pytest.mark.parametrize("table", metadata.tables)
def test_O9_every_row_carries_its_desk(table: str) -> None:
    assert not metadata.tables[table].c.desk.nullable


@pytest.mark.parametrize(
    ("kinds", "tried"),
    [
        ((UnitOfWork, SqlWork), IN_WORK.keys()),
        ((Outbox, SqlOutbox), IN_OUTBOX.keys()),
        ((ChatLog, SqlChatLog), IN_CHAT.keys()),
        ((FeedbackLog, SqlFeedbackLog), IN_FEEDBACK.keys()),
        ((Chronicle, SqlChronicle), IN_CHRONICLE.keys()),
        ((SealLog, SqlSealLog), IN_SEALS.keys()),
        ((Ledger, SqlLedger), IN_LEDGER.keys() | ROOMS | TELLS_NOTHING),
    ],
    ids=["work", "outbox", "chat", "feedback", "chronicle", "seals", "ledger"],
)
def test_O9_every_method_is_tried(kinds: tuple[type, type], tried: set[str]) -> None:
    public = {name for kind in kinds for name in dir(kind) if not name.startswith("_")}
    assert public == set(tried)
