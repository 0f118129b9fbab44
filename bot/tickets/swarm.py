"""Swarms: specialists who look at a ticket together for a time, read from its history. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.desk.until import UNITS

USUALLY = timedelta(minutes=30)
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=8)
SWARMED, CONCLUDED = "swarmed", "concluded"
"""Lines of the history with which a swarm begins and ends."""
_ENDINGS = frozenset({"resolved", "closed", "merged"})
"""Lines with which the ticket comes to its end."""
_LASTING = re.compile(r"^(?:for|на)\s+(?:(?:(\d{1,3})\s*|an?\s+)([^\W\d]+)|(час))\b[\s,.:;]*", re.IGNORECASE)
_FORMAT = "%Y-%m-%d %H:%M UTC"


@dataclass(frozen=True, slots=True)
class Swarm:
    """Its people (handles), and until when they were asked. It is owed a conclusion, also when the time is over;
    `ended` says that the ticket came to its end since, and that nobody takes part any more."""

    people: tuple[str, ...]
    until: datetime
    ended: bool = False

    @property
    def written(self) -> str:
        """As a detail of the history."""
        return f"{', '.join(self.people)} – {self.until.astimezone(UTC):{_FORMAT}}"


def swarm_of(happened: Iterable[tuple[str, str]]) -> Swarm | None:
    """The swarm that has no conclusion yet, from (action, detail) of the history, oldest first."""
    detail, ended = "", False
    for action, said in happened:
        detail = {SWARMED: said, CONCLUDED: ""}.get(action, detail)
        ended = action != SWARMED and (ended or action in _ENDINGS)
    people, _, until = detail.rpartition(" – ")
    if not people:
        return None
    return Swarm(tuple(people.split(", ")), datetime.strptime(until, _FORMAT).replace(tzinfo=UTC), ended)


def read_time(text: str) -> tuple[timedelta | None, str]:
    """How long, where the words begin with it ("for 2 hours", "на 30 минут", "for an hour", "на час"), and the words
    after it. None for what is no time between five minutes and eight hours."""
    said = text.strip()
    found = _LASTING.match(said)
    unit = UNITS.get((found[2] or found[3]).casefold()) if found else None
    if found is None or unit is None:
        return USUALLY, said
    time = unit * int(found[1] or 1)
    return (time if SHORTEST <= time <= LONGEST else None), said[found.end() :]
