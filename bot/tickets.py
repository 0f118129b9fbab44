"""The ticket, and what it may refuse. How it changes is in `bot.lifecycle`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.errors import FirstlineError
from bot.messages import Person, Thread


class Status(StrEnum):
    """Where a ticket stands: `new → open → (pending | on hold) → resolved → closed`."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Priority(StrEnum):
    """How soon it matters."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


ACTIVE = frozenset({Status.NEW, Status.OPEN, Status.PENDING, Status.ON_HOLD})


class TicketRefusal(FirstlineError):
    """The ticket does not allow this now."""


class AlreadyClaimed(TicketRefusal):
    """Another agent has the ticket."""


class NotActive(TicketRefusal):
    """The ticket is resolved or closed."""


class NotResolved(TicketRefusal):
    """Only a resolved ticket can be reopened."""


class NotAssigned(TicketRefusal):
    """Nobody has claimed the ticket."""


@dataclass(frozen=True, slots=True)
class Tried:
    """An article offered to the requester that did not end the matter. `language` and `digest` tell the text that was
    shown; they are empty in what was kept before they were."""

    slug: str
    title: str
    language: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """An article that was put up for choice, as it was named then."""

    slug: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Ticket:
    """One request that a person looks after.

    `assignee` is the handle of a member in desk.toml, the same on every platform. `version` counts saved changes.
    """

    number: int
    requester: Person
    request: Thread
    team: str
    question: str
    opened_at: datetime
    language: str = "en"
    status: Status = Status.NEW
    priority: Priority = Priority.NORMAL
    category: str = ""
    assignee: str = ""
    context: tuple[str, ...] = ()
    """What had been said before in the request thread, oldest first, as "name: words"."""
    tried: tuple[Tried, ...] = ()
    passed_over: tuple[Choice, ...] = ()
    """What was put up for choice and not taken."""
    link: str = ""
    route: str = ""
    request_key: str = ""
    """Where no thread was there yet: the post whose thread becomes the request thread."""
    answer_key: str = ""
    """The post that asks the requester whether it works; its buttons are live."""
    claimed_at: datetime | None = None
    answered_at: datetime | None = None
    """When the requester was last answered by a person."""
    resolved_at: datetime | None = None
    resolution: str = ""
    promised_at: datetime | None = None
    """By when the requester was told to expect an answer."""
    escalated_at: datetime | None = None
    version: int = 0

    @property
    def lane(self) -> str:
        """The lane of the ticket's triage card and of everything in its thread."""
        return f"ticket/{self.number}"

    @property
    def card_key(self) -> str:
        """Key of the post that is the ticket's triage card."""
        return f"ticket-{self.number}-card"
