"""What the ledger keeps besides tickets, conversations and posts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.messages import Person, Thread


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the append-only history: who did what when. `actor` is "platform/workspace/id", or "firstline"."""

    at: datetime
    actor: str
    action: str
    ticket: int | None = None
    """None for what concerns the desk and no ticket of it."""
    detail: str = ""
    actor_name: str = ""
    """How the actor was called then, for people who read the history."""


class TimerKind(StrEnum):
    """What a timer is for."""

    UNCLAIMED = "unclaimed"
    UNANSWERED = "unanswered"
    UNRESOLVED = "unresolved"
    WARNING = "warning"
    ESCALATION = "escalation"
    UNSORTED = "unsorted"
    """Nobody has said what it is about: of no ticket (0), as there is none yet; `subject` is the thread."""
    FORGOTTEN = "forgotten"
    """A resolved ticket of which nobody says any more whether it works."""
    SATISFACTION = "satisfaction"
    """The question how it went."""
    APPROVAL = "approval"
    """Nobody has approved a request yet; `subject` is "remind" or "expire"."""
    DEPARTURE = "departure"
    """A reply leaves, which could be called back until then; `subject` is its key."""
    SWARM = "swarm"
    """The time of a swarm is nearly over, or over; `subject` says which."""
    RECEIPT = "receipt"
    """What became of a call for people, the post `subject`: fires as soon as that is known."""
    EXPIRY = "expiry"
    """An acknowledgement that nothing may have followed."""


CALLS = (
    TimerKind.UNCLAIMED,
    TimerKind.UNANSWERED,
    TimerKind.UNRESOLVED,
    TimerKind.ESCALATION,
    TimerKind.RECEIPT,
    TimerKind.EXPIRY,
)
"""Timers that call for people."""

ENDING = tuple(kind for kind in TimerKind if kind is not TimerKind.DEPARTURE)
"""Timers that mean nothing any more once a ticket has come to its end."""


@dataclass(frozen=True, slots=True)
class Timer:
    """Something to happen at a time, once. `key` is unique for ever; `subject` is the key of an
    escalation, for a receipt that of a post, for a warning the goal that is due soon, or empty."""

    key: str
    kind: TimerKind
    ticket: int
    due_at: datetime
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Escalation:
    """A call for help with a ticket, walking through its policy's steps until somebody acknowledges."""

    key: str
    ticket: int
    reason: str
    raised_at: datetime
    raised_by: str = ""
    """Handle of the member who escalated by hand; empty when a timer did."""
    cause: str = ""
    """"unclaimed", "unanswered", "unresolved" or "manual"; that of a warning begins with "warned"."""
    step: int = 0
    pings: tuple[str, ...] = ()
    """Keys of the pings posted so far."""
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None
    ended: bool = False
    """Acknowledged, or no longer needed, or out of steps."""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A reply that waits in the outbox and can be called back by its author. `key` begins the keys of its posts."""

    key: str
    ticket: int
    member: str
    """Handle of its author."""
    sender: Person
    until: datetime
    asks: bool = False
    """The ticket waits for an answer to it."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What has become of a post: `state` is "waiting", "sending", "sent", "dead", "uncertain" or, once it was called
    back, "undone"; before `not_before` one that waits is not sent."""

    state: str
    reason: str = ""
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Who was on call in a rotation (a handle, or empty for nobody) when people were last told, and since when.
    `grouped` is who was last put into the platform's user group."""

    rotation: str
    member: str
    since: datetime
    grouped: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody said in a thread, kept as context."""

    delivery: str
    thread: Thread
    sender: Person
    at: datetime
    text: str
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Preference:
    """The language in which somebody wants to read, and since when."""

    person: Person
    language: str
    at: datetime
