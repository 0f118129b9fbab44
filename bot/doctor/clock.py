"""Whether our clock goes as that of others does."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.doctor.finding import Finding, Value, good, problem, warning

_NOTICEABLE = timedelta(seconds=30)
_TOO_MUCH = timedelta(minutes=4)
"""Signatures and tokens that are five minutes away are refused, on either side."""


def skew(subject: str, theirs: datetime | None, ours: datetime) -> list[Finding]:
    """What the difference means; nothing where they told no time. A second of it is rounding and travel."""
    if theirs is None:
        return []
    away = abs(ours - theirs)
    values: dict[str, Value] = {"subject": subject, "seconds": int(away.total_seconds())}
    if away < _NOTICEABLE:
        return [good("clock", "clock-right", **values)]
    find = problem if away >= _TOO_MUCH else warning
    return [find("clock", "clock-wrong", **values)]


def date_in(header: str) -> datetime | None:
    """The time in a `Date` header, or None."""
    try:
        return parsedate_to_datetime(header).astimezone(UTC)
    except (ValueError, TypeError):
        return None
