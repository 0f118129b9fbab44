"""Opening a database: SQLite for one process, PostgreSQL for as many as you like."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import asyncpg
from filelock import FileLock, Timeout
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import DatabaseBusy, NotFound
from storage.address import Address, PostgresServer, SqliteFile, read_address
from storage.failures import translated
from storage.transaction import Transaction

_BUSY = 5.0
"""Seconds that SQLite waits for another program's lock, and PostgreSQL for a row."""

_CONNECTIONS = 10


class Database:
    """An open database. Reading never waits for writing; on SQLite writers take turns."""

    def __init__(self, address: Address, engine: AsyncEngine) -> None:
        self.address = address
        self._engine = engine
        self._writer = engine.execution_options(begin="BEGIN IMMEDIATE")
        self._turn = asyncio.Lock() if isinstance(address, SqliteFile) else None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """A transaction that only reads."""
        async with AsyncExitStack() as stack:
            yield Transaction(await _begin(self._engine, stack))

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        """A transaction that writes; rolled back unless committed."""
        async with AsyncExitStack() as stack:
            if self._turn is not None:
                await stack.enter_async_context(self._turn)
            yield Transaction(await _begin(self._writer, stack))

    async def connect(self, stack: AsyncExitStack) -> AsyncConnection:
        """A writer's connection as SQLAlchemy has it, for migrations."""
        return await _begin(self._writer, stack)


@asynccontextmanager
async def open_database(url: str, *, beside: bool = False) -> AsyncIterator[Database]:
    """The database at the address in a setting.

    `beside` is for an operator's short look at a SQLite file that a running process has open. Raises Misconfigured,
    DatabaseBusy when another process has the SQLite file open, and NotFound when there is nothing to look at.
    """
    address = read_address(url)
    async with AsyncExitStack() as stack:
        if isinstance(address, SqliteFile) and beside and not address.path.exists():
            raise NotFound(f"there is no database at {address.path} yet: run “firstline migrate”")
        if isinstance(address, SqliteFile) and not beside:
            stack.enter_context(_only_process(address))
        engine = _sqlite(address) if isinstance(address, SqliteFile) else _postgres(address)
        stack.push_async_callback(engine.dispose)
        yield Database(address, engine)


async def _begin(engine: AsyncEngine, stack: AsyncExitStack) -> AsyncConnection:
    with translated():
        connection = await stack.enter_async_context(engine.connect())
        await connection.begin()
    return connection


def _only_process(address: SqliteFile) -> FileLock:
    address.path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{address.path}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise DatabaseBusy(
            f"another process is using {address.path}: stop it first, or move to PostgreSQL, "
            "which carries more than one process (set the database address to postgresql://…)"
        ) from error
    return lock


def _sqlite(address: SqliteFile) -> AsyncEngine:
    drive = {"timeout": _BUSY, "isolation_level": None}
    engine = create_async_engine(address.url, connect_args=drive, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """The driver begins nothing by itself (isolation_level None), so that a writer can begin as one."""
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _postgres(address: PostgresServer) -> AsyncEngine:
    settings = {"application_name": "firstline", "lock_timeout": f"{int(_BUSY * 1000)}"}

    async def connect(*_args: object, **_options: object) -> "asyncpg.Connection[Any]":
        return await asyncpg.connect(address.dsn, server_settings=settings)

    return create_async_engine(
        address.url,
        async_creator=connect,
        hide_parameters=True,
        pool_size=_CONNECTIONS,
        max_overflow=_CONNECTIONS,
        pool_pre_ping=True,
    )
