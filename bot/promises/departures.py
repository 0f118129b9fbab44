"""Tickets of people who are in no team any more: the leads are told of them once, gathered.

The history of each ticket says whether they were told, so that neither a restart nor another process tells it again;
and that its holder has come back since, so that they are told if that one leaves again.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.desk.desk import Desk
from bot.errors import Conflict
from bot.exchange import Exchange, digest
from bot.pause import pause
from bot.ports import AuditEntry, Clock, Ledger, UnitOfWork
from bot.tickets.ticket import ACTIVE, Ticket
from bot.wording.presence import departed_card

_OPEN = tuple(sorted(ACTIVE))
_MOST = 200
"""Tickets of one person that are told of at a time."""
_EVERY = 5.0
"""Seconds between two looks whether the desk is described anew."""
_DEPARTED = "departed"
_RETURNED = "returned"
_GIVEN = ("claimed", "assigned", "transferred")


@dataclass(frozen=True, slots=True)
class Departures:
    """Looks whether tickets are left in the hands of somebody who has gone from desk.toml."""

    ledger: Ledger
    desk: Callable[[], Desk]
    clock: Clock

    async def run(self, stop: asyncio.Event) -> None:
        """Look at the start and whenever the desk is another, until `stop` is set."""
        seen: Desk | None = None
        while not stop.is_set():
            if (desk := self.desk()) is not seen:
                with suppress(Conflict):  # somebody is at work on one of them: the next look
                    await self.look()
                    seen = desk
            await pause(stop, _EVERY)

    async def look(self) -> None:
        """Tell the leads of tickets that nobody will go on with; show the cards anew of those whose holder has come
        back. Raises Conflict and what the database raises."""
        async with self.ledger.work() as work:
            holders = await work.holders()
        for handle in holders:
            act = self._tell if self.desk().member_named(handle) is None else self._take_back
            async with self.ledger.work() as work:
                numbers = _numbers(await _held(work, handle))
            for start in range(0, len(numbers), _MOST):
                await act(handle, numbers[start : start + _MOST])

    async def _tell(self, handle: str, numbers: Sequence[int]) -> None:
        async with self.ledger.work() as work:
            x = self._exchange(work, _DEPARTED, handle, numbers[0])
            untold = [each for number in numbers if (each := await _theirs(work, number, handle, told=False))]
            await _note(x, _DEPARTED, untold)
            await _tell_leads(x, handle, untold)
            await work.commit()

    async def _take_back(self, handle: str, numbers: Sequence[int]) -> None:
        async with self.ledger.work() as work:
            if noted := await work.noted(_DEPARTED, numbers):
                x = self._exchange(work, _RETURNED, handle, noted[0])
                told = [each for number in noted if (each := await _theirs(work, number, handle, told=True))]
                await _note(x, _RETURNED, told)
                await work.commit()

    def _exchange(self, work: UnitOfWork, action: str, handle: str, first: int) -> Exchange:
        now = self.clock()
        return Exchange(work, self.desk(), now, digest(action, handle, now.isoformat(), str(first)))


async def _held(work: UnitOfWork, handle: str) -> Sequence[Ticket]:
    """All that they have, however many."""
    most = _MOST
    while len(found := await work.tickets(statuses=_OPEN, assignee=handle, limit=most)) == most:
        most *= 2
    return found


def _numbers(tickets: Sequence[Ticket]) -> list[int]:
    """In the order in which tickets are locked everywhere."""
    return sorted(ticket.number for ticket in tickets)


async def _theirs(work: UnitOfWork, number: int, handle: str, *, told: bool) -> Ticket | None:
    """The ticket, locked, if it is theirs still, and their leaving was told or was not."""
    ticket = await work.ticket(number)
    if ticket is None or ticket.assignee != handle or ticket.status not in ACTIVE:
        return None
    return ticket if _was_told(await work.history(number), handle) is told else None


def _was_told(history: Sequence[AuditEntry], handle: str) -> bool:
    """Whether it was told since they were given the ticket, and since they came back."""
    telling = (entry for entry in reversed(history) if entry.action in (_DEPARTED, _RETURNED, *_GIVEN))
    last = next(telling, None)
    return last is not None and (last.action, last.detail) == (_DEPARTED, handle)


async def _note(x: Exchange, action: str, tickets: Sequence[Ticket]) -> None:
    for ticket in tickets:
        await x.note(action, ticket, None, ticket.assignee)
        await x.show_card(ticket)


async def _tell_leads(x: Exchange, handle: str, tickets: Sequence[Ticket]) -> None:
    for team in dict.fromkeys(x.team(ticket) for ticket in tickets):
        theirs = [ticket for ticket in tickets if x.team(ticket) == team]
        leads = x.desk.channel(team.leads or team.triage, theirs[0].request)
        if leads is not None:
            await x.name_tickets(leads, departed_card(x.words, handle, [x.titled(each, x.words) for each in theirs]))
