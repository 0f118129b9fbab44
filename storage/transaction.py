"""One transaction: statements in, rows out, errors in our own words."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from sqlalchemy import ColumnElement, Executable, RowMapping, Select, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.failures import translated
from storage.tables import counters

Parameters = dict[str, Any] | list[dict[str, Any]]

CHANNEL = "firstline"
"""Name under which PostgreSQL announces what has changed; the payload is the desk."""


class Transaction:
    """A connection in a transaction; leaving it without `commit` rolls back. Every call may raise Conflict,
    DatabaseBusy, DatabaseUnavailable or DatabaseFailed."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._postgres = connection.dialect.name == "postgresql"

    async def all(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[RowMapping]:
        """Every row."""
        with translated():
            return (await self._connection.execute(statement, parameters)).mappings().all()

    async def first(self, statement: Executable) -> RowMapping | None:
        """The first row, if there is one."""
        with translated():
            return (await self._connection.execute(statement)).mappings().first()

    async def run(self, statement: Executable) -> None:
        """Execute for the effect."""
        with translated():
            await self._connection.execute(statement)

    async def commit(self) -> None:
        """Make it so."""
        with translated():
            await self._connection.commit()

    def insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        """INSERT in the database's own dialect, which has ON CONFLICT."""
        return postgresql.insert(table) if self._postgres else sqlite.insert(table)

    async def count_up(self, desk: str, name: str) -> int:
        """The next number under this name. Others wait until this transaction ends, so that none is skipped."""
        row = {"desk": desk, "name": name, "value": 1}
        statement = self.insert(counters).values(row)
        bumped = statement.on_conflict_do_update(
            index_elements=["desk", "name"], set_={"value": counters.c.value + 1}
        ).returning(counters.c.value)
        return int((await self.all(bumped))[0]["value"])

    async def lock(self, *names: str) -> None:
        """Hold these names until the end of the transaction, taken in one order everywhere so that nobody waits in
        a circle. SQLite has one writer and needs none."""
        if self._postgres and names:
            await self.run(_locking(sorted({_number(name) for name in names})))

    async def announce(self, desk: str) -> None:
        """Wake who waits for this desk, in every process, when this transaction is committed (PostgreSQL)."""
        if self._postgres:
            await self.run(select(func.pg_notify(CHANNEL, desk)))


def _locking(numbers: Sequence[int]) -> Select[Any]:
    locks: list[ColumnElement[Any]] = [func.pg_advisory_xact_lock(number) for number in numbers]
    return select(*locks)


def _number(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=8).digest(), signed=True)
