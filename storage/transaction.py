"""One transaction: statements in, rows out, errors in our own words."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Sequence
from functools import cache
from hashlib import blake2b
from time import perf_counter
from typing import Any

from sqlalchemy import BigInteger, Dialect, Select, Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from storage.failures import meaning
from storage.prepared import Prepared, Row, Statement, Values, prepared, watchers
from storage.tables.numbers import counters

Parameters = Values | Sequence[Values]
Insert = postgresql.Insert | sqlite.Insert
_NOTHING: Values = {}


class Transaction(ABC):
    """A connection in a transaction; leaving it without `commit` rolls back. Every call may raise Conflict,
    DatabaseBusy, DatabaseUnavailable or DatabaseFailed.

    A statement that is made once and given its values as parameters costs a tenth of one made for each call.
    """

    shared = True
    """Whether other processes work in this database, so that locks must be taken."""

    insert: Callable[[Table], Insert]
    """INSERT in the database's own dialect, which has ON CONFLICT."""

    dialect: Dialect
    """How the driver wants its statements."""

    @abstractmethod
    async def _fetch(self, statement: Prepared, values: Sequence[Sequence[Any]]) -> Sequence[Row]:
        """The rows of every execution. Raises the driver's own errors."""

    @abstractmethod
    async def commit(self) -> None:
        """Make it so, durably."""

    async def all(self, statement: Statement, parameters: Parameters | None = None) -> Sequence[Row]:
        """Every row; with a list of parameters those of every execution."""
        each = parameters if isinstance(parameters, Sequence) else (parameters or _NOTHING,)
        ready = prepared(statement, self.dialect, tuple(each[0]))
        return await self._run(ready, [ready.values(given) for given in each])

    async def _run(self, statement: Prepared, values: Sequence[Sequence[Any]]) -> Sequence[Row]:
        begun = perf_counter() if watchers else 0.0
        try:
            return await self._fetch(statement, values)
        except Exception as error:
            if (ours := meaning(error)) is None:
                raise
            raise ours from error
        finally:
            for watcher in watchers:
                watcher(statement.sql, values[0], perf_counter() - begun)

    async def first(self, statement: Statement, parameters: Values | None = None) -> Row | None:
        """The first row, if there is one."""
        rows = await self.all(statement, parameters)
        return rows[0] if rows else None

    async def run(self, statement: Statement, parameters: Parameters | None = None) -> None:
        """Execute for the effect; with a list of parameters once for each."""
        await self.all(statement, parameters)

    async def later(
        self, about: tuple[str, Hashable], statement: Statement, parameters: Values, otherwise: Exception | None = None
    ) -> None:
        """Write now, or together with what is written later: before anything is read from the table and at the latest
        at the commit. `about` names table and row. Raises `otherwise`, here or there, when nothing was written."""
        if not await self.all(statement, parameters) and otherwise is not None:
            raise otherwise

    async def count_up(self, desk: str, name: str) -> int:
        """The next number under this name. Others wait until this transaction ends, so that none is skipped."""
        row = {"desk": desk, "name": name, "value": 1}
        return int((await self.all(_counting(self.insert), row))[0]["value"])

    async def draw(self, desk: str, name: str) -> int:
        """A number under this name that nobody else gets. Where others may want one too, nobody waits for them, and
        one that comes to nothing is left out."""
        return await self.count_up(desk, name)

    async def lock(self, *names: str) -> None:  # noqa: B027 - a database of one process needs none
        """Hold these names until the end of the transaction, taken in one order everywhere so that nobody waits in
        a circle. Where no other process works, writers take turns and need none."""

    async def lock_now(self, *names: str) -> None:  # noqa: B027 - the same
        """As `lock`, and what is read afterwards is what others who held them have left."""


def lock_numbers(names: Sequence[str]) -> list[int]:
    """What PostgreSQL locks for these names, in the order in which everybody takes them."""
    return sorted({_number(name) for name in names})


@cache
def locking(count: int) -> Select[Any]:
    """Take `lock_0`, `lock_1` … and hold them until the end of the transaction."""
    names = (bindparam(f"lock_{place}", type_=BigInteger) for place in range(count))
    return select(*(func.pg_advisory_xact_lock(name).label(name.key) for name in names))


@cache
def _counting(insert: Callable[[Table], Insert]) -> ReturningInsert[Any]:
    bumped = {"value": counters.c.value + 1}
    statement = insert(counters).on_conflict_do_update(index_elements=["desk", "name"], set_=bumped)
    return statement.returning(counters.c.value)


def _number(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=8).digest(), signed=True)
