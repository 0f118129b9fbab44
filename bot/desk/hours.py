"""Hours as they are written in desk.toml: "09:00-12:30 13:30-18:00", by weekday; times of day and lengths of shifts."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from bot.desk.calendar import Shift

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHIFT = re.compile(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)")
_MIDNIGHT = 24 * 60
_LONGEST_SHIFT = 366 * 24

Shifts = tuple[Shift, ...]


def read_week(value: object) -> tuple[Shifts, ...]:
    """{"mon-thu": "09:00-12:30 13:30-18:00", "fri": "22:00-06:00"} as the shifts of Monday to Sunday; what goes over
    midnight is parted there. Raises ValueError."""
    if value == {}:
        raise ValueError("without hours it never opens")
    week: list[list[Shift]] = [[] for _ in _WEEKDAYS]
    told: set[int] = set()
    for days, text in _table(value).items():
        for day in _weekdays(days):
            if day in told:
                raise ValueError(f"{_WEEKDAYS[day]} is there twice")
            told.add(day)
            for shift in _read_shifts(text):
                week[day].append(Shift(shift.opens, min(shift.closes, _MIDNIGHT)))
                if shift.closes > _MIDNIGHT:
                    week[(day + 1) % 7].append(Shift(0, shift.closes - _MIDNIGHT))
    return tuple(_in_order(shifts, _WEEKDAYS[day]) for day, shifts in enumerate(week))


def read_dates(value: object) -> tuple[tuple[str, Shifts], ...]:
    """{"2026-12-24": "09:00-12:00", "12-31": "closed"}. Raises ValueError."""
    return tuple((_date(day), _hours_of(day, text)) for day, text in _table(value).items())


def read_time(value: object) -> int:
    """ "09:00" as minutes after midnight. Raises ValueError."""
    found = re.fullmatch(r"(\d{1,2}):(\d\d)(:00)?", str(value))
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(f'"{value}" is no time of day; an example is "09:00"')
    return 60 * int(found[1]) + int(found[2])


def read_shift(value: object) -> int:
    """The length of a shift in hours: "daily", "weekly", "12h", "3d" or "2w". Raises ValueError."""
    text = str(value).strip()
    found = re.fullmatch(r"(\d{1,3})\s*([hdw])", {"daily": "1d", "weekly": "1w"}.get(text, text))
    hours = int(found[1]) * {"h": 1, "d": 24, "w": 7 * 24}[found[2]] if found else 0
    if not 0 < hours <= _LONGEST_SHIFT:
        raise ValueError('a shift such as "daily", "weekly", "12h", "3d" or "2w" is expected, of a year at most')
    return hours


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        example = '{ mon-fri = "09:00-17:00" } or { 2026-12-24 = "closed" }'
        raise ValueError(f"a table is expected, such as {example}")  # noqa: TRY004 - pydantic reports no TypeError
    return value


def _weekdays(text: str) -> list[int]:
    first, _, last = text.lower().partition("-")
    if first not in _WEEKDAYS or (last or first) not in _WEEKDAYS:
        raise ValueError(f'"{text}" is no weekday; they are {", ".join(_WEEKDAYS)}, or from to: "mon-fri"')
    start, end = _WEEKDAYS.index(first), _WEEKDAYS.index(last or first)
    return [(start + number) % 7 for number in range((end - start) % 7 + 1)]


def _hours_of(day: str, value: object) -> Shifts:
    if value == "closed":
        return ()
    shifts = list(_read_shifts(value))
    if any(shift.closes > _MIDNIGHT for shift in shifts):
        raise ValueError(f"{day}: hours end at 24:00 at the latest; give the rest to the day after it")
    return _in_order(shifts, day)


def _read_shifts(value: object) -> Iterator[Shift]:
    """The hours; what ends on the next day closes after midnight. Raises ValueError."""
    written = value.split() if isinstance(value, str) else []
    if not written:
        raise ValueError(f'hours such as "09:00-12:30 13:30-18:00" are expected, not {value!r}')
    for each in written:
        found = _SHIFT.fullmatch(each)
        start, end = (60 * int(found[1]) + int(found[2]), 60 * int(found[3]) + int(found[4])) if found else (-1, -1)
        clock = found is not None and int(found[2]) < 60 and int(found[4]) < 60
        if not clock or not 0 <= start < _MIDNIGHT or end > _MIDNIGHT or start == end:
            raise ValueError(f'"{each}" are no hours; an example is "09:00-17:30", and 24:00 is the end of the day')
        yield Shift(start, end if end > start else end + _MIDNIGHT)


def _in_order(shifts: list[Shift], day: str) -> Shifts:
    ordered = tuple(sorted((shift for shift in shifts if shift.opens < shift.closes), key=lambda shift: shift.opens))
    if any(one.closes > other.opens for one, other in pairwise(ordered)):
        raise ValueError(f"{day}: hours overlap")
    return ordered


def _date(text: str) -> str:
    """ "2026-12-24", or "12-24" in every year. Raises ValueError."""
    try:
        whole = date.fromisoformat(text if len(text) == len("2026-12-24") else f"2024-{text}").isoformat()
    except ValueError as error:
        raise ValueError(f'"{text}" is no date; write 2026-12-24, or 12-24 for every year') from error
    return whole if whole == text else whole[len("2024-") :]
