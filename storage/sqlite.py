"""SQLite: the database of one process.

Its statements take microseconds, so they run where they are called: handing each of them to a thread, as an
asynchronous driver does, costs ten times what they do. What takes long, the wait for the disk at a commit, is done in
a thread, and once for all units of work that came meanwhile.
"""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.address import SqliteFile
from storage.failures import translated
from storage.group_commit import SqliteWriter
from storage.json_text import text_of, value_of
from storage.sqlite_reading import SqliteReading, connected, prepare
from storage.transaction import Transaction

_PATIENCE = 5.0
"""Seconds that a writer beside the process waits for another program's lock."""


class SqliteDatabase:
    """An open file. Reading never waits for writing; writers take turns."""

    def __init__(self, address: SqliteFile) -> None:
        self.address = address
        self._idle: list[sqlite3.Connection] = []
        self._writer = SqliteWriter(partial(connected, address.path))
        self._beside: AsyncEngine | None = None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """A transaction that only reads."""
        with translated():
            connection = self._idle.pop() if self._idle else connected(self.address.path)
            connection.execute("BEGIN")
        try:
            yield SqliteReading(connection)
        finally:
            with translated():
                if connection.in_transaction:  # SQLite itself ends it after some errors
                    connection.execute("ROLLBACK")
            self._idle.append(connection)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        """A transaction that writes; rolled back unless committed."""
        async with self._writer.unit() as unit:
            yield unit

    async def connect(self, stack: AsyncExitStack) -> AsyncConnection:
        """A writer's connection as SQLAlchemy has it, with a thread of its own, for what takes long."""
        self._beside = self._beside or _engine_beside(self.address)
        with translated():
            connection = await stack.enter_async_context(self._beside.connect())
            await connection.begin()
        return connection

    async def snapshot(self, stack: AsyncExitStack) -> AsyncConnection:
        """A reader's connection with a thread of its own, which sees the database as it was at its first look."""
        self._beside = self._beside or _engine_beside(self.address)
        with translated():
            connection = await stack.enter_async_context(self._beside.execution_options(begin="BEGIN").connect())
            await connection.begin()
        return connection

    async def close(self) -> None:
        """Finish what is under way and let go of the file."""
        await self._writer.close()
        while self._idle:
            self._idle.pop().close()
        if self._beside is not None:
            await self._beside.dispose()


def _engine_beside(address: SqliteFile) -> AsyncEngine:
    drive = {"timeout": _PATIENCE, "isolation_level": None}
    json = {"json_serializer": text_of, "json_deserializer": value_of}
    engine = create_async_engine(address.url, connect_args=drive, hide_parameters=True, **json)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin_beside)
    return engine


def _begin_beside(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN IMMEDIATE"))


def _prepare(connection: Any, _record: object) -> None:
    prepare(connection)
