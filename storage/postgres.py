"""PostgreSQL: the database of any number of processes.

What costs there is the way to the server and back, so a unit of work takes as few as it can: it begins with its first
lock, and writes together whatever nobody reads meanwhile.
"""

import asyncio
from collections.abc import AsyncIterator, Hashable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import DatabaseFailed
from storage.address import PostgresServer
from storage.failures import translated
from storage.json_text import text_of, value_of
from storage.numbers import Numbers
from storage.postgres_connection import ANSWER, connected, farewell
from storage.prepared import Prepared, Row, Statement, Values, prepared, together
from storage.transaction import Transaction, lock_numbers, locking

if TYPE_CHECKING:
    from storage.postgres_connection import Driver

_CONNECTIONS = 20

_LOCK = "lock_"
"""Stands for a table where it is a lock that is taken later, which no statement reads."""

_TOGETHER = 40
"""Writings that go in one way to the server; a turn has fewer. The server plans them as one statement, and hundreds of
them took it longer than our patience."""

_TURN = 30.0
"""Seconds that somebody waits for a connection while all are in use."""


class PostgresReading(Transaction):
    """Statements of which each sees the database as it is at its time."""

    insert = staticmethod(postgresql.insert)
    dialect = PGDialect_asyncpg(json_serializer=text_of)  # type: ignore[no-untyped-call] # SQLAlchemy leaves it so

    def __init__(self, connection: "Driver") -> None:
        self._connection = connection

    async def _fetch(self, statement: Prepared, values: Sequence[Sequence[Any]]) -> Sequence[Row]:
        try:
            if len(values) == 1:
                rows = await self._connection.fetch(statement.sql, *values[0])
            else:
                rows = await self._connection.fetchmany(statement.sql, values)
        except TimeoutError:
            self._connection.terminate()  # to roll back would be to wait for the same silence again
            raise
        return [statement.read(dict(row)) for row in rows] if statement.columns else rows

    async def commit(self) -> None:
        """Nothing: it only reads."""


class PostgresUnit(PostgresReading):
    """A unit of work: a transaction from its first statement on."""

    def __init__(self, connection: "Driver", numbers: Numbers) -> None:
        super().__init__(connection)
        self._numbers = numbers
        self._later: list[tuple[Prepared, Sequence[Any], Exception | None]] = []
        self._about = set[tuple[str, Hashable]]()

    async def _fetch(self, statement: Prepared, values: Sequence[Sequence[Any]]) -> Sequence[Row]:
        if any(table in statement.sql for table, *_ in self._about):  # a statement names what it reads
            await self._write()
        if not self._connection.is_in_transaction():
            await self._command("BEGIN")
        return await super()._fetch(statement, values)

    async def later(
        self, about: tuple[str, Hashable], statement: Statement, parameters: Values, otherwise: Exception | None = None
    ) -> None:
        """Write it with all else that is written before one of these tables is read, in one way to the server."""
        if about in self._about or len(self._later) >= _TOGETHER:
            await self._write()
        ready = prepared(statement, self.dialect, tuple(parameters))
        self._later.append((ready, ready.values(parameters), otherwise))
        self._about.add(about)

    async def lock(self, *names: str) -> None:
        """Hold them, from now on or before the next writing."""
        numbers = lock_numbers(names)
        if self._connection.is_in_transaction():
            await self.later((_LOCK, tuple(numbers)), locking(len(numbers)), dict(_numbered(numbers)))
        else:  # numbers can stand in the text, and only a text without parameters holds two statements
            taken = ", ".join(f"pg_advisory_xact_lock({number})" for number in numbers)
            with translated():
                await self._command(f"BEGIN; SELECT {taken}")

    async def lock_now(self, *names: str) -> None:
        """Hold them before anything else is read."""
        numbers = lock_numbers(names)
        await self.run(locking(len(numbers)), dict(_numbered(numbers)))

    async def draw(self, desk: str, name: str) -> int:
        """See `Numbers.draw`."""
        return await self._numbers.draw(desk, name)

    async def commit(self) -> None:
        """Make it so, durably."""
        await self._write()
        if self._connection.is_in_transaction():
            with translated():
                done = await self._command("COMMIT")
            if done != "COMMIT":  # which is what PostgreSQL makes of it after a statement that failed
                raise DatabaseFailed("a statement had failed, so nothing could be committed")

    async def _write(self) -> None:
        """What was to be written later."""
        waiting, self._later = self._later, []
        self._about.clear()
        if not waiting:
            return
        values = [value for _, values, _ in waiting for value in values]
        rows = await self._run(together(tuple(statement for statement, _, _ in waiting)), [values])
        for row, (_, _, otherwise) in zip(rows, waiting, strict=True):
            if otherwise is not None and not row["found"]:
                raise otherwise

    async def _command(self, text: str) -> str:
        """What the server says that it did."""
        try:
            return str(await self._connection.execute(text))
        except TimeoutError:
            self._connection.terminate()
            raise


