"""One transaction: statements in, rows out, errors in our own words."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import BigInteger, CursorResult, Executable, RowMapping, Select, Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from storage.failures import translated
from storage.tables import counters

Parameters = dict[str, Any] | list[dict[str, Any]]
Insert = postgresql.Insert | sqlite.Insert


class Transaction(ABC):
    """A connection in a transaction; leaving it without `commit` rolls back. Every call may raise Conflict,
    DatabaseBusy, DatabaseUnavailable or DatabaseFailed.

    A statement that is made once and given its values as parameters costs a fifth of one made for each call.
    """

    shared = True
    """Whether other processes work in this database, so that locks must be taken."""

    insert: Callable[[Table], Insert]
    """INSERT in the database's own dialect, which has ON CONFLICT."""

    @abstractmethod
    async def _execute(self, statement: Executable, parameters: Parameters | None) -> CursorResult[Any]:
        """The driver's own result, and its own errors."""

    @abstractmethod
    async def commit(self) -> None:
        """Make it so, durably."""

    async def all(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[RowMapping]:
        """Every row."""
        with translated():
            return (await self._execute(statement, parameters)).mappings().all()

    async def first(self, statement: Executable, parameters: Parameters | None = None) -> RowMapping | None:
        """The first row, if there is one."""
        with translated():
            return (await self._execute(statement, parameters)).mappings().first()

    async def run(self, statement: Executable, parameters: Parameters | None = None) -> None:
        """Execute for the effect; with a list of parameters once for each."""
        with translated():
            await self._execute(statement, parameters)

    async def count_up(self, desk: str, name: str) -> int:
        """The next number under this name. Others wait until this transaction ends, so that none is skipped."""
        row = {"desk": desk, "name": name, "value": 1}
        return int((await self.all(_counting(self.insert), row))[0]["value"])

    async def lock(self, *names: str) -> None:
        """Hold these names until the end of the transaction, taken in one order everywhere so that nobody waits in
        a circle. Where no other process works, writers take turns and need none."""
        if self.shared and names:
            numbers = sorted({_number(name) for name in names})
            await self.run(_locking(len(numbers)), {f"lock_{place}": number for place, number in enumerate(numbers)})


@cache
def _counting(insert: Callable[[Table], Insert]) -> ReturningInsert[Any]:
    bumped = {"value": counters.c.value + 1}
    statement = insert(counters).on_conflict_do_update(index_elements=["desk", "name"], set_=bumped)
    return statement.returning(counters.c.value)


@cache
def _locking(count: int) -> Select[Any]:
    names = (bindparam(f"lock_{place}", type_=BigInteger) for place in range(count))
    return select(*(func.pg_advisory_xact_lock(name) for name in names))


def _number(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=8).digest(), signed=True)
