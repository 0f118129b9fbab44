"""What people prefer."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Table, bindparam, select

from bot.messages import Person
from bot.ports import Preference
from storage.database import Database
from storage.section import Section, desks
from storage.tables.people import preferences
from storage.transaction import Insert


class PreferenceSection(Section):
    """See `bot.ports.UnitOfWork`."""

    async def prefer(self, preference: Preference) -> None:
        """Keep it, in the place of what the person chose before."""
        person = preference.person
        row = {"platform": person.platform, "workspace": person.workspace, "id": person.id, "desk": self._desk}
        chosen = row | {"language": preference.language, "at": preference.at}
        await self._transaction.run(_preferring(self._transaction.insert), chosen)


async def preferences_since(database: Database, desk: str, moment: datetime) -> Sequence[Preference]:
    """What was chosen from `moment` on, the oldest first."""
    async with database.reading() as transaction:
        rows = await transaction.all(_SINCE, {"wanted_desk": desk, "moment": moment})
    return [
        Preference(Person(row["platform"], row["workspace"], row["id"]), row["language"], row["at"]) for row in rows
    ]


_SINCE = (
    select(preferences).where(desks(preferences), preferences.c.at >= bindparam("moment")).order_by(preferences.c.at)
)


@cache
def _preferring(insert: Callable[[Table], Insert]) -> Insert:
    statement = insert(preferences)
    newer = {name: statement.excluded[name] for name in ("language", "at")}
    same = ["desk", "platform", "workspace", "id"]
    return statement.on_conflict_do_update(index_elements=same, set_=newer)
