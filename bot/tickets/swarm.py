"""Swarms: specialists who look at a ticket together for a time, read from its history. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

USUALLY = timedelta(minutes=30)
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=8)
SWARMED, CONCLUDED = "swarmed", "concluded"
"""Lines of the history with which a swarm begins and ends."""
_LASTING = re.compile(r"^(?:for|на)\s+(\d{1,3})?\s*([^\W\d]+)\b[\s,.:;]*", re.IGNORECASE)
_UNITS = {"m": 1, "м": 1, "h": 60, "ч": 60}
_FORMAT = "%Y-%m-%d %H:%M UTC"


@dataclass(frozen=True, slots=True)
class Swarm:
    """Its people (handles), and until when they were asked. It is owed a conclusion, also when the time is over."""

    people: tuple[str, ...]
    until: datetime

    @property
    def written(self) -> str:
        """As a detail of the history."""
        return f"{', '.join(self.people)} – {self.until.astimezone(UTC):{_FORMAT}}"


def swarm_of(happened: Iterable[tuple[str, str]]) -> Swarm | None:
    """The swarm that has no conclusion yet, from (action, detail) of the history, oldest first."""
    detail = ""
    for action, said in happened:
        detail = {SWARMED: said, CONCLUDED: ""}.get(action, detail)
    people, _, until = detail.rpartition(" – ")
    if not people:
        return None
    return Swarm(tuple(people.split(", ")), datetime.strptime(until, _FORMAT).replace(tzinfo=UTC))


def read_time(text: str) -> tuple[timedelta | None, str]:
    """How long, where the words begin with it ("for 2 hours", "на 30 минут", "for an hour"), and the words after it.
    None for what is no time between five minutes and eight hours."""
    found = _LASTING.match(text.strip().replace(" an ", " 1 ", 1))
    unit = _UNITS.get(found[2].casefold()[0]) if found else None
    if found is None or unit is None:
        return USUALLY, text.strip()
    time = timedelta(minutes=unit * int(found[1] or 1))
    rest = text.strip().replace(" an ", " 1 ", 1)[found.end() :]
    return (time if SHORTEST <= time <= LONGEST else None), rest.strip()
