"""Who covers for whom, and who was on call when people were last told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam

from bot.desk.rotation import Cover
from bot.ports import Duty
from storage.rows.people import cover_of, cover_values, duty_of, duty_values
from storage.section import Section, with_keys
from storage.tables.people import covers, duties


class RotaSection(Section):
    """See `bot.ports.UnitOfWork`."""

    async def covers(self, after: datetime) -> Sequence[Cover]:
        """Those that end after that moment, in the order in which they were set."""
        found = await self._transaction.all(_ENDING, self._wanted() | {"after": after})
        return sorted(map(cover_of, found), key=lambda each: (each.set_at, each.key))

    async def save_cover(self, cover: Cover) -> None:
        """Insert or update. Raises Conflict."""
        await self._save(covers, cover_values(cover), ("key",))

    async def duty(self, rotation: str) -> Duty | None:
        """Who was on call when people were last told."""
        row = await self._one(duties, rotation=rotation)
        return duty_of(row) if row else None

    async def save_duty(self, duty: Duty) -> None:
        """Insert or update. Raises Conflict."""
        await self._save(duties, duty_values(duty), ("rotation",))


_ENDING = with_keys(covers).where(covers.c.end > bindparam("after"))
