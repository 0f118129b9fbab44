"""Moments as people write them: "until Monday", "до 24 декабря 9:00", "for 2 days". Pure.

Days are days of the clock on the wall, so `now` comes in the time zone of whoever writes. A day without a time is its
midnight, a time without a day its next coming; a date without a year and a weekday are the next ones after today.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

LONGEST = timedelta(days=366)

_LEADING = re.compile(r"^(?:until|till|til|up to|to|through|on|до|по)\b\s*", re.IGNORECASE)
_LASTING = re.compile(r"^(?:for|in|на|через)\s+(?:(\d{1,3})\s+|an?\s+)?([^\W\d]+)$", re.IGNORECASE)
_AT = re.compile(r"(?:^|[\s,]+)(?:at|в|во)\s+(?=\d)", re.IGNORECASE)
_CLOCK = re.compile(r"(?:^|\s)(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|h|ч|утра|вечера|дня)?$", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}))?")
_NAMED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([^\W\d]+)(?:\s+(\d{1,2})(?:st|nd|rd|th)?)?(?:,?\s+(\d{4}))?")
_A_DAY = timedelta(days=1)
_LATER = re.compile(r"next|следующ", re.IGNORECASE)
_NEXT = re.compile(r"^(?:next|the|this|следующ\w+|эт\w+)\s+", re.IGNORECASE)


def _by_beginning(*names: str) -> Mapping[str, int]:
    return {beginning: place for place, group in enumerate(names) for beginning in group.split()}


_WEEKDAYS = _by_beginning(
    "mon пон пн", "tue вто вт", "wed сре ср", "thu чет чт", "fri пят пт", "sat суб сб", "sun вос вс"
)
_MONTHS = _by_beginning(
    *("jan янв", "feb фев", "mar мар", "apr апр", "may мая май", "jun июн", "jul июл", "aug авг", "sep сен", "oct окт"),
    *("nov ноя", "dec дек"),
)
_DAYS = {"today": 0, "сегодня": 0, "tomorrow": 1, "завтра": 1, "завтрашнего": 1, "послезавтра": 2}
UNITS = {
    **dict.fromkeys(
        ("minute", "minutes", "min", "mins", "m", "минуту", "минуты", "минут", "мин", "м"), timedelta(minutes=1)
    ),
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "h", "час", "часа", "часов", "ч"), timedelta(hours=1)),
    **dict.fromkeys(("day", "days", "d", "день", "дня", "дней"), timedelta(days=1)),
    **dict.fromkeys(("week", "weeks", "неделю", "недели", "недель"), timedelta(weeks=1)),
}
"""Words of a length of time, in small letters."""
_WEEK = ("week", "недели", "неделе")


def read_until(text: str, now: datetime) -> datetime | None:
    """The moment after `now` that the words name, in UTC; None where they name none within a year."""
    said = " ".join(text.split()).casefold().rstrip(".!")
    moment = _after(said, now) if _LASTING.match(said) else _named(_LEADING.sub("", said), now)
    if moment is None or not now < moment <= now + LONGEST:
        return None
    return moment.astimezone(UTC)


def _after(said: str, now: datetime) -> datetime | None:
    found = _LASTING.match(said)
    unit = UNITS.get(found[2]) if found else None
    if found is None or unit is None:
        return None
    return (now.astimezone(UTC) + int(found[1] or 1) * unit).astimezone(now.tzinfo)


def _named(said: str, now: datetime) -> datetime | None:
    day = _day(said, now.date())
    if day is not None:
        return _at(day, time(), now)
    before, clock = _clock(said)
    if clock is None:
        return None
    if before:
        return _on_day(before, clock, now)
    today = _at(now.date(), clock, now)
    return today if today > now else _at(now.date() + timedelta(days=1), clock, now)


def _on_day(said: str, clock: time, now: datetime) -> datetime | None:
    """That day at that time; today, where a weekday or a date names it and the time is to come."""
    since = [now.date()] if said in _DAYS or said in _WEEK or _LATER.match(said) else [now.date() - _A_DAY, now.date()]
    named = [_day(said, day) for day in since]
    moments = [_at(day, clock, now) for day in named if day is not None]
    return next((moment for moment in moments if moment > now), moments[-1] if moments else None)


def _at(day: date, clock: time, now: datetime) -> datetime:
    return datetime.combine(day, clock, now.tzinfo)


def _clock(said: str) -> tuple[str, time | None]:
    """What stands before the time of day, and that time."""
    found = _CLOCK.search(_AT.sub(" ", said))
    if found is None or (found[2] is None and found[3] is None and not _AT.search(said)):
        return said, None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] in ("pm", "вечера", "дня") and hour < 12:
        hour += 12
    elif found[3] in ("am", "утра") and hour == 12:
        hour = 0
    before = _AT.sub(" ", said)[: found.start()].strip(" ,")
    return before, time(hour, minute) if hour < 24 and minute < 60 else None


def _day(said: str, today: date) -> date | None:
    if said in _DAYS:
        return today + timedelta(days=_DAYS[said])
    if (found := _ISO.fullmatch(said)) is not None:
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if (found := _NUMBERS.fullmatch(said)) is not None:
        return _coming(int(found[1]), int(found[2]), found[3], today)
    return _worded(_NEXT.sub("", said), today)


def _worded(said: str, today: date) -> date | None:
    if said in _WEEK:
        return _weekday(0, today)
    found = _NAMED.fullmatch(said)
    if found is None:
        return None
    number, month = found[1] or found[3], _MONTHS.get(found[2][:3])
    if number and month is not None:
        return _coming(int(number), month + 1, found[4], today)
    weekday = _WEEKDAYS.get(found[2] if len(found[2]) == 2 else found[2][:3])
    return _weekday(weekday, today) if weekday is not None and not number else None


def _weekday(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _coming(day: int, month: int, year: str | None, today: date) -> date | None:
    """That date, in this year or the next where no year is named."""
    if year:
        return _date(int(year), month, day)
    years = (_date(today.year + later, month, day) for later in range(2))
    return next((each for each in years if each is not None and each > today), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
