"""What would have come of the promises under another desk file: the histories of tickets, read once more."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.desk.clocks import Clock
from bot.desk.desk import Desk
from bot.desk.promises import Goal
from bot.ports import Story
from bot.promises.sla import clocks_of


class Outcome(StrEnum):
    """What came of a promise."""

    KEPT = "kept"
    BROKEN = "broken"
    RUNNING = "running"
    NONE = "none"
    """Nothing was promised."""


Change = tuple[Goal, Outcome, Outcome]


@dataclass(slots=True)
class Comparison:
    """Outcomes under the desk file of today (`before`) and another (`after`)."""

    tickets: int = 0
    before: Counter[tuple[Goal, Outcome]] = field(default_factory=Counter)
    after: Counter[tuple[Goal, Outcome]] = field(default_factory=Counter)
    changed: dict[Change, list[int]] = field(default_factory=dict)
    """Numbers of the tickets with another outcome, the oldest first."""


def compare(stories: Iterable[Story], before: Desk, after: Desk, now: datetime) -> Comparison:
    """What came of each promise to the tickets, and what would have come of it."""
    found = Comparison()
    for story in sorted(stories, key=lambda story: story.ticket.number):
        found.tickets += 1
        old, new = (_outcomes(clocks_of(desk, story.ticket, story.history, now)) for desk in (before, after))
        for goal, started_at in {**old, **new}:
            was, would_be = (each.get((goal, started_at), Outcome.NONE) for each in (old, new))
            found.before[goal, was] += 1
            found.after[goal, would_be] += 1
            if was is not would_be:
                found.changed.setdefault((goal, was, would_be), []).append(story.ticket.number)
    return found


def outcome(clock: Clock) -> Outcome:
    """What came of it."""
    if clock.breached:
        return Outcome.BROKEN
    return Outcome.RUNNING if clock.stopped_at is None else Outcome.KEPT


def _outcomes(clocks: Sequence[Clock]) -> dict[tuple[Goal, datetime], Outcome]:
    return {(clock.promise.goal, clock.started_at): outcome(clock) for clock in clocks}
