"""For how long specialists are asked to look at a ticket together: "for 2 hours", "на час". Pure."""

import re
from datetime import timedelta

from bot.desk.until import UNITS

USUALLY = timedelta(minutes=30)
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=8)
_LASTING = re.compile(r"^(?:for|на)\s+(?:(?:(\d{1,3})\s*|an?\s+)([^\W\d]+)|(час))\b[\s,.:;]*", re.IGNORECASE)


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
