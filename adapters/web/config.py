"""Who and what there is in the playground."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.commands.forms import STANDING, Forms
from bot.wording.completion import Completion

Role = Literal["employee", "agent", "lead"]
RoomKind = Literal["help", "triage", "leads"]

Mover = Callable[[str], datetime | None]
"""Makes it the moment that is named, and gives the time then; None where it names none."""


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody as whom anyone at the page may act."""

    handle: str
    name: str
    role: Role
    language: str = "en"
    completions: tuple[Completion, ...] = ()
    """What to suggest while they type a command, in the order of the menu."""


@dataclass(frozen=True, slots=True)
class Room:
    """A channel that several people see. `name` is shown with a number sign in front."""

    id: str
    name: str
    kind: RoomKind


@dataclass(frozen=True, slots=True)
class WebConfig:
    """The playground as the desk describes it.

    `address` is where people reach the page, without a slash at the end; links to messages begin with it.
    `hosts` are further names under which it may be asked for, without ports; loopback names always may.
    `beyond_loopback` lets it listen where others can reach it. Anyone who does can act as anybody.
    """

    host: str
    port: int
    people: tuple[Resident, ...]
    rooms: tuple[Room, ...]
    workspace: str = "playground"
    name: str = "Firstline"
    slash: tuple[str, ...] = ("ticket",)
    address: str = ""
    hosts: tuple[str, ...] = ()
    beyond_loopback: bool = False
    forms: Forms = STANDING
    """What forms take."""
    reaction: str = ""
    """The name of the emoji that opens a ticket for the author of a message; empty for none."""
    mover: Mover | None = None
    """There where people at the page can make it later."""

    @property
    def home(self) -> str:
        """The address of the page."""
        return self.address or f"http://{_in_url(self.host)}:{self.port}"

    def person(self, handle: str) -> Resident | None:
        """The resident of this handle."""
        return next((person for person in self.people if person.handle == handle), None)


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
