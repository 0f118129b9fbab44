"""The clocks of a ticket's promises: a fold over what happened to it, and over what was promised meanwhile.

A clock counts while the ticket waits for us and the calendar of its promise is open. What was counted stays counted,
whatever is promised later.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from bot.desk.calendar import Closed
from bot.desk.happenings import Event, Life, Stage, Terms, Why, forward, lives, stages
from bot.desk.promises import Goal, Promise

_NOTHING = timedelta(0)
_LAST_PART = 1 / 4
"""Of the time promised: while it passes, whoever has the ticket has been warned."""


_CLOSED = {Closed.HOURS: Why.HOURS, Closed.HOLIDAY: Why.HOLIDAY, Closed.DAY: Why.DAY}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a clock's time, from `start` until before `end`. `name` is that of a holiday."""

    start: datetime
    end: datetime
    why: Why
    name: str = ""
    promise: Promise | None = None

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Clock:
    """How a promise stands. Its stretches follow each other without gaps from `started_at` to `stopped_at`, or to the
    moment of the look.

    `due_at` is None while the clock is paused without anybody knowing until when, and after it stopped. `reached_at` is
    when the time was used up, and `warn_at` when three quarters of it will be, if that lies ahead as `due_at` does.
    """

    promise: Promise
    started_at: datetime
    stopped_at: datetime | None
    stretches: tuple[Stretch, ...]
    due_at: datetime | None
    reached_at: datetime | None
    warn_at: datetime | None = None

    @property
    def consumed(self) -> timedelta:
        """The time counted."""
        return sum((each.length for each in self.stretches if each.why is Why.COUNTED), _NOTHING)

    @property
    def left(self) -> timedelta:
        """What is left of the time promised; negative where more was used."""
        return self.promise.within - self.consumed

    @property
    def nearly_due(self) -> bool:
        """Whether three quarters of the time are used up, but not all of it."""
        return self.reached_at is None and self.left <= self.promise.within * _LAST_PART

    @property
    def breached(self) -> bool:
        """Whether it was still running after its time was used up."""
        return self.reached_at is not None and (self.stopped_at is None or self.stopped_at > self.reached_at)


def read_clocks(
    events: Sequence[Event], terms: Sequence[Terms], now: datetime, language: str = "en"
) -> tuple[Clock, ...]:
    """The clocks of a ticket to which all this happened, in the order in which they started. Terms and events are in
    order; the first terms count for what came before them too. Holidays are named in the language where they can be."""
    told = forward(events)
    if not told or not terms:
        return ()
    passed = list(stages(told, terms, max(now, told[-1].at)))
    clocks = (_clock(life, passed, language) for life in lives(told))
    return tuple(clock for clock in clocks if clock is not None)


def _clock(life: Life, passed: Sequence[Stage], language: str) -> Clock | None:
    """The clock, unless nothing is promised in the end."""
    now = passed[-1]
    stop = life.stop or now.end
    lived = [stage for stage in passed if life.start <= stage.start < min(stage.end, stop)]
    at_end = lived[-1] if lived and life.stop is not None else now
    promise = at_end.promises.of(life.goal, at_end.facts)
    if promise is None:
        return None
    stretches = [each for stage in lived for each in _stretches(stage, life.goal, language)]
    reached = _reached_at([*stretches, Stretch(at_end.end, at_end.end, Why.COUNTED, promise=promise)])
    clock = Clock(promise, life.start, life.stop, tuple(_joined(stretches)), None, reached)
    if life.stop is not None or (reached is None and now.paused):
        return clock
    if reached is not None:
        return replace(clock, due_at=reached)
    ahead = clock.left - promise.within * _LAST_PART
    warn_at = promise.calendar.add(now.end, ahead) if ahead >= _NOTHING else None
    return replace(clock, due_at=promise.calendar.add(now.end, clock.left), warn_at=warn_at)


def _stretches(stage: Stage, goal: Goal, language: str) -> Iterator[Stretch]:
    promise = stage.promises.of(goal, stage.facts)
    why = stage.paused or (Why.NOT_PROMISED if promise is None else None)
    if why is not None or promise is None:
        yield Stretch(stage.start, stage.end, why or Why.NOT_PROMISED, promise=promise)
        return
    for span in promise.calendar.spans(stage.start, stage.end, language):
        counted = _CLOSED[span.closed] if span.closed else Why.COUNTED
        yield Stretch(span.start, span.end, counted, span.name, promise)


def _reached_at(stretches: Sequence[Stretch]) -> datetime | None:
    """When the time promised was used up; a promise that was made longer since is open again."""
    consumed, reached = _NOTHING, None
    for stretch in stretches:
        if stretch.promise is None:
            continue
        left = stretch.promise.within - consumed
        reached = (reached or stretch.start) if left <= _NOTHING else None
        if stretch.why is Why.COUNTED:
            consumed += stretch.length
            reached = reached or (stretch.start + left if left <= stretch.length else None)
    return reached


def _joined(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Neighbours that are alike as one."""
    for _, alike in groupby(stretches, lambda each: (each.why, each.name, each.promise)):
        first, *others = alike
        yield replace(first, end=(others or [first])[-1].end)
