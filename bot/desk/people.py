"""Those whom a desk knows: members of its teams, groups of them, colleagues in no team, and whom it serves."""

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.desk.calendar import Calendar


class Role(StrEnum):
    """What a member may do."""

    AGENT = "agent"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a team. `ids` holds (platform, id there): one person, one handle, on every platform.

    `calendar` None: at work whenever the team is. `zone` None: in the desk's.
    """

    handle: str
    name: str
    role: Role
    ids: tuple[tuple[str, str], ...]
    manager: str = ""
    """Handle of who decides about their requests."""
    skills: tuple[str, ...] = ()
    calendar: Calendar | None = None
    zone: ZoneInfo | None = None
    is_given_tickets: bool = True
    """Whether tickets are given to them by turns or load."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody in no team. `ids` and `manager` are those of a member; `language` is empty where it is not known."""

    handle: str
    name: str
    ids: tuple[tuple[str, str], ...]
    manager: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody of the playground who is in no team."""

    handle: str
    name: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """People of any teams who are called together. `members` are handles."""

    id: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Client:
    """An organisation that the desk serves: (platform, workspace id) and (platform, person's id) of its people."""

    name: str
    workspaces: tuple[tuple[str, str], ...] = ()
    people: tuple[tuple[str, str], ...] = ()
