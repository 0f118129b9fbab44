"""Numbers that many processes on PostgreSQL give out, each once.

One that was taken within a unit of work would keep every other unit that wants one waiting until its commit. So numbers
are drawn beside it, for all who ask at the same moment at once. Those of units that come to nothing are left out.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql

from bot.errors import DatabaseUnavailable
from storage.batch import Batch
from storage.failures import translated
from storage.prepared import prepared
from storage.tables.numbers import counters

if TYPE_CHECKING:
    from storage.postgres_connection import Driver

_AGAIN = 1.0
"""Seconds until a server that was away is asked again."""


@dataclass(slots=True)
class _Wish:
    desk: str
    name: str
    number: int = 0


class Numbers:
    """Draws numbers on a connection of its own, so that units of work that hold all others cannot keep it waiting."""

    def __init__(self, connect: Callable[[], Awaitable["Driver"]], dialect: Dialect) -> None:
        self._connect = connect
        self._dialect = dialect
        self._connection: Driver | None = None
        self._wishes = Batch(self._draw)
        self._away_until = 0.0

    async def draw(self, desk: str, name: str) -> int:
        """The next number under this name, durably taken. Raises DatabaseUnavailable or DatabaseFailed."""
        wish = _Wish(desk, name)
        await self._wishes.add(wish)
        return wish.number

    async def close(self) -> None:
        """Give the connection back to the server."""
        await self._wishes.finish()
        if self._connection is not None:
            self._connection.terminate()

    async def _draw(self, wishes: Sequence[_Wish]) -> None:
        for (desk, name), count in Counter((wish.desk, wish.name) for wish in wishes).items():
            last = await self._taken(desk, name, count)
            own = (wish for wish in wishes if (wish.desk, wish.name) == (desk, name))
            for number, wish in enumerate(own, start=last - count + 1):
                wish.number = number

    async def _taken(self, desk: str, name: str, count: int) -> int:
        """The last of so many."""
        values = {"desk": desk, "name": name, "value": count}
        ready = prepared(_COUNTING, self._dialect, tuple(values))
        with translated():
            if self._connection is None or self._connection.is_closed():
                self._connection = await self._connected()
            try:
                return int(await self._connection.fetchval(ready.sql, *ready.values(values)))
            except BaseException:
                self._connection.terminate()  # whatever failed, the next one begins anew
                raise

    async def _connected(self) -> "Driver":
        """A new connection; none is tried for a second after one failed: everybody would wait for each of them."""
        now = asyncio.get_running_loop().time()
        if now < self._away_until:
            raise DatabaseUnavailable
        try:
            return await self._connect()
        except Exception:
            self._away_until = asyncio.get_running_loop().time() + _AGAIN
            raise


_INSERT = postgresql.insert(counters)
_COUNTING = _INSERT.on_conflict_do_update(
    index_elements=["desk", "name"], set_={"value": counters.c.value + _INSERT.excluded.value}
).returning(counters.c.value)
