"""T12: the history in the database is a chain, on both kinds; who tampers with the tables is found and named."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import MetaData, Table, delete, insert, select, update

from bot.audit.chain import NO_KEY, Keys
from bot.audit.sealing import Sealing
from bot.audit.verifying import Flaw, Kind
from bot.errors import Conflict
from bot.ports import AuditEntry
from storage.audit import Verification
from storage.database import open_database
from storage.ledger import SqlLedger, open_ledger
from storage.migrations import upgrade
from storage.retention import Retention
from storage.tables.history import desk_chains, history, seals
from storage.tables.numbers import counters
from storage.tables.tickets import tickets
from tests.contract.counter import BOTH, Counter
from tests.examples import up_to
from tests.samples import DESK, NOW, PACE, message, ticket

KEYED = Keys("a key that nobody guesses")
ACTIONS = ("opened", "pinged", "noted", "tagged")
TICKETS = 3


async def lived(url: str, keys: Keys = NO_KEY, count: int = TICKETS) -> None:
    """Tickets with four lines of history each, from several units of work."""
    async with open_ledger(url, DESK, PACE, keys=keys) as ledger:
        for _ in range(count):
            async with ledger.work() as work:
                number = (await work.add_ticket(ticket())).number
                await work.record(AuditEntry(NOW, "slack/T1/U1", ACTIONS[0], number, "\x00Иван 🦊", "Maria"))
                await work.record(AuditEntry(NOW, "firstline", ACTIONS[1], number))
                await work.commit()
        for number in range(1, count + 1):
            for action in ACTIONS[2:]:
                await record(ledger, number, action)


async def record(ledger: SqlLedger, number: int, action: str, at: datetime = NOW) -> None:
    async with ledger.work() as work:
        await work.record(AuditEntry(at, "slack/T1/U2", action, number, f"detail of {action}", "Sam"))
        await work.commit()


async def sealed(url: str, keys: Keys = NO_KEY) -> None:
    """As after two looks of a running process."""
    async with open_ledger(url, DESK, PACE, keys=keys) as ledger:
        sealing = Sealing(ledger.seals, DESK, keys, lambda: NOW)
        for _ in range(4):
            await sealing.look()


async def flaws(url: str, keys: Keys = NO_KEY) -> list[Flaw]:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url, beside=True))
        connection = await database.snapshot(stack)
        verification = Verification(connection, DESK, keys, lambda *_: None)
        return [flaw async for flaw in verification.flaws()]


async def tamper(url: str, *statements: Any) -> None:
    async with open_database(url) as database, database.writing() as transaction:
        for statement in statements:
            await transaction.run(statement)
        await transaction.commit()


def line(number: int, place: int) -> tuple[Any, ...]:
    return history.c.ticket == number, history.c.place == place


def told(found: Sequence[Flaw]) -> list[tuple[Kind, int, int]]:
    return [(flaw.kind, flaw.ticket, flaw.place) for flaw in found]


@pytest.mark.parametrize("keys", [NO_KEY, KEYED])
async def test_T12_what_nobody_touched_is_right(database_url: str, keys: Keys) -> None:
    await lived(database_url, keys)
    assert await flaws(database_url, keys) == []
    await sealed(database_url, keys)
    assert await flaws(database_url, keys) == []


@pytest.mark.parametrize("keys", [NO_KEY, KEYED])
async def test_T12_a_changed_a_removed_and_an_added_line_are_named(database_url: str, keys: Keys) -> None:
    await lived(database_url, keys)
    values = {"desk": DESK, "at": NOW, "action": "replied", "actor": "slack/T1/U2", "ticket": 3, "place": 5}
    await tamper(
        database_url,
        update(history).where(*line(1, 3)).values(detail="something else"),
        delete(history).where(*line(2, 4)),
        insert(history).values(values),
    )
    found = told(await flaws(database_url, keys))
    assert found == [(Kind.CHANGED, 1, 3), (Kind.MISSING, 2, 4), (Kind.ADDED, 3, 5), (Kind.CHANGED, 3, 5)]


async def test_T12_the_whole_history_of_a_ticket_is_missed(database_url: str) -> None:
    await lived(database_url)
    await sealed(database_url)
    of_two = history.c.ticket == 2
    await tamper(database_url, delete(history).where(of_two))
    assert Flaw(Kind.MISSING, 2, 1, 4) in await flaws(database_url)
    clean = {"chain_length": 0, "chain_last": "", "chain_proof": ""}
    await tamper(database_url, update(tickets).where(tickets.c.number == 2).values(clean))
    assert Flaw(Kind.MISSING, 2, 1, 4) in await flaws(database_url), "the ticket says nothing, but the seal does"
    await tamper(database_url, delete(tickets).where(tickets.c.number == 2))
    assert told(await flaws(database_url)) == [(Kind.TICKET, 2, 0)]


async def test_T12_lines_without_a_ticket_and_below_all_numbers_are_found(database_url: str) -> None:
    await lived(database_url, count=1)
    values = {"desk": DESK, "at": NOW, "action": "noted"}
    await tamper(
        database_url, *(insert(history).values({**values, "ticket": number}) for number in (None, -5, 0, 2**31 - 1))
    )
    found = await flaws(database_url)
    assert {flaw.ticket for flaw in found if flaw.kind is Kind.ADDED} == {0, -5, 2**31 - 1}
    assert sum(flaw.kind is Kind.ADDED for flaw in found) == 4


async def test_T12_what_concerns_the_desk_alone_is_a_chain_too(database_url: str) -> None:
    await lived(database_url, KEYED, count=1)
    async with open_ledger(database_url, DESK, PACE, keys=KEYED) as ledger:
        for detail in ("one", "two", "three"):
            async with ledger.work() as work:
                await work.record(AuditEntry(NOW, "slack/T1/U1", "covered", None, detail))
                await work.record(AuditEntry(NOW, "slack/T1/U1", "uncovered", None, detail))
                await work.commit()
    await sealed(database_url, KEYED)
    assert await flaws(database_url, KEYED) == []
    own = history.c.ticket.is_(None)
    await tamper(database_url, update(history).where(own, history.c.place == 2).values(detail="other"))
    assert told(await flaws(database_url, KEYED)) == [(Kind.CHANGED, 0, 2)]
    await tamper(database_url, delete(history).where(own), delete(desk_chains))
    assert await flaws(database_url, KEYED) == [Flaw(Kind.MISSING, 0, 1, 6)]


async def test_T12_a_removed_or_changed_seal_is_found(database_url: str) -> None:
    await lived(database_url)
    await sealed(database_url)
    async with open_ledger(database_url, DESK, PACE) as ledger:
        await record(ledger, 1, "reopened")
    await sealed(database_url)
    assert await flaws(database_url) == []
    await tamper(database_url, update(seals).where(seals.c.number == 1).values(heads=[]))
    assert told(await flaws(database_url)) == [(Kind.SEAL_CHANGED, 0, 1)]
    await tamper(database_url, delete(seals).where(seals.c.number == 1))
    assert told(await flaws(database_url)) == [(Kind.SEAL_MISSING, 0, 1)]


async def test_T12_a_history_from_before_the_seals_is_no_flaw(database_url: str) -> None:
    await lived(database_url)
    async with open_ledger(database_url, DESK, PACE, keys=KEYED) as ledger:
        await record(ledger, 1, "noted", NOW + timedelta(hours=2))
    assert await flaws(database_url, KEYED) == []


async def test_T12_the_other_desk_is_left_alone(database_url: str) -> None:
    await lived(database_url)
    await tamper(database_url, insert(history).values(desk="other", at=NOW, action="noted", ticket=1))
    assert await flaws(database_url) == []


# ---------------------------------------------------------------- whatever is done to the tables

_line = st.tuples(st.integers(1, TICKETS), st.integers(1, len(ACTIONS)))
_tamperings = st.one_of(
    st.tuples(st.just("remove"), _line, st.just(None)),
    st.tuples(
        st.just("change"),
        _line,
        st.sampled_from(
            [
                *((name, "x") for name in ("action", "actor", "actor_name", "detail", "desk")),
                *((name, "x") for name in ("salt", "contents", "signature")),
                *(("signature", "."), ("ticket", 9), ("place", 9), ("at", NOW + timedelta(microseconds=1))),
            ]
        ),
    ),
    st.tuples(st.just("copy"), _line, st.sampled_from([{}, {"place": 5}, {"place": 1}, {"detail": "x"}])),
)


@settings(
    up_to(25),
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tampering=_tamperings)
def test_T12_any_tampering_is_found_and_names_its_ticket(database_url: str, tampering: Any) -> None:
    asyncio.run(_tampered(database_url, *tampering))


async def _tampered(url: str, what: str, where: tuple[int, int], how: Any) -> None:
    await tamper(url, delete(history), delete(tickets), delete(seals))
    async with open_database(url) as database, database.writing() as transaction:
        await transaction.run(delete(counters))
        await transaction.commit()
    await lived(url)
    assert await flaws(url) == []
    if what == "remove":
        await tamper(url, delete(history).where(*line(*where)))
    elif what == "change":
        await tamper(url, update(history).where(*line(*where)).values({how[0]: how[1]}))
    else:
        async with open_database(url) as database, database.reading() as transaction:
            row = dict((await transaction.all(select(history).where(*line(*where))))[0])
        del row["sequence"]
        await tamper(url, insert(history).values(row | how))
    found = await flaws(url)
    assert where[0] in {flaw.ticket for flaw in found}


# ---------------------------------------------------------------- tickets changed without a line

A_DAY = (
    *("claim 1", "ask 1 which office?", "priority 1 high", "transfer 1 network found: x", "release 1"),
    *("assign 1 petra", "hold 2 a part", "claim 2", "hold 2 a part", "category 2 vpn", "unhold 2", "hold 2 more"),
    *("release 2", "resolve 3 done", "reopen 3", "transfer 3 network/petra found: y", "close 3 a duplicate"),
    *("merge 4 5", "ask 5 so?", "transfer 6 petra found: z", "hold 6 z", "transfer 6 service-desk found: no"),
    *("claim 6", "resolve 6 ok"),
)


async def a_day(url: str) -> None:
    """Six tickets at a desk of two teams, to which much happens."""
    async with open_ledger(url, DESK, PACE) as ledger:
        counter = Counter(ledger)
        for number in range(1, 7):
            await counter.ask("I need a human, my vpn is down", root=f"{number}.1")
        for order in A_DAY:
            await counter.order(order, BOTH)
            counter.clock.advance(timedelta(seconds=5))
        await counter.ask("in the second one", root="1.1")
        await counter.ask("so", root="5.1")
        await counter.ask("it is back", root="6.1")
        for hours in (1, 30, 200):
            await counter.wait(timedelta(hours=hours))


async def test_T12_a_day_at_the_desk_leaves_tickets_as_their_histories_tell(database_url: str) -> None:
    await a_day(database_url)
    assert await flaws(database_url) == []


async def test_T12_tickets_changed_behind_their_history_are_named(database_url: str) -> None:
    await a_day(database_url)
    changes: dict[int, dict[str, object]] = {
        1: {"assignee": "sam"},
        2: {"category": "printers"},
        3: {"status": "open", "closed_at": None},
        4: {"merged_into": None},
        5: {"requester_id": "U0MALLORY"},
        6: {"team": "network", "assignee": ""},
    }
    await tamper(
        database_url, *(update(tickets).where(tickets.c.number == each).values(how) for each, how in changes.items())
    )
    found = [(flaw.ticket, flaw.fact, flaw.says) for flaw in await flaws(database_url)]
    assert found == [
        (1, "assignee", "sam"),
        (2, "category", "printers"),
        (3, "status", "open"),
        (4, "merged_into", ""),
        (5, "requester", "slack/T0FIRST/U0MALLORY"),
        (6, "assignee", ""),
        (6, "team", "network"),
    ]


# ---------------------------------------------------------------- keys


async def test_T12_a_key_that_comes_later_takes_over_what_it_finds(database_url: str) -> None:
    await lived(database_url)
    await sealed(database_url)
    assert await flaws(database_url, KEYED) == [], "not sealed with it yet, so nothing can be said against it"
    await sealed(database_url, KEYED)
    async with open_ledger(database_url, DESK, PACE, keys=KEYED) as ledger:
        await record(ledger, 1, "untagged")
    assert await flaws(database_url, KEYED) == []
    async with open_ledger(database_url, DESK, PACE) as ledger:  # somebody without the key, or a process that lacks it
        await record(ledger, 2, "untagged")
    assert told(await flaws(database_url, KEYED)) == [(Kind.UNSIGNED, 2, 5)]
    newer = Keys("another key", (KEYED.current,))
    await sealed(database_url, newer)
    assert told(await flaws(database_url, newer)) == [(Kind.UNSIGNED, 2, 5)], "to seal it makes it no better"
    assert {flaw.kind for flaw in await flaws(database_url, Keys("another key"))} >= {Kind.UNKNOWN_KEY}


async def test_T12_without_the_key_nothing_is_sealed_any_more(database_url: str) -> None:
    await lived(database_url, KEYED)
    await sealed(database_url, KEYED)
    async with open_ledger(database_url, DESK, PACE) as ledger:
        before = await ledger.seals.last()
    await sealed(database_url)
    await sealed(database_url, Keys("another key"))
    async with open_ledger(database_url, DESK, PACE) as ledger:
        assert await ledger.seals.last() == before


async def test_T12_seals_that_go_while_a_process_runs_are_told(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    await lived(database_url)
    async with open_ledger(database_url, DESK, PACE) as ledger:
        sealing = Sealing(ledger.seals, DESK, NO_KEY, lambda: NOW)
        while await ledger.seals.last() is None:
            await sealing.look()
    await tamper(database_url, delete(seals))
    async with open_ledger(database_url, DESK, PACE) as ledger:
        await replace(sealing, log=ledger.seals).look()
        sealing.log = ledger.seals
        await sealing.look()
    assert "taken away or changed" in caplog.text


async def test_T12_two_processes_seal_and_each_number_is_there_once(postgres_url: str) -> None:
    await lived(postgres_url, count=8)
    async with open_ledger(postgres_url, DESK, PACE) as one, open_ledger(postgres_url, DESK, PACE) as two:
        both = [Sealing(each.seals, DESK, NO_KEY, lambda: NOW) for each in (one, two)]
        for _ in range(4):
            await asyncio.gather(*(sealing.look() for sealing in both))
            await record(one, 1, "noted")
    assert await flaws(postgres_url) == []


# ---------------------------------------------------------------- writers at once, migration, tidy


async def test_T12_writers_at_once_leave_a_whole_chain(database_url: str) -> None:
    await lived(database_url, KEYED)

    async def write(ledger: SqlLedger, number: int) -> None:
        for place in range(5):
            try:
                async with ledger.work() as work:
                    found = await work.ticket(number)
                    assert found is not None
                    await work.save_ticket(replace(found, question=f"question {place}"))
                    await record_in(work, number, place)
            except Conflict:
                pytest.fail("the ticket is locked, so nobody loses")

    async def record_in(work: Any, number: int, place: int) -> None:
        await work.record(AuditEntry(NOW, "slack/T1/U2", "noted", number, str(place)))
        await work.commit()

    async with open_ledger(database_url, DESK, PACE, keys=KEYED) as ledger:
        await asyncio.gather(*(write(ledger, number) for number in (1, 1, 1, 2, 2, 3)))
        async with ledger.work() as work:
            assert len(await work.history(1)) == 4 + 15
    assert await flaws(database_url, KEYED) == []


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a database without tables, on each kind in turn."""
    kind = request.param
    return f"sqlite:///{tmp_path}/old.sqlite3" if kind == "sqlite" else request.getfixturevalue("empty_postgres_url")


