"""How the contract suite plays a dialogue on a platform: what a person can do there, and what a person sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

PEOPLE = ("maria", "ivan", "sam", "nadia", "lena")
"""Two employees (ivan writes Russian), two agents, a lead."""

PLACES = ("dm", "help", "triage", "leads")
"""A person's own direct messages with Firstline, the help channel, the team's and the leads' channels."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One message of Firstline as a person sees it.

    `text` is all its words, one line per block, list items with their number, without the buttons; markup of the
    platform is undone, a mention reads as the person's name, a time as its fallback. `root` is the id of the first
    message of its thread, or its own id.
    """

    id: str
    place: str
    root: str
    text: str
    buttons: tuple[str, ...] = ()
    private: bool = False


class Driver(Protocol):
    """A platform with people at it. Every call returns when the platform has taken the engine's acknowledgement."""

    platform: str
    threads_in_direct_messages: bool

    async def say(self, who: str, place: str, text: str, *, root: str = "", mention: bool = False) -> str:
        """Write a message (in the thread `root` where given) and return its id. `mention` puts ours in front."""
        ...

    async def command(self, who: str, place: str, text: str) -> None:
        """The slash command `/ticket` with `text` behind it (or what the platform has in its stead)."""
        ...

    async def press(self, who: str, shown: Shown, label: str, fields: dict[str, str] | None = None) -> None:
        """Press the button with this label; when it opens a form, fill `fields` by name and submit."""
        ...

    async def press_stale(self, who: str, shown: Shown, label: str) -> None:
        """Press a button that stood on this message before it was edited: a client that was slow to see the edit."""
        ...

    async def look(self, who: str, place: str) -> Sequence[Shown]:
        """Everything Firstline has said that `who` can see in the place now, oldest first, edits applied."""
        ...


class EditingDriver(Driver, Protocol):
    """A platform on which people may also change what they said."""

    async def edit(self, who: str, place: str, id: str, text: str) -> None:
        """Let one's own message read so."""
        ...

    async def attach(self, who: str, place: str, text: str, name: str, *, root: str = "", mention: bool = False) -> str:
        """Write a message with a file of that name, whose content is the name too."""
        ...

    async def delete(self, who: str, place: str, id: str) -> None:
        """Take one's own message away."""
        ...
