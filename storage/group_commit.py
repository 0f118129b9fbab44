"""SQLite's one writer: units of work take turns, and those that wait for the disk wait for one write of it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Any

from bot.errors import DatabaseError, DatabaseFailed
from storage.failures import translated
from storage.prepared import Prepared, Row
from storage.sqlite_reading import SqliteReading

_PATIENCE = 5.0
"""Seconds that a writer waits for another program's lock."""

_ASK_AGAIN = 0.01
"""Seconds between two looks whether that lock is gone."""


class SqliteUnit(SqliteReading):
    """One of the units of work that are committed together: a savepoint, so that it can be undone alone."""

    def __init__(self, connection: sqlite3.Connection, writer: "SqliteWriter") -> None:
        super().__init__(connection)
        self._writer = writer
        self.open = True

    async def _fetch(self, statement: Prepared, values: Sequence[Sequence[Any]]) -> Sequence[Row]:
        if not self.open:
            raise DatabaseFailed("the unit of work was committed before")
        return await super()._fetch(statement, values)

    async def commit(self) -> None:
        """Return when it lies on the disk. Other units may begin as soon as this is called."""
        await self._writer.commit(self)


class SqliteWriter:
    """The one connection that writes, opened when it is needed and anew after it could not be trusted any more."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._connection: sqlite3.Connection | None = None
        self._turn = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, "sqlite-commit")
        self._waiting: list[asyncio.Future[None]] = []
        self._flushing: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[SqliteUnit]:
        """The next unit of work; undone unless committed."""
        await self._turn.acquire()
        unit: SqliteUnit | None = None
        try:
            unit = SqliteUnit(await self._begin(), self)
            yield unit
        finally:
            if unit is None:
                self._end_undone()
            elif unit.open:
                unit.open = False
                self._end_undone()

    async def commit(self, unit: SqliteUnit) -> None:
        """End the unit and return when it is on the disk."""
        with translated():
            self._statement("RELEASE unit")
        unit.open = False
        durable = asyncio.get_running_loop().create_future()
        self._waiting.append(durable)
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush())
        self._turn.release()
        await durable

    async def close(self) -> None:
        """Finish what is under way."""
        while self._flushing is not None:
            await self._flushing
        async with self._turn:
            self._thread.shutdown()
            self._drop()

    async def _begin(self) -> sqlite3.Connection:
        """A savepoint in the transaction that is open, or in a new one."""
        with translated():
            connection = self._connection = self._connection or self._connect()
            if not connection.in_transaction:
                await self._lock(connection)
            connection.execute("SAVEPOINT unit")
        return connection

    async def _lock(self, connection: sqlite3.Connection) -> None:
        """Become the only writer. Raises DatabaseBusy when another program stays it for too long."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _PATIENCE
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or loop.time() > until:
                    raise
            else:
                return
            await asyncio.sleep(_ASK_AGAIN)

    def _end_undone(self) -> None:
        try:
            with translated():
                self._undo()
        except DatabaseError as error:
            self._tell(error)
            self._give_up()
        finally:
            self._turn.release()

    def _undo(self) -> None:
        """Take back the present unit alone. SQLite itself takes back all of them when the disk is full or fails."""
        if self._connection is None or not self._connection.in_transaction:
            self._tell(DatabaseFailed("the database could not be written"))
        elif self._waiting:
            self._statement("ROLLBACK TO unit")
            self._statement("RELEASE unit")
        else:
            self._statement("ROLLBACK")

    async def _flush(self) -> None:
        """Wait for the disk on behalf of all units so far. Whoever waits for a turn already is let in before: the lock
        is fair."""
        async with self._turn:
            self._flushing = None
            if not self._waiting:
                return
            try:
                with translated():
                    await asyncio.get_running_loop().run_in_executor(self._thread, self._commit)
            except Exception as error:
                self._tell(error)
                self._give_up()
            else:
                self._tell(None)

    def _commit(self) -> None:
        try:
            self._statement("COMMIT")
        except sqlite3.IntegrityError as error:  # what is checked only at the end is no race of two units
            raise DatabaseFailed from error

    def _give_up(self) -> None:
        """Undo the whole group. A connection that cannot even do that is let go: SQLite undoes what it had begun."""
        try:
            if self._connection is not None and self._connection.in_transaction:
                self._statement("ROLLBACK")
        except sqlite3.Error:
            self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()

    def _tell(self, error: Exception | None) -> None:
        waiting, self._waiting = self._waiting, []
        for durable in waiting:
            if durable.done():
                continue
            if error is None:
                durable.set_result(None)
            else:
                durable.set_exception(error)

    def _statement(self, sql: str) -> None:
        if self._connection is None:
            raise DatabaseFailed("the connection was given up")
        self._connection.execute(sql)
