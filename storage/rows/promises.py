"""Timers, and calls for people."""

from bot.ports import Escalation, Timer, TimerKind
from storage.prepared import Row
from storage.rows.fields import Values, read, written

_TIMER = ("key", "ticket", "due_at", "subject")
_ESCALATION = (
    *("key", "ticket", "reason", "raised_at", "raised_by", "cause", "step", "acknowledged_by", "acknowledged_at"),
    *("ended", "version"),
)


def timer_values(timer: Timer) -> Values:
    """A row of `timers`, pending."""
    return {**written(timer, _TIMER), "kind": timer.kind, "state": "pending"}


def timer_of(row: Row) -> Timer:
    """The timer in a row."""
    return Timer(kind=TimerKind(row["kind"]), **read(row, _TIMER))


def escalation_values(escalation: Escalation) -> Values:
    """A row of `escalations`."""
    return {**written(escalation, _ESCALATION), "pings": list(escalation.pings)}


def escalation_of(row: Row) -> Escalation:
    """The escalation in a row."""
    return Escalation(pings=tuple(row["pings"]), **read(row, _ESCALATION))
