"""Tickets, the threads bound to them, and their history."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Select, Text, bindparam, insert, text

from bot.errors import Conflict
from bot.messages import Person, Side, Thread
from bot.ports import AuditEntry
from bot.tickets.ticket import ACTIVE, Status, Ticket
from storage.prepared import among
from storage.rows import audit_of, audit_values, thread_of, thread_values, ticket_of, ticket_values
from storage.section import Section, with_keys
from storage.tables import LARGEST_NUMBER, UNSOLVED, bindings, history, tickets


class TicketSection(Section):
    """See `bot.ports.UnitOfWork`."""

    async def add_ticket(self, draft: Ticket) -> Ticket:
        """The draft under a number of its own."""
        number = await self._transaction.draw(self._desk, "ticket")
        ticket = replace(draft, number=number, version=1)
        await self._add((number,), tickets, ticket_values(ticket), Conflict())
        return ticket

    async def ticket(self, number: int) -> Ticket | None:
        """The ticket, locked."""
        if not _possible(number):
            return None
        row = await self._transaction.first(_LOCKED, self._wanted(number=number))
        return ticket_of(row) if row else None

    async def save_ticket(self, ticket: Ticket) -> None:
        """Update. Raises Conflict."""
        await self._update(tickets, ticket_values(ticket), ("number",))

    async def tickets(
        self,
        *,
        statuses: Sequence[Status],
        team: str = "",
        assignee: str = "",
        requester: Person | None = None,
        newest: bool = False,
        limit: int = 20,
    ) -> Sequence[Ticket]:
        """Those that match all that is given, oldest or `newest` first."""
        keys = {name: value for name, value in (("team", team), ("assignee", assignee)) if value}
        if requester is not None:
            keys |= {f"requester_{name}": getattr(requester, name) for name in ("platform", "workspace", "id")}
        statement = _listing(frozenset(statuses) == ACTIVE, tuple(keys), newest)
        listed = {} if frozenset(statuses) == ACTIVE else {"statuses": sorted(statuses)}
        found = await self._transaction.all(statement, self._wanted(**keys) | {"most": limit} | listed)
        return [ticket_of(row) for row in found]

    async def ticket_of(self, thread: Thread, side: Side) -> int | None:
        """Number of the ticket of which this thread is that side."""
        row = await self._one(bindings, **thread_values(thread))
        return row["ticket"] if row and row["side"] == side else None

    async def thread_of(self, number: int, side: Side) -> Thread | None:
        """That side's thread of the ticket, the newest if it was opened anew."""
        row = await self._transaction.first(_NEWEST_THREAD, self._wanted(ticket=number, side=side))
        return thread_of(row) if row else None

    async def record(self, entry: AuditEntry) -> None:
        """Append to the history."""
        row = audit_values(entry) | {"desk": self._desk}
        await self._transaction.later((history.name, object()), _RECORDED, row)

    async def history(self, number: int) -> Sequence[AuditEntry]:
        """The ticket's history, oldest first."""
        if not _possible(number):
            return []
        return [audit_of(row) for row in await self._transaction.all(_HISTORY, self._wanted(ticket=number))]


# NO KEY: nothing changes a ticket's number.
_LOCKED = with_keys(tickets, "number").with_for_update(key_share=True)
_NEWEST_THREAD = with_keys(bindings, "ticket", "side").order_by(bindings.c.at.desc()).limit(1)
_RECORDED = insert(history).returning(history.c.sequence)
_HISTORY = with_keys(history, "ticket").order_by(history.c.sequence)


def _possible(number: int) -> bool:
    return 0 < number <= LARGEST_NUMBER


@cache
def _listing(active: bool, keys: tuple[str, ...], newest: bool) -> Select[Any]:
    """Those of `keys` that are active, or in the statuses given. What is active is written out, so that both databases
    see that partial indexes hold: without them PostgreSQL walks through all closed tickets to find the first open."""
    standing = text(UNSOLVED) if active else among(tickets.c.status, "statuses", Text())
    order = tickets.c.number.desc() if newest else tickets.c.number
    return with_keys(tickets, *keys).where(standing).order_by(order).limit(bindparam("most"))
