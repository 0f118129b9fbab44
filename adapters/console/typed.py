"""What somebody typed, as what they want."""

import re
from dataclasses import dataclass

from bot.meant import meant


@dataclass(frozen=True, slots=True)
class Speak:
    """Say this, or send it as the slash command that it is."""

    text: str


@dataclass(frozen=True, slots=True)
class PressNumber:
    """Press button `number` of message `message`, or of the newest that has buttons."""

    number: int
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Go:
    """To another place."""

    place: str


@dataclass(frozen=True, slots=True)
class Be:
    """Somebody else."""

    person: str


@dataclass(frozen=True, slots=True)
class OpenThread:
    """Write in the thread of this message."""

    number: int


@dataclass(frozen=True, slots=True)
class Revise:
    """Let one's own message `number` read so; with no text, delete it."""

    number: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Tell:
    """Nothing is sent: `what` is "help", "rooms", "new" or "quit"."""

    what: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """There is no such word after the colon; `nearest` is what may have been meant."""

    name: str
    nearest: str


Typed = Speak | PressNumber | Go | Be | OpenThread | Revise | Tell | Unknown

_WORDS = ("as", "go", "thread", "press", "edit", "delete", "new", "rooms", "help", "quit")
_EDIT = re.compile(r"(\d{1,6})\s+(\S.*)", re.DOTALL)
_BUTTON = re.compile(r"(?:(\d{1,6})\.)?(\d{1,2})")


def read_typed(line: str) -> Typed | None:
    """The wish behind a typed line; None for an empty one."""
    text = line.strip()
    if not text:
        return None
    if button := _BUTTON.fullmatch(text):
        return _press(button)
    if not re.match(r":\w", text):
        return Speak(text)
    name, _, rest = text[1:].partition(" ")
    return _revision(name.lower(), rest.strip()) or _control(name.lower(), rest.strip())


def _revision(name: str, rest: str) -> Revise | None:
    if name == "delete" and rest.isdecimal():
        return Revise(int(rest))
    edit = _EDIT.fullmatch(rest) if name == "edit" else None
    return Revise(int(edit[1]), edit[2].strip()) if edit else None


def _control(name: str, rest: str) -> Typed:
    match name:
        case "as" if rest:
            return Be(rest)
        case "go" if rest:
            return Go(rest.lstrip("#"))
        case "thread" if rest.isdecimal():
            return OpenThread(int(rest))
        case "press" if button := _BUTTON.fullmatch(rest):
            return _press(button)
        case "new" | "rooms" | "help" | "quit":
            return Tell(name)
        case _:
            return Unknown(name, meant(name, _WORDS) or "help")


def _press(button: re.Match[str]) -> PressNumber:
    return PressNumber(int(button[2]), int(button[1]) if button[1] else None)
