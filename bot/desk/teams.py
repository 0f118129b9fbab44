"""A support group, and whom it calls when nobody answers in time."""

from dataclasses import dataclass
from datetime import timedelta

from bot.desk.calendar import ALWAYS, Calendar
from bot.desk.people import Member


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an escalation policy: whom to tell, and how long to wait for an acknowledgement.

    `tell` is "assignee", "oncall" (the first rotation of the ticket's team) or "oncall:<rotation>", "member:<handle>",
    "group:<id>", "team" or "team:<id>", "next-tier", "leads".
    """

    tell: str
    wait: timedelta


@dataclass(frozen=True, slots=True)
class EscalationPolicy:
    """How soon somebody must claim and answer, and who is told otherwise, in what order; repeated steps are there as
    often as they come. `acknowledged_for` is how long an acknowledgement stands when nothing follows it."""

    name: str
    claim_within: timedelta
    answer_within: timedelta
    steps: tuple[Step, ...]
    acknowledged_for: timedelta = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Team:
    """The people of one support group. `triage` and `leads` hold (platform, channel id)."""

    id: str
    name: str
    members: tuple[Member, ...]
    triage: tuple[tuple[str, str], ...]
    leads: tuple[tuple[str, str], ...]
    escalation: EscalationPolicy
    categories: tuple[str, ...] = ()
    calendar: Calendar = ALWAYS
    """When the team works; only then do its clocks run."""
    next_tier: str = ""
    """The team that helps this one."""
