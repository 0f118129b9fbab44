"""What the doctor asks of a database, beside whatever works in it."""

import shutil
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, Table, TextClause, func, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.doctor.database import DatabaseFacts
from bot.doctor.work import LostRoute
from bot.errors import DatabaseFailed, FirstlineError
from bot.ports.backlog import Backlog
from storage.backlog import backlog
from storage.database import open_database
from storage.failures import translated
from storage.migrations import known_revisions, revision_of
from storage.sqlite import SqliteDatabase
from storage.tables.outbox import GIVEN_UP, posts
from storage.tables.tickets import UNSOLVED, tickets
from storage.wake import LISTENER, deliverer

_LARGEST_CHECKED = 1 << 30
"""Bytes of a SQLite file that is looked through in seconds."""

_CONNECTED = text("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")
_LISTENING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE :name"
)

_MOST_LETTERS = 500
"""Dead letters looked at for lost routes, the newest."""


async def examine(url: str, desk: str = "") -> DatabaseFacts:
    """The state of the database. Raises NotFound, DatabaseBusy, DatabaseUnavailable, DatabaseFailed."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url, beside=True))
        connection = await database.snapshot(stack)
        with translated():
            migrations = await connection.run_sync(_migrations)
        if isinstance(database, SqliteDatabase):
            return await _file(database, connection, migrations)
        return await _server(connection, migrations, desk)


async def is_ours(url: str) -> bool:
    """Whether there is a database that Firstline has made."""
    try:
        async with AsyncExitStack() as stack:
            database = await stack.enter_async_context(open_database(url, beside=True))
            connection = await database.snapshot(stack)
            with translated():
                return await connection.run_sync(_migrations) not in ("empty", "foreign")
    except FirstlineError:
        return False


async def waiting(url: str, desk: str, now: datetime) -> tuple[Backlog, Sequence[LostRoute]]:
    """What waits for this desk, and where posts were refused. Raises as `examine`."""
    async with open_database(url, beside=True) as database, database.reading() as transaction:
        letters = await transaction.all(_dead_letters(desk))
        lost: dict[tuple[str, str], LostRoute] = {}
        for row in letters:
            route = row["platform"], row["channel"]
            newest = lost.get(route, LostRoute(*route, 0, row["reason"]))
            lost[route] = LostRoute(*route, newest.posts + 1, newest.reason)
        return await backlog(transaction, desk, now), tuple(lost.values())


async def holders(url: str, desk: str) -> Mapping[str, int]:
    """How many active tickets each has who has any, by handle. Raises as `examine`."""
    async with open_database(url, beside=True) as database, database.reading() as transaction:
        return {row["assignee"]: row["open"] for row in await transaction.all(_holders(desk))}


def _holders(desk: str) -> Select[Any]:
    return (
        select(tickets.c.assignee, func.count().label("open"))
        .where(tickets.c.desk == desk, text(UNSOLVED), tickets.c.assignee != "")
        .group_by(tickets.c.assignee)
        .order_by(tickets.c.assignee)
    )


def _dead_letters(desk: str) -> Select[Any]:
    table: Table = posts
    columns = table.c.platform, table.c.channel, table.c.reason
    dead = select(*columns).where(table.c.desk == desk, text(GIVEN_UP), table.c.state == "dead")
    return dead.order_by(table.c.changed_at.desc(), table.c.id.desc()).limit(_MOST_LETTERS)


def _migrations(connection: Connection) -> str:
    """As in `DatabaseFacts`."""
    if not (tables := inspect(connection).get_table_names()):
        return "empty"
    if "alembic_version" not in tables:
        return "foreign"
    newest, *earlier = known_revisions()
    revision = revision_of(connection)
    if revision == newest:
        return "current"
    return "behind" if revision in ("", *earlier) else "newer"


async def _file(database: SqliteDatabase, connection: AsyncConnection, migrations: str) -> DatabaseFacts:
    path = database.address.path
    checked = path.stat().st_size <= _LARGEST_CHECKED
    return DatabaseFacts(
        name=f"SQLite {await _one(connection, 'SELECT sqlite_version()')}",
        migrations=migrations,
        writable=await _is_writable(database),
        checked=checked,
        damage=await _damage(connection) if checked else (),
        free_bytes=shutil.disk_usage(path.parent).free,
        journal_bytes=_size(Path(f"{path}-wal")),
    )


async def _is_writable(database: SqliteDatabase) -> bool:
    """Whether a writer may begin. DatabaseBusy goes on: somebody holds the file for long."""
    try:
        async with database.writing():
            return True
    except DatabaseFailed:
        return False


async def _damage(connection: AsyncConnection) -> tuple[str, ...]:
    try:
        with translated():
            said = (await connection.execute(text("PRAGMA quick_check(3)"))).scalars().all()
    except DatabaseFailed:
        return ("it cannot be read",)
    return tuple(line for line in said if line != "ok")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


async def _server(connection: AsyncConnection, migrations: str, desk: str) -> DatabaseFacts:
    read_only = await _one(connection, "SHOW default_transaction_read_only") == "on"
    return DatabaseFacts(
        name=f"PostgreSQL {await _one(connection, 'SHOW server_version')}",
        migrations=migrations,
        writable=not read_only and not await _one(connection, "SELECT pg_is_in_recovery()"),
        major=int(await _one(connection, "SHOW server_version_num")) // 10_000,
        connections=await _one(connection, _CONNECTED),
        most_connections=int(await _one(connection, "SHOW max_connections")),
        listening=await _one(connection, _LISTENING.bindparams(name=f"{LISTENER}%")),
        delivering=await _one(connection, _LISTENING.bindparams(name=deliverer(desk))) if desk else None,
        clock=(await _one(connection, "SELECT clock_timestamp()")).astimezone(UTC),
    )


async def _one(connection: AsyncConnection, statement: str | TextClause) -> Any:
    with translated():
        return (await connection.execute(text(statement) if isinstance(statement, str) else statement)).scalar_one()
