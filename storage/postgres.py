"""PostgreSQL: the database of any number of processes."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import CursorResult, Executable
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.address import PostgresServer
from storage.failures import translated
from storage.transaction import Parameters, Transaction

if TYPE_CHECKING:
    import asyncpg

_PATIENCE = 5.0
"""Seconds that a statement waits for another's lock."""

_CONNECT = 5.0
"""Seconds until a server counts as away that does not take a connection."""

_ANSWER = 8.0
"""Seconds until a server counts as away that does not answer a statement: longer than the wait for a lock."""

_STANDSTILL = 20.0
"""Seconds of silence in the midst of a transaction after which the server gives it up. Its process is paused or cannot
be reached, and everybody would wait for its locks. On a machine that does ten things at once 10 s were not enough."""

_ALIVE = {"tcp_keepalives_idle": "60", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"}
"""The server notices in 90 s that a silent network has cut us off; else each such connection took up room for hours."""

_CONNECTIONS = 10


class PostgresTransaction(Transaction):
    """A transaction of its own connection."""

    insert = staticmethod(postgresql.insert)

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def _execute(self, statement: Executable, parameters: Parameters | None) -> CursorResult[Any]:
        try:
            return await self._connection.execute(statement, parameters)
        except TimeoutError:
            await self._connection.invalidate()  # to roll back would be to wait for the same silence again
            raise

    async def commit(self) -> None:
        """Make it so, durably."""
        with translated():
            await self._connection.commit()


class PostgresDatabase:
    """An open database on a server. Nobody waits for others but where both change the same row."""

    def __init__(self, address: PostgresServer) -> None:
        self.address = address
        self._engine = _engine(address, answers_within=_ANSWER)
        self._unhurried = _engine(address)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """A transaction that only reads."""
        async with self.writing() as transaction:
            yield transaction

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        """A transaction that writes; rolled back unless committed."""
        async with AsyncExitStack() as stack:
            yield PostgresTransaction(await _begin(self._engine, stack))

    async def connect(self, stack: AsyncExitStack) -> AsyncConnection:
        """A connection as SQLAlchemy has it, in a transaction, for what is not a matter of a few quick statements."""
        return await _begin(self._unhurried, stack)

    async def snapshot(self, stack: AsyncExitStack) -> AsyncConnection:
        """A connection that only reads, and sees the database as it was at its first look."""
        reader = self._unhurried.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        return await _begin(reader, stack)

    async def close(self) -> None:
        """Give the connections back to the server."""
        await self._engine.dispose()
        await self._unhurried.dispose()


async def _begin(engine: AsyncEngine, stack: AsyncExitStack) -> AsyncConnection:
    with translated():
        connection = await stack.enter_async_context(engine.connect())
        await connection.begin()
    return connection


def _engine(address: PostgresServer, answers_within: float | None = None) -> AsyncEngine:
    settings = {"application_name": "firstline", "lock_timeout": f"{int(_PATIENCE * 1000)}", **_ALIVE}
    if answers_within is not None:
        settings["idle_in_transaction_session_timeout"] = f"{int(_STANDSTILL * 1000)}"

    import asyncpg  # noqa: PLC0415 - 3 MB that a process on SQLite does without

    async def connect(*_args: object, **_options: object) -> "asyncpg.Connection[Any]":
        return await asyncpg.connect(
            address.dsn, timeout=_CONNECT, command_timeout=answers_within, server_settings=settings
        )

    # A connection is not tried before its use: that would cost a round trip each time. When the server has gone away,
    # the first that notice it fail, are tried again by their platform, and all connections are made anew.
    return create_async_engine(
        address.url,
        async_creator=connect,
        hide_parameters=True,
        pool_size=_CONNECTIONS,
        max_overflow=_CONNECTIONS,
    )
