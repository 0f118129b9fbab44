"""What happened to a ticket, as its clocks see it: stages in which nothing changed, and when each clock ran."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from bot.desk.promises import Facts, Goal, Promises


class Happening(StrEnum):
    """What happened to a ticket, as far as clocks depend on it."""

    OPENED = "opened"
    CLAIMED = "claimed"
    RELEASED = "released"
    REPLIED = "replied"
    WROTE = "wrote"
    """The requester's side did; what it was asked for is thereby answered."""
    PENDING = "pending"
    HELD = "held"
    AWAITED = "awaited"
    """Approval."""
    RESUMED = "resumed"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CHANGED = "changed"
    """Priority, category, client or team."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `facts` come with OPENED and CHANGED."""

    at: datetime
    what: Happening
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What was promised from a moment on."""

    since: datetime
    promises: Promises


class Why(StrEnum):
    """Why a clock counts or pauses."""

    COUNTED = "counted"
    HOURS = "hours"
    HOLIDAY = "holiday"
    DAY = "day"
    PENDING = "pending"
    HELD = "held"
    APPROVAL = "approval"
    RESOLVED = "resolved"
    NOT_PROMISED = "not_promised"


@dataclass(frozen=True, slots=True)
class Stage:
    """Time in which nothing happened. `paused` is why no clock counts then, whatever the hours are."""

    start: datetime
    end: datetime
    facts: Facts
    paused: Why | None
    promises: Promises


@dataclass(frozen=True, slots=True)
class Life:
    """A clock's time."""

    goal: Goal
    start: datetime
    stop: datetime | None


def forward(events: Sequence[Event]) -> list[Event]:
    """The events from the opening on, none before the one before it, although somebody may have set a clock back."""
    started = next((place for place, event in enumerate(events) if event.what is Happening.OPENED), len(events))
    told: list[Event] = []
    for event in events[started:]:
        told.append(replace(event, at=max(event.at, told[-1].at)) if told else event)
    return told


def stages(events: Sequence[Event], terms: Sequence[Terms], end: datetime) -> Iterator[Stage]:
    """The time from the first event to `end`, and how things stand then: the last stage has no length."""
    start = events[0].at
    marks = sorted({start, end, *(each.at for each in events), *(t.since for t in terms if start < t.since < end)})
    facts, paused, waiting = events[0].facts or Facts(""), None, list(events)
    for mark, following in pairwise([*marks, end]):
        while waiting and waiting[0].at <= mark:
            event = waiting.pop(0)
            facts, paused = event.facts or facts, _paused(paused, event.what)
        in_force = [each.promises for each in terms if each.since <= mark] or [terms[0].promises]
        yield Stage(mark, following, facts, paused, in_force[-1])


_WAITS = {
    Happening.PENDING: Why.PENDING,
    Happening.HELD: Why.HELD,
    Happening.AWAITED: Why.APPROVAL,
    Happening.RESOLVED: Why.RESOLVED,
}


def _paused(paused: Why | None, what: Happening) -> Why | None:
    match what:
        case Happening.PENDING | Happening.HELD | Happening.AWAITED | Happening.RESOLVED:
            return _WAITS[what]
        case Happening.RESUMED | Happening.REOPENED:
            return None
        case Happening.WROTE if paused is Why.PENDING:
            return None
        case _:
            return paused


_ANSWERS = frozenset({Happening.REPLIED, Happening.RESOLVED})
_STARTS_AND_STOPS = {
    Goal.CLAIM: ({Happening.OPENED, Happening.RELEASED}, _ANSWERS | {Happening.CLAIMED}),
    Goal.FIRST_RESPONSE: ({Happening.OPENED}, _ANSWERS),
    Goal.NEXT_RESPONSE: ({Happening.WROTE, Happening.REOPENED}, _ANSWERS),
}


def lives(events: Sequence[Event]) -> list[Life]:
    """When each clock started and stopped. One for the next response starts whenever the requester waits again; that
    for the resolution goes on when the ticket is reopened."""
    lives = [life for goal in Goal for life in _of_goal(goal, events)]
    return sorted(lives, key=lambda life: life.start)


def _of_goal(goal: Goal, events: Sequence[Event]) -> Iterator[Life]:
    if goal is Goal.RESOLUTION:
        yield Life(goal, events[0].at, _resolved_at(events))
        return
    starts, stops = _STARTS_AND_STOPS[goal]
    start: datetime | None = None
    for event in _awaited(events) if goal is Goal.NEXT_RESPONSE else events:
        if start is None and event.what in starts:
            start = event.at
        elif start is not None and event.what in stops:
            yield Life(goal, start, event.at)
            start = None
    if start is not None:
        yield Life(goal, start, None)


def _awaited(events: Sequence[Event]) -> Iterator[Event]:
    """What happened after the first answer, without words about a matter that is resolved."""
    answered = resolved = False
    for event in events:
        if answered and not (resolved and event.what is Happening.WROTE):
            yield event
        answered = answered or event.what in _ANSWERS
        resolved = event.what is Happening.RESOLVED or (resolved and event.what is not Happening.REOPENED)


def _resolved_at(events: Sequence[Event]) -> datetime | None:
    """Since when the ticket has been resolved, if it is."""
    at: datetime | None = None
    for event in events:
        if event.what is Happening.RESOLVED:
            at = at or event.at
        elif event.what is Happening.REOPENED:
            at = None
    return at
