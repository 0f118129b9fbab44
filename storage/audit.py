"""Reading a desk's history to verify or export it: page by page, all as it is at one moment."""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.audit.chain import Keys, Line, Seal
from bot.audit.examining import Chain, Examination
from bot.audit.standing import Standing
from bot.audit.verifying import Flaw, Stated
from storage.failures import translated
from storage.prepared import Row
from storage.rows.history import LINE, line_of, seal_of
from storage.tables.history import desk_chains, history, seals
from storage.tables.tickets import tickets

_PAGE = 500
"""Tickets, or seals, in memory at a time; of the seals the last end of each ticket stays while they are verified."""

Progress = Callable[[str, int, int], None]
"""Told the stage, how many lines are done, and of how many, after each page."""

STAGE = "verifying"

_END = ("number", "chain_length", "chain_last", "chain_proof")
_FACTS = ("status", "assignee", "priority", "category", "team", "merged_into")
_REQUESTER = ("requester_platform", "requester_workspace", "requester_id")
_COLUMNS = tuple(tickets.c[name] for name in (*_END, *_FACTS, *_REQUESTER))

_LINES = select(*(history.c[name] for name in LINE))


@dataclass(slots=True)
class HistoryReading:
    """The history of one desk, as the connection sees it. Everything may raise what the database raises."""

    connection: AsyncConnection
    desk: str

    async def count(self) -> int:
        """How many lines there are."""
        count = select(func.count().label("lines")).where(history.c.desk == self.desk)
        return int((await self._rows(count))[0]["lines"])

    async def seals(self) -> AsyncIterator[Seal]:
        """All seals, by number."""
        own, after = select(seals).where(seals.c.desk == self.desk).order_by(seals.c.number).limit(_PAGE), 0
        while rows := await self._rows(own.where(seals.c.number > after)):
            for row in rows:
                yield seal_of(row)
            after = rows[-1]["number"]

    async def chains(self) -> AsyncIterator[Chain]:
        """Those of all tickets by number, and that of the desk. The last page takes in whatever lines there are above
        the last ticket."""
        after: int | None = None
        while True:
            page = await self._page(after)
            last = page[-1]["number"] if len(page) == _PAGE else None
            lines = await self._lines(after, last)
            stated = {row["number"]: _stated(row) for row in page}
            for number in sorted(stated.keys() | lines.keys()):
                yield Chain(number, stated.get(number), tuple(lines.get(number, ())))
            if last is None:
                break
            after = last
        yield await self._of_desk()

    async def chain(self, number: int) -> Chain:
        """That of one ticket."""
        columns = select(*_COLUMNS).where(tickets.c.desk == self.desk, tickets.c.number == number)
        rows = await self._rows(columns)
        lines = await self._of(history.c.ticket == number)
        return Chain(number, _stated(rows[0]) if rows else None, tuple(lines))

    async def _of_desk(self) -> Chain:
        """Of what concerns no ticket: there is little of it."""
        lines = tuple(await self._of(history.c.ticket.is_(None)))
        ends = await self._rows(select(desk_chains).where(desk_chains.c.desk == self.desk))
        return Chain(0, _end(ends[0]) if ends else Stated(0, "", ""), lines)

    async def _page(self, after: int | None) -> Sequence[Row]:
        page = select(*_COLUMNS).where(tickets.c.desk == self.desk).order_by(tickets.c.number).limit(_PAGE)
        return await self._rows(page if after is None else page.where(tickets.c.number > after))

    async def _lines(self, after: int | None, last: int | None) -> dict[int, list[Line]]:
        within = [] if after is None else [history.c.ticket > after]
        within += [] if last is None else [history.c.ticket <= last]
        found = defaultdict[int, list[Line]](list)
        for line in await self._of(history.c.ticket.is_not(None), *within):
            found[line.ticket].append(line)
        return found

    async def _of(self, *about: ColumnElement[bool]) -> list[Line]:
        """Lines, by ticket."""
        wanted = _LINES.where(history.c.desk == self.desk, *about).order_by(history.c.ticket, history.c.sequence)
        with translated():
            return list(map(line_of, await self.connection.execute(wanted)))

    async def _rows(self, statement: Select[Any]) -> Sequence[Row]:
        with translated():
            return [dict(row) for row in (await self.connection.execute(statement)).mappings()]


@dataclass(slots=True)
class Verification:
    """The history of one desk, as the connection sees it, examined."""

    connection: AsyncConnection
    desk: str
    keys: Keys
    progress: Progress
    examination: Examination = field(init=False)

    def __post_init__(self) -> None:
        self.examination = Examination(self.desk, self.keys)

    async def flaws(self) -> AsyncIterator[Flaw]:
        """Everything that is wrong, ticket by ticket. Raises what the database raises."""
        reading, examination = HistoryReading(self.connection, self.desk), self.examination
        total = await reading.count()
        async for seal in reading.seals():
            for flaw in examination.seal(seal):
                yield flaw
        async for chain in reading.chains():
            for flaw in examination.chain(chain):
                yield flaw
            self.progress(STAGE, examination.lines, max(total, examination.lines + 1))
        for flaw in examination.end():
            yield flaw
        self.progress(STAGE, examination.lines, examination.lines)


def _end(row: Row) -> Stated:
    return Stated(row["chain_length"], row["chain_last"], row["chain_proof"])


def _stated(row: Row) -> Stated:
    into, who = row["merged_into"], "/".join(row[name] for name in _REQUESTER)
    facts = {**{name: row[name] for name in _FACTS}, "merged_into": "" if into is None else f"#{into}"}
    return replace(_end(row), standing=Standing(**facts, requester=who))
