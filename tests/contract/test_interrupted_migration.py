"""O5: a migration that is killed in the middle is as good as never begun, and two at once do not disturb each other."""

import asyncio
import os
import signal
import sys
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import Connection, insert, inspect

from bot.conversation.conversation import Stage
from bot.tickets.swarm import Swarm
from bot.tickets.ticket import Choice, Tried
from storage.database import open_database
from storage.ledger import open_ledger
from storage.migrations import is_current, migrate, upgrade
from storage.rows.threads import conversation_values
from storage.rows.tickets import ticket_values
from storage.tables.history import history
from storage.tables.threads import conversations
from storage.tables.tickets import tickets
from tests.samples import DESK, PACE, THREAD, conversation, ticket

UNTIL = datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
KILLED_AT_A_STATEMENT = """
import asyncio, os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from storage.migrations import migrate

url, left = sys.argv[1], [int(sys.argv[2])]

def count(*_):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(Engine, "after_cursor_execute", count)
asyncio.run(migrate(url))
"""


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/firstline.sqlite3"
    return str(request.getfixturevalue("empty_postgres_url"))


async def killed_after(statements: int, url: str) -> int:
    command = (sys.executable, "-c", KILLED_AT_A_STATEMENT, url, str(statements))
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env={**os.environ})
    return await process.wait()


@pytest.mark.parametrize("statements", [2, 12, 25])
async def test_O5_a_migration_killed_in_the_middle_is_made_by_the_next_start(empty_url: str, statements: int) -> None:
    assert await killed_after(statements, empty_url) == -signal.SIGKILL
    assert not await is_current(empty_url)
    await migrate(empty_url)
    assert await is_current(empty_url)


async def test_O5_a_migration_waits_for_another_one_as_long_as_it_takes(
    empty_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Longer than any statement may wait for a lock otherwise."""
    monkeypatch.setattr("storage.postgres_connection._PATIENCE", 0.1)
    other = await asyncpg.connect(empty_postgres_url)
    await other.execute("SELECT pg_advisory_lock(7311020001)")
    second = asyncio.create_task(migrate(empty_postgres_url))
    await asyncio.wait({second}, timeout=1)
    await other.close()
    await second
    assert await is_current(empty_postgres_url)


Columns = dict[str, frozenset[str]]
"""Names of columns, by table."""


def columns_of(connection: Connection) -> Columns:
    """Those that there are now."""
    found = inspect(connection)
    return {name: frozenset(column["name"] for column in found.get_columns(name)) for name in found.get_table_names()}


async def rows_without_choices(url: str, root: str, number: int, known: Columns | None = None) -> Columns:
    """What a process of the release before choices writes: it knows these columns, or without them, those of its own
    revision of the tables, which are made then."""
    asked = conversation(
        thread=replace(THREAD, root=root), stage=Stage.OFFERED, tried=(Tried("vpn", "VPN"),), version=1
    )
    written = ((conversations, conversation_values(asked)), (tickets, ticket_values(ticket(number=number))))
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url))
        connection = await database.connect(stack)
        if known is None:
            await connection.run_sync(upgrade, "0005")
            known = await connection.run_sync(columns_of)
        for table, values in written:
            row = {name: value for name, value in values.items() if name in known[table.name]}
            await connection.execute(insert(table).values(desk=DESK, **row))
        await connection.commit()
    return known


async def test_O10_conversations_and_tickets_of_the_release_before_choices_go_on(empty_url: str) -> None:
    known = await rows_without_choices(empty_url, "1.1", 1)
    assert not await is_current(empty_url)
    await migrate(empty_url)
    await rows_without_choices(empty_url, "2.2", 2, known)
    async with open_ledger(empty_url, DESK, PACE) as ledger, ledger.work() as work:
        for root, number in (("1.1", 1), ("2.2", 2)):
            found, opened = await work.conversation(replace(THREAD, root=root)), await work.ticket(number)
            assert found is not None
            assert opened is not None
            assert (found.tried, found.choices, opened.passed_over) == ((Tried("vpn", "VPN"),), (), ())
            await work.save_conversation(replace(found, stage=Stage.CHOOSING, choices=(Choice("a", "Ä", "en"),)))
        await work.commit()
    async with open_ledger(empty_url, DESK, PACE) as ledger, ledger.work() as work:
        again = await work.conversation(replace(THREAD, root="2.2"))
    assert again is not None
    assert again.choices == (Choice("a", "Ä", "en"),)


SWARMED = ("swarmed", "petra, network – 2026-03-09 09:30 UTC")


@pytest.mark.parametrize(
    ("happened", "swarm"),
    [
        ([SWARMED], Swarm(("petra", "network"), UNTIL)),
        ([SWARMED, ("concluded", "port seven")], None),
        ([SWARMED, ("resolved", "done"), ("reopened", "")], Swarm(("petra", "network"), UNTIL, ended=True)),
        ([("closed", ""), ("reopened", ""), SWARMED], Swarm(("petra", "network"), UNTIL)),
        ([("swarmed", ""), ("replied", "")], None),
        ([("resolved", "a – b")], None),
    ],
)
async def test_T8_swarms_that_were_read_from_the_history_stand_with_their_tickets(
    empty_url: str, happened: list[tuple[str, str]], swarm: Swarm | None
) -> None:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(empty_url))
        connection = await database.connect(stack)
        await connection.run_sync(upgrade, "0021")
        row = {name: value for name, value in ticket_values(ticket(number=1)).items() if name != "swarm"}
        await connection.execute(insert(tickets).values(desk=DESK, **row))
        lines = [{"action": action, "detail": detail} for action, detail in happened]
        await connection.execute(insert(history), [{"desk": DESK, "ticket": 1, "at": UNTIL, **each} for each in lines])
        await connection.commit()
    await migrate(empty_url)
    async with open_ledger(empty_url, DESK, PACE) as ledger, ledger.work() as work:
        found = await work.ticket(1)
    assert found is not None
    assert found.swarm == swarm
