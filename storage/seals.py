"""The seals over a desk's history."""

from collections.abc import Sequence

from sqlalchemy import BigInteger, bindparam, select

from bot.audit.chain import Head, Seal
from storage.database import Database
from storage.rows.history import seal_of, seal_values
from storage.section import desks, inserting, with_keys
from storage.tables.history import history, seals


class SqlSealLog:
    """Implements `bot.ports.SealLog`."""

    def __init__(self, database: Database, desk: str) -> None:
        self._database = database
        self._desk = desk

    async def last(self) -> Seal | None:
        """The seal with the highest number."""
        async with self._database.reading() as transaction:
            row = await transaction.first(_LAST, {"wanted_desk": self._desk})
        return seal_of(row) if row else None

    async def newest(self) -> int:
        """The sequence of the newest line of history."""
        async with self._database.reading() as transaction:
            row = await transaction.first(_NEWEST, {"wanted_desk": self._desk})
        return int(row["sequence"]) if row else 0

    async def lines(self, after: int, up_to: int, limit: int) -> Sequence[tuple[int, Head]]:
        """Lines of history by their sequence."""
        wanted = {"wanted_desk": self._desk, "after": after, "up_to": up_to, "most": limit}
        async with self._database.reading() as transaction:
            rows = await transaction.all(_LINES, wanted)
        return [(row["sequence"], Head(row["ticket"] or 0, row["place"], row["signature"])) for row in rows]

    async def add(self, seal: Seal) -> bool:
        """Keep the seal, if none has its number."""
        async with self._database.writing() as transaction:
            stored = await transaction.first(
                inserting(transaction.insert, seals), seal_values(seal) | {"desk": self._desk}
            )
            await transaction.commit()
        return stored is not None


_LAST = with_keys(seals).order_by(seals.c.number.desc()).limit(1)
_NEWEST = select(history.c.sequence).where(desks(history)).order_by(history.c.sequence.desc()).limit(1)
_LINES = (
    select(history.c.sequence, history.c.ticket, history.c.place, history.c.signature)
    .where(desks(history), history.c.sequence > bindparam("after", type_=BigInteger))
    .where(history.c.sequence <= bindparam("up_to", type_=BigInteger), history.c.place > 0)
    .order_by(history.c.sequence)
    .limit(bindparam("most"))
)
