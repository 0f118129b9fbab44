"""Who asks what when, in the years that a seeded database looks back on. Pure, and the same for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""The present of a seeded database."""
YEARS = timedelta(days=3 * 365)
QUESTIONS = 3
"""Stories of each kind, one for each question."""

SOLVED_BESIDE = 0.6
"""Requests that need no ticket, for each one that does: an assumption of the lab, about a third solved by articles."""
ESCALATED = 0.05
"""Share of closed tickets that were escalated and opened again."""
OPEN = 0.01
"""Share of tickets that are open."""
RECENT = 0.02
"""The last part of the time, in which most of the open tickets lie."""
STRAGGLERS = 0.002
"""Share of the older tickets that are open still."""
FRESH = timedelta(hours=3)
"""Nobody has claimed the tickets of this last time yet."""
TICKETS_EACH = 6
"""Tickets of one person in all the years."""
FEWEST_PEOPLE = 20
FIRST_PERSON = 10_000_000
CLIENTS = 4
"""Other desks in the same database, as a provider has them; together they have two fifths of the tickets."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `number` counts the desk's tickets, 0 where none was needed; `epoch` is a second of its own.

    `whole`: it is new enough to have all its rows still, not only those that outlive the desk's retention.
    """

    id: int
    desk: str
    story: str
    number: int
    person: int
    epoch: int
    whole: bool


@dataclass(slots=True)
class Asking:
    """The requests for so many tickets, the newest `whole` of them with all their rows, in the order of time.

    The main desk is `desk`.
    """

    desk: str
    tickets: int
    whole: int
    seed: int
    _numbers: dict[str, int] = field(default_factory=dict)
    _ids: int = 0

    def requests(self) -> Iterator[Asked]:
        """Every request."""
        chance = random.Random(self.seed)  # noqa: S311 - a sample, no secret
        for place in range(self.tickets):
            yield self._asked(self._kind(chance, place / self.tickets), place, 0, chance)
            if chance.random() < SOLVED_BESIDE:
                yield self._asked("solved", place, 1, chance)

    def _kind(self, chance: random.Random, share: float) -> str:
        if (1 - share) * YEARS < FRESH:
            return "fresh"
        recent = (OPEN - STRAGGLERS * (1 - RECENT)) / RECENT
        if chance.random() < (recent if share > 1 - RECENT else STRAGGLERS):
            return "open"
        return "escalated" if chance.random() < ESCALATED else "closed"

    def _asked(self, kind: str, place: int, later: int, chance: random.Random) -> Asked:
        desk = self.desk if chance.random() < 0.6 else f"client-{1 + chance.randrange(CLIENTS)}"
        self._ids += 1
        if kind != "solved":
            self._numbers[desk] = self._numbers.get(desk, 0) + 1
        number = 0 if kind == "solved" else self._numbers[desk]
        step = YEARS.total_seconds() / self.tickets
        epoch = int(NOW.timestamp() - YEARS.total_seconds() + (place + later / 2) * step)
        person = FIRST_PERSON + chance.randrange(people(self.tickets))
        story, whole = f"{kind}-{chance.randrange(QUESTIONS)}", kind == "open" or place >= self.tickets - self.whole
        return Asked(self._ids, desk, story, number, person, epoch, whole)


def people(tickets: int) -> int:
    """How many people asked for so many tickets."""
    return max(tickets // TICKETS_EACH, FEWEST_PEOPLE)
