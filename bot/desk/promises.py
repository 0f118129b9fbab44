"""What a desk promises, and to whom: how soon a ticket is claimed, answered, answered again and resolved.

Of the policies that fit a ticket and name the goal, the one with the most conditions counts. Of those with equally
many, a condition on the client weighs more than one on the category, that more than one on the priority, and that more
than one on the team; of what is then still equal, the first in the file counts. What a team's escalation policy says
(`claim_within`, `answer_within`) counts where no other policy names the goal.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from bot.desk.calendar import Calendar
from bot.tickets.ticket import Priority


class Goal(StrEnum):
    """What is promised."""

    CLAIM = "claim"
    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True)
class Facts:
    """What promises for a ticket depend on; all but the priority may be empty."""

    team: str
    priority: Priority = Priority.NORMAL
    category: str = ""
    client: str = ""


@dataclass(frozen=True, slots=True)
class PromisePolicy:
    """Promises to the tickets that fit all conditions; an empty condition fits any. `fallback`: a team's own.

    `calendar` None is that of the ticket's team.
    """

    name: str
    within: tuple[tuple[Goal, timedelta], ...]
    clients: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    priorities: tuple[Priority, ...] = ()
    teams: tuple[str, ...] = ()
    calendar: Calendar | None = None
    fallback: bool = False

    def fits(self, facts: Facts) -> bool:
        """Whether the ticket meets all conditions."""
        return (
            (not self.clients or facts.client in self.clients)
            and (not self.categories or facts.category in self.categories)
            and (not self.priorities or facts.priority in self.priorities)
            and (not self.teams or facts.team in self.teams)
        )

    @property
    def weight(self) -> tuple[bool, int, tuple[bool, ...]]:
        """How specific it is, by the rule above."""
        conditions = tuple(map(bool, (self.clients, self.categories, self.priorities, self.teams)))
        return not self.fallback, sum(conditions), conditions


@dataclass(frozen=True, slots=True)
class Promise:
    """One goal of one ticket: to be reached within so much time of the calendar."""

    goal: Goal
    within: timedelta
    policy: str
    calendar: Calendar
    fallback: bool = False
    """It is a team's own."""

    @property
    def is_warned_of(self) -> bool:
        """Whether somebody is warned before it falls due: a team's own time for claiming is too short for that."""
        return not self.fallback or self.goal is not Goal.CLAIM


@dataclass(frozen=True, slots=True)
class Promises:
    """All that a desk promises. `calendars` holds those of its teams by id; who asks for a team that is gone gets the
    first."""

    policies: tuple[PromisePolicy, ...]
    calendars: tuple[tuple[str, Calendar], ...]

    def of(self, goal: Goal, facts: Facts) -> Promise | None:
        """The promise that counts, if any is made."""
        fitting = [policy for policy in self.policies if goal in dict(policy.within) and policy.fits(facts)]
        if not fitting:
            return None
        chosen = max(fitting, key=lambda policy: policy.weight)
        calendar = chosen.calendar or dict(self.calendars).get(facts.team, self.calendars[0][1])
        return Promise(goal, dict(chosen.within)[goal], chosen.name, calendar, chosen.fallback)


_CODEC: TypeAdapter[Promises] = TypeAdapter(Promises)


def promises_to_json(promises: Promises) -> dict[str, Any]:
    """Plain data for a JSON column; `promises_from_json` gives the promises back."""
    data: dict[str, Any] = _CODEC.dump_python(promises, mode="json")
    return data


def promises_from_json(data: object) -> Promises:
    """The promises of `promises_to_json`. Raises pydantic.ValidationError on anything else."""
    return _CODEC.validate_python(data)
