"""Tickets, the threads bound to them, and their history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, Text, bindparam, insert, select, text, update

from bot.audit.chain import Head, Keys, chained, head_of, sign_head
from bot.errors import Conflict
from bot.messages import Person, Side, Thread
from bot.ports import AuditEntry
from bot.tickets.ticket import ACTIVE, Status, Ticket
from storage.prepared import among
from storage.rows.fields import Values, thread_of, thread_values
from storage.rows.history import audit_of, line_of_entry, line_values
from storage.rows.tickets import ticket_of, ticket_values
from storage.section import Section, changing, desks, with_keys
from storage.tables.history import desk_chains, history
from storage.tables.threads import bindings
from storage.tables.tickets import AWAITED, LARGEST_NUMBER, UNSOLVED, tickets
from storage.transaction import Transaction


@dataclass(slots=True)
class _InHand:
    """A ticket in the hands of this unit of work, which alone changes it: as it is to be, and what the database has."""

    ticket: Ticket
    head: Head
    stored: int
    """The version in the database; 0 where it is not there yet."""
    stored_head: Head

    @property
    def changed(self) -> bool:
        """Whether it has to be stored."""
        return self.ticket.version != self.stored or self.head != self.stored_head


class TicketSection(Section):
    """See `bot.ports.UnitOfWork`.

    A ticket is read once, locked, and stored once, at the commit, with the end of its history.
    """

    def __init__(self, transaction: Transaction, desk: str, keys: Keys) -> None:
        super().__init__(transaction, desk)
        self._keys = keys
        self._in_hand: dict[int, _InHand] = {}

    async def add_ticket(self, draft: Ticket) -> Ticket:
        """The draft under a number of its own."""
        number = await self._transaction.draw(self._desk, "ticket")
        ticket = replace(draft, number=number, version=1)
        self._in_hand[number] = _InHand(ticket, Head(number), 0, Head(number))
        return ticket

    async def ticket(self, number: int) -> Ticket | None:
        """The ticket, locked."""
        own = await self._take(number)
        return own.ticket if own else None

    async def standing(self, number: int) -> Ticket | None:
        """The ticket, or the one into which it was merged; both locked, in the order of their numbers. Raises
        Conflict."""
        own = await self._take(number, _LOCKED_STANDING)
        if own is not None and own.ticket.merged_into is None:
            return own.ticket
        end = await self._end_of_mergers(number)
        if end is None:
            return None
        taken = {each: await self._take(each) for each in sorted({number, end})}
        if (last := taken[end]) is None or last.ticket.merged_into is not None:
            raise Conflict
        return last.ticket

    async def _end_of_mergers(self, number: int) -> int | None:
        """The number of the ticket that lives on, as far as can be seen without a lock."""
        while seen := await self.tickets_numbered([number]):
            if seen[0].merged_into is None:
                return number
            number = seen[0].merged_into
        return None

    async def tickets_numbered(self, numbers: Sequence[int]) -> Sequence[Ticket]:
        """Those of these numbers, not locked."""
        others = [number for number in numbers if number not in self._in_hand and _possible(number)]
        rows = await self._transaction.all(_NUMBERED, self._wanted() | {"numbers": others}) if others else ()
        found = {row["number"]: ticket_of(row) for row in rows}
        found |= {number: self._in_hand[number].ticket for number in numbers if number in self._in_hand}
        return [found[number] for number in sorted(found)]

    async def save_ticket(self, ticket: Ticket) -> None:
        """Update. Raises Conflict."""
        own = await self._take(ticket.number)
        if own is None or own.ticket.version != ticket.version:
            raise Conflict
        own.ticket = replace(ticket, version=ticket.version + 1)

    async def _take(self, number: int, locked: "Select[Any] | None" = None) -> _InHand | None:
        if number not in self._in_hand and _possible(number):
            row = await self._transaction.first(_LOCKED if locked is None else locked, self._wanted(number=number))
            if row:
                head = Head(number, row["chain_length"], row["chain_last"])
                self._in_hand[number] = _InHand(ticket_of(row), head, row["version"], head)
        return self._in_hand.get(number)

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
        await self._store_tickets()
        found = await self._transaction.all(statement, self._wanted(**keys) | {"most": limit} | listed)
        return [ticket_of(row) for row in found]

    async def awaiting_approval(self, after: int = 0, limit: int = 200) -> Sequence[Ticket]:
        """Those on hold about which somebody decides or has decided, of numbers `after` this, oldest first."""
        await self._store_tickets()
        wanted = self._wanted() | {"after": after, "most": limit}
        return [ticket_of(row) for row in await self._transaction.all(_AWAITING, wanted)]

    async def alone_with(self, person: Person) -> None:
        """Let nobody else be alone with the person meanwhile."""
        await self._transaction.lock_now(f"person/{self._desk}/{person.platform}/{person.workspace}/{person.id}")

    async def ticket_of(self, thread: Thread, side: Side) -> int | None:
        """Number of the ticket of which this thread is that side."""
        row = await self._one(bindings, **thread_values(thread))
        return row["ticket"] if row and row["side"] == side else None

    async def thread_of(self, number: int, side: Side) -> Thread | None:
        """That side's thread of the ticket, the newest if it was opened anew."""
        row = await self._transaction.first(_NEWEST_THREAD, self._wanted(ticket=number, side=side))
        return thread_of(row) if row else None

    async def threads_of(self, number: int, side: Side) -> Sequence[Thread]:
        """All threads that have been that side of the ticket, oldest first."""
        rows = await self._transaction.all(_ALL_THREADS, self._wanted(ticket=number, side=side))
        return [thread_of(row) for row in rows]

    async def record(self, entry: AuditEntry) -> None:
        """Append to the history of the ticket, or of the desk. Raises Conflict where there is no such ticket."""
        own = await self._take(entry.ticket) if entry.ticket is not None else None
        if own is None and entry.ticket is not None:
            raise Conflict
        line = chained(self._keys, own.head if own else await self._desk_head(), line_of_entry(entry, self._desk))
        if own is not None:
            own.head = head_of(line)
        else:
            await self._transaction.run(_DESK_ENDED, self._wanted() | self._end_at(head_of(line)))
        await self._transaction.later((history.name, object()), _RECORDED, line_values(line))

    async def _desk_head(self) -> Head:
        """The end of the desk's own history, locked. The first time a row is made, so that it can be locked."""
        row = await self._transaction.first(_DESK_END, self._wanted())
        if row is None:
            await self._insert(desk_chains, {"chain_length": 0})
            row = await self._transaction.first(_DESK_END, self._wanted())
        return Head(0, row["chain_length"], row["chain_last"]) if row else Head(0)

    async def history(self, number: int) -> Sequence[AuditEntry]:
        """The ticket's history, oldest first."""
        if not _possible(number):
            return []
        return [audit_of(row) for row in await self._transaction.all(_HISTORY, self._wanted(ticket=number))]

    async def noted(self, action: str, numbers: Sequence[int]) -> Sequence[int]:
        """Those of these tickets in whose history the action stands, in order."""
        wanted = self._wanted(action=action) | {"numbers": list(numbers)}
        return sorted({row["ticket"] for row in await self._transaction.all(_NOTED, wanted)})

    async def _store_tickets(self, *, given: bool = False) -> None:
        """Write what was changed, each ticket once with the end of its history; or only what somebody was `given`."""
        for number, own in self._in_hand.items():
            if own.changed and (own.ticket.assignee or not given):
                await self._store(number, own)

    async def _store(self, number: int, own: _InHand) -> None:
        version, values = own.ticket.version, ticket_values(own.ticket) | self._end_of(own)
        about = tickets.name, (number,)
        if own.stored:
            wanted = self._wanted(number=number, version=own.stored, chain_length=own.stored_head.place)
            statement = changing(tickets, *sorted(wanted))
            await self._transaction.later(about, statement, values | wanted, Conflict())
        else:
            await self._add((number,), tickets, values, Conflict())
        own.stored, own.stored_head = version, own.head

    def _end_of(self, own: _InHand) -> Values:
        if own.head == own.stored_head:
            return {}
        return self._end_at(own.head)

    def _end_at(self, head: Head) -> Values:
        proof = sign_head(self._keys, self._desk, head)
        return {"chain_length": head.place, "chain_last": head.signature, "chain_proof": proof}


