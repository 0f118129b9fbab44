"""N2: no statement of the product costs more in a larger database.

The statements are collected while the product works, and every public method of the ledger must have been at work, so
that a new query is explained without a word here.
"""

import inspect
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from types import CodeType, FrameType

import asyncpg
import pytest
from sqlalchemy import Executable
from sqlalchemy.engine import make_url
from sqlalchemy.schema import CreateIndex, DropIndex

from bot.app.wiring import PACE
from bot.cards import Card
from bot.desk.absence import Absence
from bot.desk.rotation import Cover
from bot.errors import NotFound
from bot.messages import Change, Message, Person, Side, Thread
from bot.ports import ChatFile, Duty, Held, Preference
from bot.tickets.ticket import ACTIVE
from kb.proposals import Declined
from storage.chat_log import SqlChatLog
from storage.database import open_database
from storage.feedback import SqlFeedbackLog
from storage.ledger import SqlLedger, open_ledger
from storage.outbox import SqlOutbox
from storage.tables import metadata
from storage.tables.tickets import UNSOLVED
from storage.work import SqlWork
from tests.contract.drivers.web import drive
from tests.contract.explained import Statement, collected, postgres_faults, postgres_plans, sqlite_faults
from tests.contract.play import Player
from tests.contract.stack import MovedClock, Stack, guided
from tests.load.plan import FIRST_PERSON, NOW
from tests.load.progress import Progress
from tests.load.seed import seed
from tests.load.stories import KINDS, QUESTIONS, Play, Shown, Story, lab_desk

FEW, MANY = (150, 50), (1_500, 500)
"""Tickets, and how many of them with all their rows. Among few, sorts of too many rows are not told."""
NEEDED = frozenset({"posts_lane", "posts_key", "bindings_ticket", "words_thread"})
"""Indexes whose absence the test must notice."""
UNTOUCHED = frozenset({"changed", "hear", "work", "add_post", "finish"})
"""Public methods that run no statement of their own."""
MARIA = Person("slack", "T0FIRST", f"U{FIRST_PERSON}", "Maria", "en")


@contextmanager
def entered() -> Iterator[set[CodeType]]:
    """Every function that is called in the block."""
    codes: set[CodeType] = set()

    def note(frame: FrameType, _what: str, _value: object) -> None:
        codes.add(frame.f_code)  # and nothing of what happens within

    sys.settrace(note)
    try:
        yield codes
    finally:
        sys.settrace(None)


def idle(codes: set[CodeType]) -> set[str]:
    """Public methods of the ledger that were not at work."""
    return {
        f"{each.__name__}.{name}"
        for each in (SqlLedger, SqlWork, SqlOutbox, SqlChatLog, SqlFeedbackLog)
        for name, method in inspect.getmembers(each, inspect.iscoroutinefunction)
        if not name.startswith("_") and name not in UNTOUCHED and method.__code__ not in codes
    }


async def work(ledger: SqlLedger) -> None:
    """All that the product does."""
    clock = MovedClock(NOW)
    for place, act in enumerate(KINDS.values()):
        person, epoch = str(FIRST_PERSON + place), str(int(NOW.timestamp()) + place)
        play = Play(ledger, clock, Shown(epoch=epoch), person, epoch)
        await play.say(QUESTIONS[0])
        await act(play)
    await commands(play)
    await mishaps(ledger, clock)
    await rare(ledger)
    await dialogue(Stack(ledger, ledger.chat, MovedClock(NOW + timedelta(days=1)), library=guided))
    await ledger.chat.unhandled()
    await ledger.chat.clear()


async def dialogue(stack: Stack) -> None:
    """The scripted one, in the playground."""
    async with drive(stack) as driver:
        await Player(driver, stack).perform()


async def commands(play: Play) -> None:
    """Lists, and an edit of what was said."""
    for text in ("list", "mine", f"show {play.number}", f"reopen {play.number}", f"release {play.number}"):
        await play.command(text)
    await play.say("mine")
    thread = Thread("slack", "T0FIRST", f"D{play.person}", f"{play.epoch}.900000")
    edit = Message("e:1", thread, replace(MARIA, id=f"U{play.person}"), NOW, "edited", change=Change.EDITED)
    await play.engine.handle(replace(edit, about=f"m:{thread.channel}:{thread.root}"))
    await play.command(f"escalate {play.number} it is urgent")


async def mishaps(ledger: SqlLedger, clock: MovedClock) -> None:
    """Posts that wait, are given up and sent again."""
    play = Play(ledger, clock, Shown(epoch="1"), str(FIRST_PERSON + 9), "1")
    await play.engine.handle(
        Message("m:9", Thread("slack", "T0FIRST", "D9", "9.9"), MARIA, NOW, "hello", None, True, True)
    )
    await ledger.outbox.next_due(["slack"], clock())
    [first, *_] = await ledger.outbox.lease(["slack"], clock(), 1)
    await ledger.outbox.wait(first, clock(), maybe_sent=False, whole_channel=True)
    clock.advance(timedelta(minutes=1))
    [again, *_] = await ledger.outbox.lease(["slack"], clock(), 1)
    await ledger.outbox.give_up(again, "dead", "refused", clock())
    await ledger.outbox.dead_letters()
    await ledger.outbox.resend(again.parcel.key, clock())
    await ledger.outbox.rescue()


