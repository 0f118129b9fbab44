"""On-call rotations: who is on call at a moment, and why. Pure.

Layers take turns in shifts that are handed over when a clock on the wall shows it, so that in the nights in which
clocks are changed a shift is an hour shorter or longer. Of the layers that are on, the last in the file counts. Who
covers for somebody counts before all layers; who is away is skipped, and the next of the layer stands in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.desk.absence import Absence
from bot.desk.calendar import Calendar, instant


class Why(StrEnum):
    """Why somebody is on call, or nobody."""

    COVER = "cover"
    SHIFT = "shift"
    STAND_IN = "stand_in"
    """The one whose shift it is is away."""
    AWAY = "away"
    """Everybody of the layer is."""
    GAP = "gap"
    """No layer is on."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Somebody is on call from `start` until before `end`, whoever's shift it is. `member` and `set_by` are handles."""

    key: str
    rotation: str
    member: str
    start: datetime
    end: datetime
    set_by: str
    set_at: datetime
    ended: bool = False
    """Called off."""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Attendance:
    """What people said of their being there: covers in the order in which they were set, and absences."""

    covers: tuple[Cover, ...] = ()
    absences: tuple[Absence, ...] = ()

    def is_away(self, member: str, at: datetime) -> bool:
        """Whether the member is away then."""
        return any(each.member == member and each.holds(at) for each in self.absences)

    def cover(self, rotation: str, at: datetime) -> Cover | None:
        """Who covers then; the one set last, where several do."""
        fitting = (each for each in reversed(self.covers) if each.rotation == rotation and not each.ended)
        return next((each for each in fitting if each.start <= at < each.end), None)


@dataclass(frozen=True, slots=True)
class Layer:
    """People who take turns: shifts of so many `hours` by the wall clock, the first from `since`, `at` minutes after
    midnight; only in some hours, where `only` is given. `members` are handles."""

    members: tuple[str, ...]
    zone: ZoneInfo
    since: date
    at: int
    hours: int
    only: Calendar | None = None

    def begins(self, number: int) -> datetime:
        """When the shift of this number (the first is 0) is taken over."""
        return instant(self.zone, self.since, self.at + number * self.hours * 60)

    def shift_at(self, moment: datetime) -> int | None:
        """Number of the shift then, or None before the first."""
        wall = moment.astimezone(self.zone).replace(tzinfo=None) - datetime.combine(self.since, time())
        number = (wall - timedelta(minutes=self.at)) // timedelta(hours=self.hours)
        while self.begins(number) > moment:
            number -= 1
        while self.begins(number + 1) <= moment:
            number += 1
        return number if number >= 0 else None

    def on_call(self, moment: datetime, attendance: Attendance) -> "OnCall | None":
        """Who of the layer is on call then; None where it is off."""
        number = self.shift_at(moment)
        if number is None or (self.only is not None and not self.only.is_open(moment)):
            return None
        first = number % len(self.members)
        in_turn = (*self.members[first:], *self.members[:first])
        there = next((each for each in in_turn if not attendance.is_away(each, moment)), "")
        if not there:
            return OnCall("", Why.AWAY, in_turn[0])
        return OnCall(there) if there == in_turn[0] else OnCall(there, Why.STAND_IN, in_turn[0])

    def cuts(self, start: datetime, end: datetime) -> Iterator[datetime]:
        """All moments between the two at which it may become somebody else's turn."""
        number = max(self.shift_at(start) or 0, 0)
        while (moment := self.begins(number)) < end:
            yield moment
            number += 1
        if self.only is not None:
            yield from (span.start for span in self.only.spans(start, end))


@dataclass(frozen=True, slots=True)
class OnCall:
    """Who is on call (a handle, or empty for nobody), and why; `instead_of` whom."""

    member: str
    why: Why = Why.SHIFT
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The same is on call from `start` until before `end`."""

    start: datetime
    end: datetime
    on_call: OnCall


@dataclass(frozen=True, slots=True)
class Rotation:
    """A rota of a team. `groups` holds (platform, user group there) kept in step with it."""

    id: str
    name: str
    team: str
    layers: tuple[Layer, ...]
    groups: tuple[tuple[str, str], ...] = ()

    def on_call(self, moment: datetime, attendance: Attendance) -> OnCall:
        """Who is on call then."""
        on = [found for layer in self.layers if (found := layer.on_call(moment, attendance)) is not None]
        scheduled = on[-1] if on else OnCall("", Why.GAP)
        cover = attendance.cover(self.id, moment)
        if cover is None:
            return scheduled
        return OnCall(cover.member, Why.COVER, scheduled.instead_of or scheduled.member)

    def stretches(self, start: datetime, end: datetime, attendance: Attendance) -> Iterator[Stretch]:
        """The time from `start` to `end` without gaps, in order; neighbours differ."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        cuts = {start, end, *(cut for layer in self.layers for cut in layer.cuts(start, end))}
        cuts |= {cut for cover in attendance.covers for cut in (cover.start, cover.end)}
        cuts |= {cut for each in attendance.absences for cut in (each.since, each.until) if cut is not None}
        began, now = start, self.on_call(start, attendance)
        for moment in sorted(cut.astimezone(UTC) for cut in cuts if start < cut < end):
            then = self.on_call(moment, attendance)
            if then != now:
                yield Stretch(began, moment, now)
                began, now = moment, then
        yield Stretch(began, end, now)

    def next_change(self, moment: datetime, attendance: Attendance, within: timedelta) -> Stretch | None:
        """The first stretch after `moment` in which somebody else is on call, as far as it lies within that time."""
        found = list(self.stretches(moment, moment + within, attendance))
        return next((two for one, two in pairwise(found) if two.on_call.member != one.on_call.member), None)