# NO KEY: nothing changes a ticket's number.
_LOCKED = with_keys(tickets, "number").with_for_update(key_share=True)
_LOCKED_STANDING = with_keys(tickets, "number").where(tickets.c.merged_into.is_(None)).with_for_update(key_share=True)
_NUMBERED = with_keys(tickets).where(among(tickets.c.number, "numbers", Integer()))
_AWAITING = (
    with_keys(tickets)
    .where(text(AWAITED), tickets.c.number > bindparam("after"))
    .order_by(tickets.c.number)
    .limit(bindparam("most"))
)
_NEWEST_THREAD = with_keys(bindings, "ticket", "side").order_by(bindings.c.at.desc()).limit(1)
_ALL_THREADS = with_keys(bindings, "ticket", "side").order_by(bindings.c.at)
_DESK_END = with_keys(desk_chains).with_for_update()
_DESK_ENDED = (
    update(desk_chains)
    .where(desks(desk_chains))
    .values({name: bindparam(name) for name in ("chain_length", "chain_last", "chain_proof")})
    .returning(desk_chains.c.desk)
)
_RECORDED = insert(history).returning(history.c.sequence)
_HISTORY = with_keys(history, "ticket").order_by(history.c.sequence)
_NOTED = select(history.c.ticket).where(desks(history, "action"), among(history.c.ticket, "numbers", Integer()))


def _possible(number: int) -> bool:
    return 0 < number <= LARGEST_NUMBER


@cache
def _listing(active: bool, keys: tuple[str, ...], newest: bool) -> Select[Any]:
    """Those of `keys` that are active, or in the statuses given. What is active is written out, so that both databases
    see that partial indexes hold: without them PostgreSQL walks through all closed tickets to find the first open."""
    standing = text(UNSOLVED) if active else among(tickets.c.status, "statuses", Text())
    order = tickets.c.number.desc() if newest else tickets.c.number
    return with_keys(tickets, *keys).where(standing).order_by(order).limit(bindparam("most"))
