"""Reading a desk's history to verify it: page by page, all as it is at one moment."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.audit.chain import Keys, Line
from bot.audit.verifying import Flaw, Sealed, Stated, erased_lines, flaws_of, forgotten
from storage.failures import translated
from storage.prepared import Row
from storage.rows.history import line_of, seal_of
from storage.tables.history import desk_chains, history, seals
from storage.tables.tickets import tickets

_PAGE = 500
"""Tickets, or seals, in memory at a time; of the seals the last end of each ticket stays."""

Progress = Callable[[str, int, int], None]
"""Told the stage, how many lines are done, and of how many, after each page."""

STAGE = "verifying"


@dataclass(slots=True)
class Verification:
    """The history of one desk, as the connection sees it; the counts are known at the end of `flaws`."""

    connection: AsyncConnection
    desk: str
    keys: Keys
    progress: Progress
    sealed: Sealed = field(init=False)
    tickets: int = field(default=0, init=False)
    lines: int = field(default=0, init=False)
    erased: int = field(default=0, init=False)
    """Lines whose words were taken away."""

    def __post_init__(self) -> None:
        self.sealed = Sealed(self.keys, self.desk)

    async def flaws(self) -> AsyncIterator[Flaw]:
        """Everything that is wrong, ticket by ticket. Raises what the database raises."""
        count = select(func.count().label("lines")).where(history.c.desk == self.desk)
        total = (await self._rows(count))[0]["lines"]
        async for flaw in self._of_seals():
            yield flaw
        async for flaw in self._of_tickets(total):
            yield flaw
        for flaw in await self._of_desk():
            yield flaw
        self.progress(STAGE, self.lines, self.lines)

    async def _of_desk(self) -> list[Flaw]:
        """Of what concerns no ticket: there is little of it."""
        own = _of(self.desk).where(history.c.ticket.is_(None)).order_by(history.c.sequence)
        lines = [line_of(row) for row in await self._rows(own)]
        self.lines += len(lines)
        self.erased += erased_lines(lines)
        stated = await self._rows(select(desk_chains).where(desk_chains.c.desk == self.desk))
        return flaws_of(0, _stated(stated[0]) if stated else Stated(0, "", ""), lines, self.sealed)

    async def _of_seals(self) -> AsyncIterator[Flaw]:
        own, after = select(seals).where(seals.c.desk == self.desk).order_by(seals.c.number).limit(_PAGE), 0
        while rows := await self._rows(own.where(seals.c.number > after)):
            for row in rows:
                for flaw in self.sealed.add(seal_of(row)):
                    yield flaw
            after = rows[-1]["number"]

    async def _of_tickets(self, total: int) -> AsyncIterator[Flaw]:
        """The last page takes in whatever lines there are above the last ticket."""
        after, seen = None, {0}
        while True:
            page = await self._page(after)
            last = page[-1]["number"] if len(page) == _PAGE else None
            lines = await self._lines(after, last)
            stated = {row["number"]: _stated(row) for row in page}
            for number in sorted(stated.keys() | lines.keys()):
                seen.add(number)
                for flaw in flaws_of(number, stated.get(number), lines.get(number, ()), self.sealed):
                    yield flaw
            self.progress(STAGE, self.lines, max(total, self.lines))
            if last is None:
                break
            after = last
        for flaw in forgotten(self.sealed, seen):
            yield flaw

    async def _page(self, after: int | None) -> Sequence[Row]:
        columns = tickets.c.number, tickets.c.chain_length, tickets.c.chain_last, tickets.c.chain_proof
        page = select(*columns).where(tickets.c.desk == self.desk).order_by(tickets.c.number).limit(_PAGE)
        found = await self._rows(page if after is None else page.where(tickets.c.number > after))
        self.tickets += len(found)
        return found

    async def _lines(self, after: int | None, last: int | None) -> dict[int, list[Line]]:
        wanted = _of(self.desk).where(history.c.ticket.is_not(None)).order_by(history.c.ticket, history.c.sequence)
        wanted = wanted if after is None else wanted.where(history.c.ticket > after)
        wanted = wanted if last is None else wanted.where(history.c.ticket <= last)
        found: dict[int, list[Line]] = {}
        for row in await self._rows(wanted):
            found.setdefault(row["ticket"], []).append(line_of(row))
        self.lines += sum(map(len, found.values()))
        self.erased += sum(map(erased_lines, found.values()))
        return found

    async def _rows(self, statement: Select[Any]) -> Sequence[Row]:
        with translated():
            return [dict(row) for row in (await self.connection.execute(statement)).mappings()]


def _of(desk: str) -> Select[Any]:
    return select(history).where(history.c.desk == desk)


def _stated(row: Row) -> Stated:
    return Stated(row["chain_length"], row["chain_last"], row["chain_proof"])
