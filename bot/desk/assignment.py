"""Who of a team gets a ticket: by turns, or whoever has the fewest. Pure, and the same for the same state."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.desk.absence import Away
from bot.desk.people import Member
from bot.desk.routing import Assignment
from bot.desk.teams import Team


class WhyNobody(StrEnum):
    """Why a ticket was given to nobody of its team when it was opened."""

    HOURS = "hours"
    """Nobody works now."""
    AWAY = "away"
    """Who works now is away."""
    SKILL = "skill"
    """Who is there does not have the skill that it asks for."""


@dataclass(frozen=True, slots=True)
class Turns:
    """When each member of a team was last given a ticket: `taken` holds (handle, count of all tickets given then).

    Whoever comes back, or is new, is next once, and not until they have caught up with the others.
    """

    team: str
    taken: tuple[tuple[str, int], ...] = ()
    version: int = 0

    def last(self, handle: str) -> int:
        """0 for who never had a turn."""
        return dict(self.taken).get(handle, 0)

    def after(self, handle: str) -> "Turns":
        """Once the member has been given a ticket."""
        turn = max(dict(self.taken).values(), default=0) + 1
        return replace(self, taken=tuple(sorted({**dict(self.taken), handle: turn}.items())))


def available(team: Team, away: Away, skill: str, now: datetime) -> Sequence[Member]:
    """Those of the team who can be given a ticket now, in the order of the file: not away, at work by the team's hours
    and their own, with the skill that is asked for."""
    at_work = (member for member in _at_work(team, now) if member.handle not in away)
    return [member for member in at_work if not skill or skill in member.skills]


def why_nobody(team: Team, away: Away, now: datetime) -> WhyNobody:
    """Why nobody is available."""
    at_work = _at_work(team, now)
    if not at_work:
        return WhyNobody.HOURS
    return WhyNobody.AWAY if all(member.handle in away for member in at_work) else WhyNobody.SKILL


def chosen(how: Assignment, members: Iterable[Member], turns: Turns, loads: Mapping[str, int]) -> Member | None:
    """The member who gets the ticket; nobody where nobody is there. `loads` counts open tickets by handle."""
    if how is Assignment.NONE:
        return None
    weighed = loads if how is Assignment.LEAST_LOADED else {}
    return min(members, key=lambda each: (weighed.get(each.handle, 0), turns.last(each.handle)), default=None)


def _at_work(team: Team, now: datetime) -> Sequence[Member]:
    if team.calendar.next_opening(now) > now:
        return ()
    return [member for member in team.members if member.is_given_tickets and _works(member, now)]


def _works(member: Member, now: datetime) -> bool:
    return member.calendar is None or member.calendar.next_opening(now) <= now