async def rare(ledger: SqlLedger) -> None:
    """What hardly any message needs."""
    async with ledger.work() as unit:
        await unit.thread_of(1, Side.TRIAGE)
        await unit.threads_of(1, Side.TRIAGE)
        await unit.ticket_of(Thread("slack", "T0FIRST", "C0TRIAGE", "1.1"), Side.TRIAGE)
        await unit.escalation("none")
        await unit.awaiting_approval()
        await unit.fate("none")
        await unit.save_cover(Cover("c", "r", "lena", NOW, NOW + timedelta(days=1), "lena", NOW))
        await unit.covers(NOW)
        await unit.save_duty(Duty("r", "lena", NOW))
        await unit.duty("r")
        await unit.hold(Held("none", 1, "sam", MARIA, NOW))
        await unit.held(1)
        await unit.let_go("none")
        await unit.call_back(["none"])
        await unit.reword("none", Card("en", ()))
        await unit.save_absence(Absence("sam", NOW))
        await unit.absences()
        await unit.save_turns((await unit.turns("service-desk")).after("sam"))
        await unit.loads(["sam", "nadia"])
        await unit.holders()
        await unit.noted("departed", [1, 2])
        await unit.tickets_numbered([1, 2])
        await unit.copies("ticket/1")
        await unit.edits("none")
        await unit.escalations(1)
        await unit.forget_question("none")
        await unit.prefer(Preference(MARIA, "ru", NOW))
        await unit.latest_conversation(Thread("slack", "T0FIRST", f"D{FIRST_PERSON}"), MARIA)
    await ledger.preferences(NOW)
    await ledger.chat.find("none")
    await ledger.chat.keep_file(ChatFile("f", "a.txt", b"a"), NOW)
    await ledger.chat.file("f")
    await ledger.chat.drop_files(["f"])
    with suppress(NotFound):
        await ledger.chat.reword("none", "none")
    await ledger.feedback.since(NOW - timedelta(minutes=5), 20_000)
    await ledger.feedback.declined()
    await ledger.feedback.decline(Declined("en", "vpn", ("train",)), NOW)
    await ledger.chronicle.story(1)
    await ledger.chronicle.promise(NOW, [])
    await ledger.chronicle.promised()
    async for _ in ledger.chronicle.stories(NOW):
        break
    await ledger.due_timers(NOW, 50)
    await ledger.backlog(NOW)
    await ledger.is_behind()


RARE = ("UPDATE channels SET next_at", "FROM declined_aliases", "FROM terms", "FROM covers")
"""Once for each start, and when the clock was set: an index on what every post changes would cost more. And when an
owner asks for proposals, which needs all that were declined; and what was promised, which is read at the start.
Covers are asked for when somebody on call is called."""


@pytest.fixture(params=[pytest.param(FEW, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.slow)])
async def statements(request: pytest.FixtureRequest, database_url: str, stories: Sequence[Story]) -> list[Statement]:
    """Each different one, of a ledger at work in a database with tickets of years."""
    tickets, whole = request.param
    await seed(database_url, tickets, Progress(), whole=whole, stories=stories)
    guided()  # made before anybody watches
    async with open_ledger(database_url, lab_desk().id, PACE) as ledger:
        with collected() as found, entered() as codes:
            await work(ledger)
        assert not idle(codes), "let `work` do this too"
    return list(found.values())


async def faults(url: str, statements: list[Statement]) -> dict[str, list[str]]:
    """What would cost more in a larger database, by statement."""
    find = _sqlite_faults if url.startswith("sqlite") else _postgres_faults
    often = [each for each in statements if not any(rare in each.text for rare in RARE)]
    return {text: found for text, found in (await find(url, often)).items() if found}


async def _sqlite_faults(url: str, statements: list[Statement]) -> dict[str, list[str]]:
    connection = sqlite3.connect(str(make_url(url).database))
    try:
        plans = {
            each.text: [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {each.text}", each.values)]
            for each in statements
        }
    finally:
        connection.close()
    return {text: sqlite_faults(plan) for text, plan in plans.items()}


async def _postgres_faults(url: str, statements: list[Statement]) -> dict[str, list[str]]:
    connection = await asyncpg.connect(url)
    try:
        # Small tables are read whole even where an index would serve; here, only where none does.
        settings = ("enable_seqscan = off", "enable_bitmapscan = off", "plan_cache_mode = force_generic_plan")
        await connection.execute("; ".join(f"SET {setting}" for setting in settings))
        return {
            each.text: [fault for plan in await postgres_plans(connection, each) for fault in postgres_faults(plan)]
            for each in statements
        }
    finally:
        await connection.close()


async def test_N2_every_statement_is_served_by_an_index_and_a_missing_one_is_noticed(
    database_url: str, statements: list[Statement]
) -> None:
    assert len(statements) > 30
    found = await faults(database_url, statements)
    assert not found, "\n".join(f"{reasons}: {text}" for text, reasons in found.items())
    for index in (index for table in metadata.sorted_tables for index in table.indexes if index.name in NEEDED):
        await _execute(database_url, DropIndex(index))
        assert await faults(database_url, statements), f"nobody misses {index.name}"
        await _execute(database_url, CreateIndex(index))


async def _execute(url: str, statement: Executable) -> None:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url))
        connection = await database.connect(stack)
        await connection.execute(statement)
        await connection.commit()


def test_N2_the_indexes_of_open_tickets_hold_all_that_are_active() -> None:
    assert f"status IN ({', '.join(repr(status.value) for status in sorted(ACTIVE))})" == UNSOLVED
