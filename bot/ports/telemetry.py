"""What the core tells about its own work, for whoever watches the process. Facts hold no names, texts or ids."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Handled:
    """All that a message caused is committed."""

    platform: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """A message came again; nothing was done."""

    platform: str


@dataclass(frozen=True, slots=True)
class LostRace:
    """Somebody else changed a row first; the turn is taken again."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question got an article ("answered"), a choice among some ("choice"), or word that none is known ("not_sure").

    `confidence` in 0..1 is that of the best article, 0 where there was none.
    """

    confidence: float
    outcome: Literal["answered", "choice", "not_sure"]


@dataclass(frozen=True, slots=True)
class Picked:
    """Somebody took the article at this place of a choice, 1 for the first; 0 if they took none and got a person."""

    place: int


@dataclass(frozen=True, slots=True)
class Escalated:
    """A step of an escalation was taken: `cause` is "unclaimed", "unanswered", "unresolved" or "manual", `step` counts
    from 0."""

    cause: str
    step: int


@dataclass(frozen=True, slots=True)
class Fired:
    """A timer has acted, `late` after it was due."""

    kind: str
    late: timedelta


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A post was given up: `state` is "dead" or "uncertain"."""

    platform: str
    state: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Something went wrong that nobody was told of, and is tried again. `where` is "dispatcher", "timer", "outcome",
    "message" or a loop's name."""

    where: str
    error: Exception


@dataclass(frozen=True, slots=True)
class Round:
    """A background loop has come round once more."""

    loop: str


Fact = Handled | Repeated | LostRace | Answered | Picked | Escalated | Fired | GivenUp | Failed | Round


class Telemetry(Protocol):
    """Who watches. Neither method raises, waits or takes more than some microseconds."""

    def note(self, *facts: Fact) -> None:
        """This has happened."""
        ...

    def stage(self, name: str) -> AbstractContextManager[None]:
        """Around a stage of the work under way, such as "commit"."""
        ...


class Unwatched:
    """Nobody watches."""

    def note(self, *facts: Fact) -> None:
        """Forgotten."""

    def stage(self, name: str) -> AbstractContextManager[None]:
        """Nothing around it."""
        return _NOTHING


_NOTHING = nullcontext()
UNWATCHED = Unwatched()
