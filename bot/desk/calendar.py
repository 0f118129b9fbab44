"""When a team works: hours by weekday, holidays, days of its own, in a time zone.

Hours are what a clock on the wall shows: in the night in which clocks are put forward a shift is an hour shorter, in
that in which they are put back an hour longer (https://peps.python.org/pep-0495/ tells how such times are read). All
moments that come out are in UTC.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import count, groupby, islice
from zoneinfo import ZoneInfo

from bot.desk.national import National
from bot.errors import FirstlineError

_DAY = timedelta(days=1)
_LATEST = datetime.max.replace(tzinfo=UTC)
_SEARCHED = 3660
"""Days within which an opening must be found: ten years."""


class NeverOpens(FirstlineError):
    """The calendar has no hours, or only on days on which it is closed."""


class Closed(StrEnum):
    """Why nobody works."""

    HOURS = "hours"
    HOLIDAY = "holiday"
    DAY = "day"
    """A day of the desk's own."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours of one day, in minutes after midnight by the clock on the wall; `closes` is 1440 at the day's end."""

    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` until before `end`: open, or closed for a reason; `name` is that of a holiday."""

    start: datetime
    end: datetime
    closed: Closed | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Hours of work. `week` holds the shifts of Monday to Sunday, in order and apart.

    `days` holds days that have hours of their own, as ("2026-12-24", shifts), or ("12-24", shifts) in every year; they
    count before holidays, and holidays, which last from midnight to midnight, before the week.
    """

    name: str
    zone: ZoneInfo
    week: tuple[tuple[Shift, ...], ...]
    days: tuple[tuple[str, tuple[Shift, ...]], ...] = ()
    national: National | None = None

    def spans(self, start: datetime, end: datetime, language: str = "en") -> Iterator[Span]:
        """The time from `start` to `end` without gaps, in order; neighbours differ. Holidays are named in the
        language if their country has it."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        pieces = (span for day in self._days(start) for span in self._of_day(day, language))
        for (closed, name), alike in groupby(_within(pieces, start, end), lambda span: (span.closed, span.name)):
            first, *others = alike
            yield Span(first.start, (others or [first])[-1].end, closed, name)

    def open_between(self, start: datetime, end: datetime) -> timedelta:
        """How long it is open from `start` to `end`; nothing where `end` comes first."""
        return sum((shut - opened for opened, shut in self._open(start, end)), timedelta(0))

    def add(self, moment: datetime, work: timedelta) -> datetime:
        """The first moment at which it has been open for so long since `moment`. Raises NeverOpens."""
        if work <= timedelta(0):
            return moment.astimezone(UTC)
        for opened, shut in self._open(moment):
            if shut - opened >= work:
                return opened + work
            work -= shut - opened
        raise NeverOpens

    def next_opening(self, moment: datetime) -> datetime:
        """`moment` if it is open then, else when it opens next. Raises NeverOpens."""
        for opened, _ in self._open(moment):
            return opened
        raise NeverOpens

    def is_open(self, moment: datetime) -> bool:
        """Whether it is open then."""
        at = moment.astimezone(UTC)
        own = at.astimezone(self.zone).date()
        return any(
            instant(self.zone, day, shift.opens) <= at < instant(self.zone, day, shift.closes)
            for day in (own - _DAY, own)
            for shift in self._shifts(day)
        )

    def ever_opens(self) -> bool:
        """Whether there is any opening after the last day of its own; the years do not matter."""
        own = [date.fromisoformat(day) for day, _ in self.days if len(day) == len("2026-12-24")]
        after = datetime.combine(max(own, default=date(2026, 1, 1)) + _DAY, time(), UTC)
        return next(self._open(after), None) is not None

    def _open(self, start: datetime, end: datetime | None = None) -> Iterator[tuple[datetime, datetime]]:
        """(from, to) of each opening after `start`, up to `end` or as far as anybody looks ahead."""
        start = start.astimezone(UTC)
        for day in islice(self._days(start), None if end is not None else _SEARCHED):
            if end is not None and instant(self.zone, day, 0) >= end:
                return
            for shift in self._shifts(day):
                opened = max(instant(self.zone, day, shift.opens), start)
                shut = min(instant(self.zone, day, shift.closes), end or _LATEST)
                if opened < shut:
                    yield opened, shut

    def _days(self, start: datetime) -> Iterator[date]:
        first = start.astimezone(self.zone).date()
        return (first + number * _DAY for number in count())

    def _shifts(self, day: date) -> tuple[Shift, ...]:
        own = self._own(day)
        if own is not None:
            return own
        return () if self.national is not None and self.national.is_holiday(day) else self.week[day.weekday()]

    def _own(self, day: date) -> tuple[Shift, ...] | None:
        named = dict(self.days)
        return named.get(day.isoformat(), named.get(day.isoformat()[len("2026-") :]))

    def _why(self, day: date, language: str) -> tuple[Closed, str]:
        """Why it is closed on that day while it is."""
        if (own := self._own(day)) is not None:
            return (Closed.HOURS if own else Closed.DAY), ""
        holiday = self.national.holiday(day, language) if self.national is not None else ""
        return (Closed.HOLIDAY, holiday) if holiday else (Closed.HOURS, "")

    def _of_day(self, day: date, language: str) -> Iterator[Span]:
        """The day from midnight to midnight."""
        at, end = instant(self.zone, day, 0), instant(self.zone, day + _DAY, 0)
        why, name = self._why(day, language)
        for opened, shut in (
            (instant(self.zone, day, s.opens), instant(self.zone, day, s.closes)) for s in self._shifts(day)
        ):
            yield Span(at, opened, why, name)
            yield Span(opened, shut)
            at = shut
        yield Span(at, end, why, name)


ALWAYS = Calendar("", ZoneInfo("UTC"), ((Shift(0, 1440),),) * 7)
"""Day and night: of teams without a calendar."""


def _within(spans: Iterator[Span], start: datetime, end: datetime) -> Iterator[Span]:
    """What of the spans lies between `start` and `end`."""
    for span in spans:
        if span.start >= end:
            return
        first, last = max(span.start, start), min(span.end, end)
        if first < last:
            yield Span(first, last, span.closed, span.name)


@lru_cache(4096)
def instant(zone: ZoneInfo, day: date, minutes: int) -> datetime:
    """When a clock on the wall first shows so many minutes of the day, or more where they are left out: in UTC."""
    wall = datetime.combine(day + minutes // 1440 * _DAY, time(minutes % 1440 // 60, minutes % 60))
    before, after = (wall.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta(0) for fold in (0, 1))
    if before >= after:
        return (wall - before).replace(tzinfo=UTC)
    return _leap(zone, (wall - after).replace(tzinfo=UTC), after - before)


def _leap(zone: ZoneInfo, start: datetime, within: timedelta) -> datetime:
    """When, within some time of `start`, clocks are put forward; to the second."""
    offset = start.astimezone(zone).utcoffset()
    seconds = range(int(within.total_seconds()) + 1)
    put_on = bisect_left(
        seconds, True, key=lambda s: (start + timedelta(seconds=s)).astimezone(zone).utcoffset() != offset
    )
    return start + timedelta(seconds=put_on)
