"""The ladder of an escalation: whom the steps of a policy reach, where and when, and why a step is left out. Pure; the
escalation itself and `firstline escalation simulate` both climb it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.desk.desk import Desk
from bot.desk.people import Member
from bot.desk.rotation import Attendance, Rotation
from bot.desk.teams import Step, Team
from bot.messages import Thread
from bot.tickets.ticket import Ticket

_SHORTEST_WAIT = timedelta(seconds=1)


class Missing(StrEnum):
    """Why a step reaches nobody."""

    UNASSIGNED = "unassigned"
    AWAY = "away"
    """`who` is."""
    GONE = "gone"
    """`who` is in no team any more."""
    RAISED = "raised"
    """Nobody but `who`, who raised it."""
    NO_ROTATION = "no_rotation"
    NOBODY_ON_CALL = "nobody_on_call"
    """In the rotation `who`."""
    NO_TIER = "no_tier"
    NO_CHANNEL = "no_channel"
    """The team `who` has none of that kind."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A step calls people: all of a channel, or those whom it names there. `number` counts the policy's steps from
    0."""

    number: int
    step: Step
    thread: Thread
    people: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A step that reaches nobody is left out at once."""

    number: int
    step: Step
    why: Missing
    who: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where and when a step is taken."""

    desk: Desk
    ticket: Ticket
    at: datetime
    attendance: Attendance
    name: str
    """What of `tell` follows the colon."""
    raised_by: str
    """Handle of who needs no call: they have raised it."""

    @property
    def team(self) -> Team:
        return self.desk.team(self.ticket.team)


@dataclass(frozen=True, slots=True)
class _Nobody:
    why: Missing
    who: str = ""


_Found = tuple[Thread, tuple[Member, ...]] | _Nobody


def climb(
    desk: Desk, ticket: Ticket, first: int, at: datetime, attendance: Attendance, raised_by: str = ""
) -> tuple[Sequence[Skipped], Reached | None]:
    """The steps from `first` on that reach nobody at that moment, and the first that does; None after the last. Who
    raised it (a handle) is not called by name."""
    skipped: list[Skipped] = []
    steps = desk.team(ticket.team).escalation.steps
    for number, step in enumerate(steps[first:], start=first):
        kind, _, name = step.tell.partition(":")
        found = _KINDS[kind](_Place(desk, ticket, at, attendance, name, raised_by))
        if isinstance(found, _Nobody):
            skipped.append(Skipped(number, step, found.why, found.who))
        else:
            thread, people = found
            return skipped, Reached(number, step, thread, people)
    return skipped, None


def rehearse(
    desk: Desk, ticket: Ticket, at: datetime, attendance: Attendance, *, by_hand: bool = False, raised_by: str = ""
) -> Iterator[tuple[datetime, Skipped | Reached]]:
    """All that an escalation raised then would do while nobody acknowledges it and everything arrives, in order."""
    first: int | None = 0
    while first is not None:
        skipped, reached = climb(desk, ticket, first, at, attendance, raised_by)
        yield from ((at, each) for each in skipped)
        first = None
        if reached is not None:
            yield at, reached
            at, first = over(desk, ticket, at, reached.step.wait, by_hand=by_hand), reached.number + 1


def over(desk: Desk, ticket: Ticket, at: datetime, wait: timedelta, *, by_hand: bool) -> datetime:
    """When a wait is over: clocks run while the team works, but who asks for help by hand needs it at any hour."""
    wait = max(wait, _SHORTEST_WAIT)
    return at + wait if by_hand else desk.team(ticket.team).calendar.add(at, wait)


def needs_attendance(team: Team) -> bool:
    """Whether it depends on what people said of their being there whom the team's policy calls."""
    return any(step.tell.partition(":")[0] not in _OF_CHANNELS for step in team.escalation.steps)


def _assignee(place: _Place) -> _Found:
    if not place.ticket.assignee:
        return _Nobody(Missing.UNASSIGNED)
    return _named(place, (place.ticket.assignee,), _triage(place, place.team))


def _on_call(place: _Place) -> _Found:
    rotation = place.desk.rotation(place.name) if place.name else place.desk.rotation_of(place.team.id)
    if rotation is None:
        return _Nobody(Missing.NO_ROTATION, place.name or place.team.name)
    on_call = who_is_on_call(place.desk, rotation, place.at, place.attendance)
    if on_call is None:
        return _Nobody(Missing.NOBODY_ON_CALL, rotation.name)
    team = place.desk.team(rotation.team)
    return _others(place, team, _triage(place, team), (on_call,))


def _member(place: _Place) -> _Found:
    return _named(place, (place.name,), _leads(place) or _triage(place, place.team))


def _group(place: _Place) -> _Found:
    group = place.desk.group(place.name)
    if group is None:
        return _Nobody(Missing.GONE, place.name)
    return _named(place, group.members, _triage(place, place.team))


def _team(place: _Place) -> _Found:
    team = place.desk.team(place.name) if place.name else place.team
    return _there(team, _triage(place, team))


def _next_tier(place: _Place) -> _Found:
    if not place.team.next_tier:
        return _Nobody(Missing.NO_TIER, place.team.name)
    tier = place.desk.team(place.team.next_tier)
    return _there(tier, _triage(place, tier))


def _leads_channel(place: _Place) -> _Found:
    return _there(place.team, _leads(place))


_KINDS: Mapping[str, Callable[[_Place], _Found]] = {
    "assignee": _assignee,
    "oncall": _on_call,
    "member": _member,
    "group": _group,
    "team": _team,
    "next-tier": _next_tier,
    "leads": _leads_channel,
}
_OF_CHANNELS = ("team", "next-tier", "leads")


def who_is_on_call(desk: Desk, rotation: Rotation, at: datetime, attendance: Attendance) -> Member | None:
    """The member who is on call then, if anybody is."""
    return desk.member_named(rotation.on_call(at, attendance).member)


def _named(place: _Place, handles: Sequence[str], thread: Thread | None) -> _Found:
    """Those of the handles who are there."""
    found = [(handle, place.desk.member_named(handle)) for handle in handles]
    there = [member for handle, member in found if member and not place.attendance.is_away(handle, place.at)]
    if there:
        return _others(place, place.team, thread, tuple(there))
    away = [member for _, member in found if member]
    return _Nobody(Missing.AWAY, away[0].name) if away else _Nobody(Missing.GONE, handles[0])


def _others(place: _Place, team: Team, thread: Thread | None, people: tuple[Member, ...]) -> _Found:
    """Those of the people who have not raised it themselves."""
    others = tuple(member for member in people if member.handle != place.raised_by)
    return _there(team, thread, others) if others else _Nobody(Missing.RAISED, people[0].name)


def _there(team: Team, thread: Thread | None, people: tuple[Member, ...] = ()) -> _Found:
    return (thread, people) if thread is not None else _Nobody(Missing.NO_CHANNEL, team.name)


def _triage(place: _Place, team: Team) -> Thread | None:
    return place.desk.channel(team.triage, place.ticket.request)


def _leads(place: _Place) -> Thread | None:
    return place.desk.channel(place.team.leads, place.ticket.request)
