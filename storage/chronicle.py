"""Tickets with their histories, and what was promised when, as they are read outside a unit of work."""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from sqlalchemy import Integer, bindparam

from bot.ports.chronicle import Story
from bot.tickets.ticket import Ticket
from storage.database import Database
from storage.prepared import among
from storage.rows.history import audit_of
from storage.rows.tickets import ticket_of
from storage.section import inserting, with_keys
from storage.tables.history import history
from storage.tables.promises import terms
from storage.tables.tickets import LARGEST_NUMBER, tickets
from storage.transaction import Transaction

_PAGE = 50
"""Tickets read at once: some milliseconds, in which the process does nothing else where the database is a file."""


class SqlChronicle:
    """Implements `bot.ports.Chronicle`."""

    def __init__(self, database: Database, desk: str) -> None:
        self._database = database
        self._desk = desk

    async def story(self, number: int) -> Story | None:
        """The ticket of this number, with its history."""
        if not 0 < number <= LARGEST_NUMBER:
            return None
        async with self._database.reading() as transaction:
            row = await transaction.first(_TICKET, {"wanted_desk": self._desk, "wanted_number": number})
            return (await self._with_histories(transaction, [ticket_of(row)]))[0] if row else None

    async def stories(self, opened_since: datetime) -> AsyncIterator[Story]:
        """Those of tickets opened since then, the newest first."""
        up_to = LARGEST_NUMBER
        while page := await self._page(up_to):
            for story in page:
                if story.ticket.opened_at < opened_since:
                    return
                yield story
            up_to = page[-1].ticket.number - 1

    async def promised(self) -> Sequence[tuple[datetime, object]]:
        """What was promised since when, oldest first, as plain data."""
        async with self._database.reading() as transaction:
            rows = await transaction.all(_PROMISED, {"wanted_desk": self._desk})
        return [(row["since"], row["promises"]) for row in rows]

    async def promise(self, since: datetime, promises: object) -> None:
        """Keep what is promised from then on, unless something else is already."""
        row = {"desk": self._desk, "key": since.isoformat(), "since": since, "promises": promises}
        async with self._database.writing() as transaction:
            await transaction.run(inserting(transaction.insert, terms), row)
            await transaction.commit()

    async def _page(self, up_to: int) -> Sequence[Story]:
        wanted = {"wanted_desk": self._desk, "up_to": up_to, "most": _PAGE}
        async with self._database.reading() as transaction:
            found = [ticket_of(row) for row in await transaction.all(_NEWEST, wanted)]
            return await self._with_histories(transaction, found)

    async def _with_histories(self, transaction: Transaction, found: Sequence[Ticket]) -> Sequence[Story]:
        wanted = {"wanted_desk": self._desk, "numbers": [ticket.number for ticket in found]}
        entries = defaultdict(list)
        for row in await transaction.all(_HISTORIES, wanted):
            entries[row["ticket"]].append(audit_of(row))
        return [Story(ticket, tuple(entries[ticket.number])) for ticket in found]


_TICKET = with_keys(tickets, "number")
_NEWEST = (
    with_keys(tickets)
    .where(tickets.c.number <= bindparam("up_to"))
    .order_by(tickets.c.number.desc())
    .limit(bindparam("most"))
)
_PROMISED = with_keys(terms).order_by(terms.c.since)
_HISTORIES = (
    with_keys(history)
    .where(among(history.c.ticket, "numbers", Integer()))
    .order_by(history.c.ticket, history.c.sequence)
)
