"""Who is away, and until when. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Absence:
    """A member is away from `since` until before `until`, or until they say that they are back (None). There is one of
    each member, that of the latest word; it ends by itself."""

    member: str
    """Their handle."""
    since: datetime
    until: datetime | None = None
    version: int = 0

    def holds(self, now: datetime) -> bool:
        """Whether they are away at that moment."""
        return self.since <= now and (self.until is None or now < self.until)


Away = Mapping[str, Absence]
"""Those who are away, by handle."""


def away_at(absences: Iterable[Absence], now: datetime) -> Away:
    """Those who are away at that moment."""
    return {absence.member: absence for absence in absences if absence.holds(now)}
