"""SQLite: the database of one process.

Its statements take microseconds, so they run where they are called: handing each of them to a thread, as an
asynchronous driver does, costs ten times what they do. What takes long, the wait for the disk at a commit, is done in
a thread, and once for all units of work that came meanwhile.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, cast

from sqlalchemy import Connection, CursorResult, Engine, Executable, create_engine, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import DatabaseError, DatabaseFailed
from storage.address import SqliteFile
from storage.failures import translated
from storage.transaction import Parameters, Transaction

_PATIENCE = 5.0
"""Seconds that a writer waits for another program's lock."""

_ASK_AGAIN = 0.01
"""Seconds between two looks whether that lock is gone."""


class SqliteReading(Transaction):
    """Statements on a connection of their own, which see one state of the database."""

    shared = False
    insert = staticmethod(sqlite.insert)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def _execute(self, statement: Executable, parameters: Parameters | None) -> CursorResult[Any]:
        return self._connection.execute(statement, parameters)

    async def commit(self) -> None:
        """Nothing: it only reads."""


class SqliteUnit(SqliteReading):
    """One of the units of work that are committed together: a savepoint, so that it can be undone alone."""

    def __init__(self, connection: Connection, writer: "SqliteWriter") -> None:
        super().__init__(connection)
        self._writer = writer
        self.open = True

    async def _execute(self, statement: Executable, parameters: Parameters | None) -> CursorResult[Any]:
        if not self.open:
            raise DatabaseFailed("the unit of work was committed before")
        return await super()._execute(statement, parameters)

    async def commit(self) -> None:
        """Return when it lies on the disk. Other units may begin as soon as this is called."""
        await self._writer.commit(self)


class SqliteWriter:
    """The one connection that writes. Units of work take turns on it, and those that wait for the disk at the same time
    wait for one write of it (group commit)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._driver = _driver(connection)
        self._turn = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, "sqlite-commit")
        self._waiting: list[asyncio.Future[None]] = []
        self._flushing: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[SqliteUnit]:
        """The next unit of work; undone unless committed."""
        await self._turn.acquire()
        unit = SqliteUnit(self._connection, self)
        try:
            await self._begin()
            yield unit
        finally:
            if unit.open:
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
            self._connection.close()

    async def _begin(self) -> None:
        """A savepoint in the transaction that is open, or in a new one."""
        with translated():
            if not self._driver.in_transaction:
                await self._lock()
            self._statement("SAVEPOINT unit")

    async def _lock(self) -> None:
        """Become the only writer. Raises DatabaseBusy when another program stays it for too long."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _PATIENCE
        while True:
            try:
                self._statement("BEGIN IMMEDIATE")
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
        if not self._driver.in_transaction:
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
                    await asyncio.get_running_loop().run_in_executor(self._thread, self._statement, "COMMIT")
            except Exception as error:
                self._tell(error)
                self._give_up()
            else:
                self._tell(None)

    def _give_up(self) -> None:
        if self._driver.in_transaction:
            self._statement("ROLLBACK")

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
        self._driver.execute(sql)


class SqliteDatabase:
    """An open file. Reading never waits for writing; writers take turns."""

    def __init__(self, address: SqliteFile) -> None:
        self.address = address
        self._engine = _engine(address)
        self._beside: AsyncEngine | None = None
        self._opened: SqliteWriter | None = None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """A transaction that only reads."""
        with translated():
            connection = self._engine.connect()
            connection.exec_driver_sql("BEGIN")
        try:
            yield SqliteReading(connection)
        finally:
            connection.close()  # which rolls back, unless SQLite itself has done so after an error

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        """A transaction that writes; rolled back unless committed."""
        async with self._writer().unit() as unit:
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
        if self._opened is not None:
            await self._opened.close()
        self._engine.dispose()
        if self._beside is not None:
            await self._beside.dispose()

    def _writer(self) -> SqliteWriter:
        if self._opened is None:
            with translated():
                self._opened = SqliteWriter(self._engine.connect())
        return self._opened


def _driver(connection: Connection) -> sqlite3.Connection:
    driver: Any = connection.connection.dbapi_connection
    return cast(sqlite3.Connection, driver)


def _engine(address: SqliteFile) -> Engine:
    """Connections that wait for nobody: the only thread is the event loop's. SQLAlchemy begins nothing by itself."""
    drive = {"timeout": 0, "isolation_level": None, "check_same_thread": False}
    url = address.url.set(drivername="sqlite")
    engine = create_engine(url, connect_args=drive, hide_parameters=True, isolation_level="AUTOCOMMIT")
    event.listen(engine, "connect", _prepare)
    return engine


def _engine_beside(address: SqliteFile) -> AsyncEngine:
    drive = {"timeout": _PATIENCE, "isolation_level": None}
    engine = create_async_engine(address.url, connect_args=drive, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin_beside)
    return engine


def _begin_beside(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN IMMEDIATE"))


def _prepare(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