class PostgresDatabase:
    """An open database on a server. Nobody waits for others but where both change the same row."""

    def __init__(self, address: PostgresServer) -> None:
        self.address = address
        self._idle: list[Driver] = []
        self._room = asyncio.Semaphore(_CONNECTIONS)
        self._unhurried = _engine(address)
        self._numbers = Numbers(partial(connected, address, answers_within=ANSWER), PostgresReading.dialect)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """For statements that only read."""
        async with self._connection() as connection:
            yield PostgresReading(connection)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        """A transaction that writes; rolled back unless committed."""
        async with self._connection() as connection:
            yield PostgresUnit(connection, self._numbers)

    async def connect(self, stack: AsyncExitStack) -> AsyncConnection:
        """A connection as SQLAlchemy has it, in a transaction, for what is not a matter of a few quick statements."""
        return await _begin(self._unhurried, stack)

    async def snapshot(self, stack: AsyncExitStack) -> AsyncConnection:
        """A connection that only reads, and sees the database as it was at its first look."""
        reader = self._unhurried.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        return await _begin(reader, stack)

    async def close(self) -> None:
        """Give the connections back to the server."""
        await self._numbers.close()
        while self._idle:
            await farewell(self._idle.pop())
        await self._unhurried.dispose()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator["Driver"]:
        """One for the block. It is not tried before its use: that would cost a way to the server each time. Whoever
        notices that the server has gone away fails, and is tried again by his platform."""
        with translated():
            async with asyncio.timeout(_TURN):
                await self._room.acquire()
        try:
            with translated():
                connection = self._at_hand() or await connected(self.address, answers_within=ANSWER)
            try:
                yield connection
            except asyncio.CancelledError:
                connection.terminate()  # it may yet begin what it was told to, and nobody would end that
                raise
            finally:
                await self._put_back(connection)
        finally:
            self._room.release()

    def _at_hand(self) -> "Driver | None":
        """The one last used that is still open."""
        while self._idle:
            if not (connection := self._idle.pop()).is_closed():
                return connection
        return None

    async def _put_back(self, connection: "Driver") -> None:
        """Undo what was not committed; a connection on which that fails is given up."""
        try:
            if connection.is_in_transaction():
                await connection.execute("ROLLBACK")
        except BaseException as error:
            connection.terminate()
            if not isinstance(error, Exception):
                raise
        if not connection.is_closed():
            self._idle.append(connection)


def _numbered(numbers: Sequence[int]) -> list[tuple[str, int]]:
    return [(f"lock_{place}", number) for place, number in enumerate(numbers)]


async def _begin(engine: AsyncEngine, stack: AsyncExitStack) -> AsyncConnection:
    with translated():
        connection = await stack.enter_async_context(engine.connect())
        await connection.begin()
    return connection


def _engine(address: PostgresServer) -> AsyncEngine:
    async def connect(*_args: object, **_options: object) -> "Driver":
        return await connected(address)

    json = {"json_serializer": text_of, "json_deserializer": value_of}
    return create_async_engine(address.url, async_creator=connect, hide_parameters=True, **json)