async def test_T12_what_was_there_before_is_chained_as_it_was_found(empty_url: str) -> None:
    url = empty_url
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url))
        connection = await database.connect(stack)
        await connection.run_sync(upgrade, "0018")
        await connection.commit()
    rows = [
        {
            "desk": desk,
            "at": NOW,
            "actor": "slack/T1/U1",
            "actor_name": "",
            "action": action,
            "ticket": number,
            "detail": "d",
        }
        for action in ACTIONS
        for desk in (DESK, "other")
        for number in (1, 2, None)
    ]
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url))
        connection = await database.connect(stack)
        await connection.run_sync(_fill, rows)
        await connection.run_sync(upgrade)
        await connection.commit()
    assert await flaws(url) == []
    async with open_ledger(url, DESK, PACE, keys=KEYED) as ledger:
        await record(ledger, 1, "noted")
    await sealed(url, KEYED)
    assert await flaws(url, KEYED) == []
    await tamper(url, update(history).where(*line(2, 2), history.c.desk == DESK).values(action="closed"))
    assert told(await flaws(url, KEYED)) == [(Kind.CHANGED, 2, 2)]


def _fill(connection: Any, rows: list[dict[str, Any]]) -> None:
    metadata = MetaData()
    old_tickets, old_history = (Table(name, metadata, autoload_with=connection) for name in ("tickets", "history"))
    connection.execute(old_history.insert(), rows)
    asker = {"requester_platform": "slack", "requester_workspace": "T1", "requester_id": "U1"}
    plain = {**asker, "context": [], "tried": [], "opened_at": NOW, "version": 1, "status": "new", "priority": "normal"}
    four = [{"desk": desk, "number": number, **plain} for desk in (DESK, "other") for number in (1, 2)]
    connection.execute(old_tickets.insert(), four)


async def test_T12_tidying_takes_nothing_from_the_history(database_url: str) -> None:
    await lived(database_url)
    await sealed(database_url)
    async with open_ledger(database_url, DESK, PACE) as ledger, ledger.work() as work:
        await work.claim(message())
        await work.commit()
    async with open_database(database_url) as database:
        await Retention(database, DESK, NOW + timedelta(days=4000)).tidy()
    assert await flaws(database_url) == []
