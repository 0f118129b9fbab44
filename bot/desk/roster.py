"""Whom words name: a member or a team, by handle, id or name, in any letters."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from bot.desk.desk import Desk
from bot.desk.people import Member
from bot.desk.teams import Team
from bot.meant import meant
from kb.transliteration import cyrillic_readings

T = TypeVar("T")

_MYSELF = ("me", "myself", "я", "мне", "себе", "меня")


def member_in(teams: Iterable[Team], said: str, speaker: Member) -> Member | None:
    """The member of one of the teams whom the words name; `speaker` may say "me"."""
    members = {member.handle: member for team in teams for member in team.members}
    name = _plain(said)
    if name in _MYSELF:
        return members.get(speaker.handle)
    return members.get(name) or next((each for each in members.values() if name in _names(each)), None)


def nearest_handle(teams: Iterable[Team], said: str) -> str:
    """The handle of the member who may have been meant, or empty."""
    names = {name: member for team in teams for member in team.members for name in _names(member)}
    nearest = _nearest(names, said)
    return nearest.handle if nearest else ""


def receiver_in(desk: Desk, said: str) -> tuple[Team | Member | None, str]:
    """The team or member with whose id, handle or name the words begin, and the words after it."""
    receivers = _receivers(desk)
    words = said.strip().removeprefix("@")
    for name in sorted(receivers, key=len, reverse=True):
        rest = words[len(name) :]
        if words.casefold().startswith(name) and not rest[:1].isalnum():
            return receivers[name], rest.strip(" \t\r\n;,.:")
    return None, said


def nearest_receiver(desk: Desk, said: str) -> str:
    """The id or handle that may have been meant; empty where none was."""
    receiver = _nearest(_receivers(desk), said)
    if receiver is None:
        return ""
    return receiver.id if isinstance(receiver, Team) else receiver.handle


def team_for(desk: Desk, member: Member, now: Team) -> Team:
    """The team in which the member gets a ticket that `now` has: that one if they are in it, else their first."""
    own: Sequence[Team] = desk.teams_of(member)
    return now if now in own else own[0]


def _receivers(desk: Desk) -> Mapping[str, Team | Member]:
    """By every name; teams win over members of the same name."""
    members = {name: member for team in desk.teams for member in team.members for name in _names(member)}
    return {**members, **{name.casefold(): team for team in desk.teams for name in (team.name, team.id)}}


def _nearest(names: Mapping[str, T], said: str) -> T | None:
    """What has the name that was plausibly meant."""
    return names.get(meant(_plain(said), names))


def _names(member: Member) -> tuple[str, ...]:
    """Also as Russians write them down: "nadia" is "надя"."""
    name = member.name.casefold()
    sounds = " ".join(next(iter(cyrillic_readings(word)), word) for word in name.split())
    return (member.handle, name, *cyrillic_readings(member.handle), sounds)


def _plain(said: str) -> str:
    return said.strip().removeprefix("@").casefold()
