"""What people said of their being there, as far as it decides who is called."""

from collections.abc import Iterable

from bot.desk.absence import Absence
from bot.desk.desk import Desk
from bot.desk.rotation import Attendance, Cover
from bot.exchange import Exchange


async def attendance(x: Exchange) -> Attendance:
    """Covers of now and of later by people who are still in a team, and who is away when."""
    return there(x.desk, await x.work.covers(x.now), await x.work.absences())


def there(desk: Desk, covers: Iterable[Cover], absences: Iterable[Absence]) -> Attendance:
    """What counts of it."""
    still = tuple(each for each in covers if desk.member_named(each.member) is not None)
    return Attendance(still, tuple(absences))
