"""Who is away, whose turn it is, and who has how many tickets."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Text, func, select, text

from bot.desk.absence import Absence
from bot.desk.assignment import Turns
from storage.prepared import among
from storage.rows.people import absence_of, absence_values, turns_of, turns_values
from storage.section import Section, desks, inserting, with_keys
from storage.tables.people import absences, turns
from storage.tables.tickets import UNSOLVED, tickets


class AttendanceSection(Section):
    """See `bot.ports.UnitOfWork`."""

    async def absences(self) -> Sequence[Absence]:
        """The latest word of each member; there are as many at most as the desk ever had members."""
        return [absence_of(row) for row in await self._transaction.all(_ABSENCES, self._wanted())]

    async def save_absence(self, absence: Absence) -> None:
        """Insert or update. Raises Conflict."""
        await self._save(absences, absence_values(absence), ("member",))

    async def turns(self, team: str) -> Turns:
        """The team's, locked. The first time a row is made, so that there is something to lock."""
        row = await self._transaction.first(_TURNS, self._wanted(team=team))
        if row is None:
            first = turns_values(Turns(team, version=1)) | {"desk": self._desk}
            await self._transaction.run(inserting(self._transaction.insert, turns), first)
            row = await self._transaction.first(_TURNS, self._wanted(team=team))
        return turns_of(row) if row else Turns(team)

    async def save_turns(self, after: Turns) -> None:
        """Update. Raises Conflict."""
        await self._update(turns, turns_values(after), ("team",))

    async def loads(self, members: Sequence[str]) -> Mapping[str, int]:
        """How many tickets each of them has that are not resolved."""
        found = await self._transaction.all(_LOADS, self._wanted() | {"members": list(members)})
        return {row["assignee"]: row["open"] for row in found}

    async def holders(self) -> Sequence[str]:
        """Handles of all who have tickets that are not resolved."""
        return [row["assignee"] for row in await self._transaction.all(_HOLDERS, self._wanted())]


_ABSENCES = with_keys(absences).order_by(absences.c.member)
_TURNS = with_keys(turns, "team").with_for_update()
_HOLDERS = (
    select(tickets.c.assignee)
    .where(desks(tickets), text(UNSOLVED), tickets.c.assignee != "")
    .distinct()
    .order_by(tickets.c.assignee)
)
_LOADS = (
    select(tickets.c.assignee, func.count().label("open"))
    .where(desks(tickets), text(UNSOLVED), among(tickets.c.assignee, "members", Text()))
    .group_by(tickets.c.assignee)
)
