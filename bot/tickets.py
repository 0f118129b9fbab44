"""The ticket and its life cycle. Every change is a pure function from ticket to ticket, or a typed refusal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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


def to_add_to(newest: Sequence[Ticket], most: int) -> Ticket | None:
    """Where a further request of somebody belongs whose open tickets are these, the newest first: to the newest once
    there are `most` of them, so that nobody fills a team's queue alone; else, or where `most` is 0, to none of them."""
    return newest[0] if 0 < most <= len(newest) else None


def claim(ticket: Ticket, member: str, now: datetime) -> Ticket:
    """The ticket with `member` as assignee. Raises AlreadyClaimed, NotActive."""
    _require_active(ticket)
    if ticket.assignee and ticket.assignee != member:
        raise AlreadyClaimed
    return replace(ticket, assignee=member, status=Status.OPEN, claimed_at=ticket.claimed_at or now)


def release(ticket: Ticket) -> Ticket:
    """The ticket back in its team's queue. Raises NotActive, NotAssigned."""
    _require_active(ticket)
    if not ticket.assignee:
        raise NotAssigned
    return replace(ticket, assignee="", status=Status.NEW, claimed_at=None)


def answer(ticket: Ticket, now: datetime) -> Ticket:
    """The ticket after a person wrote to the requester. Raises NotActive."""
    _require_active(ticket)
    return replace(ticket, answered_at=now)


def resolve(ticket: Ticket, member: str, resolution: str, now: datetime) -> Ticket:
    """The ticket as solved by `member`. Raises NotActive."""
    _require_active(ticket)
    return replace(
        ticket,
        status=Status.RESOLVED,
        assignee=ticket.assignee or member,
        resolution=resolution,
        resolved_at=now,
        answered_at=now,
    )


def confirm(ticket: Ticket) -> Ticket:
    """The ticket closed because the requester says that it works. Raises NotResolved."""
    if ticket.status is not Status.RESOLVED:
        raise NotResolved
    return replace(ticket, status=Status.CLOSED)


def reopen(ticket: Ticket) -> Ticket:
    """The ticket open again, with whoever had it. Raises NotResolved."""
    if ticket.status not in (Status.RESOLVED, Status.CLOSED):
        raise NotResolved
    status = Status.OPEN if ticket.assignee else Status.NEW
    return replace(ticket, status=status, resolved_at=None, resolution="")


def escalate(ticket: Ticket, now: datetime) -> Ticket:
    """The ticket marked as escalated. Raises NotActive."""
    _require_active(ticket)
    return replace(ticket, escalated_at=now)


def _require_active(ticket: Ticket) -> None:
    if ticket.status not in ACTIVE:
        raise NotActive
