"""The ticket, and what it may refuse. How it changes is in `bot.tickets.lifecycle` and `bot.tickets.kinship`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.errors import FirstlineError
from bot.messages import Person, Thread
from bot.tickets.answers import Answer
from bot.tickets.approval import Approval
from bot.tickets.swarm import Swarm
from kb.guide import Texts


class Status(StrEnum):
    """Where a ticket stands: `new → open → (pending | on hold) → resolved → closed`."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    """The requester was asked something."""
    ON_HOLD = "on_hold"
    """Something else is waited for."""
    RESOLVED = "resolved"
    CLOSED = "closed"


class Priority(StrEnum):
    """How soon it matters."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


WAITING = frozenset({Status.PENDING, Status.ON_HOLD})
ACTIVE = frozenset({Status.NEW, Status.OPEN}) | WAITING
MOST_TAGS = 20
MOST_PARTS = 6
"""Of posts with what was said about a ticket that is merged."""
BEST = 5
"""Of ratings, from 1."""


class TicketRefusal(FirstlineError):
    """The ticket does not allow this now."""


class AlreadyClaimed(TicketRefusal):
    """Another agent has the ticket."""


class NotActive(TicketRefusal):
    """The ticket is resolved or closed."""


class AlreadyClosed(TicketRefusal):
    """The ticket is closed."""


class NotResolved(TicketRefusal):
    """Only a resolved ticket can be reopened."""


class ClosedTooLong(TicketRefusal):
    """The ticket was closed too long ago to be reopened."""


class NotAssigned(TicketRefusal):
    """Nobody has claimed the ticket."""


class NotWaiting(TicketRefusal):
    """The ticket is neither pending nor on hold."""


class NotAskedHow(TicketRefusal):
    """Nobody was asked how it went with this ticket."""


class AlreadySo(TicketRefusal):
    """The ticket has this value already."""


class NoSuchTag(TicketRefusal):
    """The ticket does not have the tag."""


class TooManyTags(TicketRefusal):
    """A ticket may have 20 tags."""


class WithItself(TicketRefusal):
    """Both are the same ticket."""


class Merged(TicketRefusal):
    """The ticket was merged into another one."""


class OtherNotActive(TicketRefusal):
    """The ticket to merge into is resolved or closed."""


class OtherMerged(TicketRefusal):
    """The ticket to merge into was itself merged into another one."""


class AlreadyLinked(TicketRefusal):
    """The two tickets are linked."""


class NotLinked(TicketRefusal):
    """The two tickets are not linked."""


class AwaitsApproval(TicketRefusal):
    """Nobody has approved yet what the ticket asks for."""


class NotApproved(TicketRefusal):
    """What the ticket asks for was refused or withdrawn."""


class NothingToApprove(TicketRefusal):
    """What the ticket asks for needs no approval."""


class AlreadyDecided(TicketRefusal):
    """What the ticket asks for was approved, refused or withdrawn."""


class NobodyToCall(TicketRefusal):
    """The escalation policy reaches nobody but who would raise it."""


class NoReason(TicketRefusal):
    """A refusal says why."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A step of a guide that the requester took: what was asked or done there, and the answer, each in the languages of
    the guide. No answer where the guide ended."""

    step: str
    asked: Texts
    answer: Texts = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """An article offered to the requester that did not end the matter. `language` and `digest` tell the text that was
    shown; they are empty in what was kept before they were. `steps` is the way through its guide, as far as it went."""

    slug: str
    title: str
    language: str = ""
    digest: str = ""
    steps: tuple[Passed, ...] = ()


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
    unassigned: str = ""
    """Why nobody was given it when it was opened, where somebody should have been: a word of `WhyNobody`."""
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
    closed_at: datetime | None = None
    held_for: str = ""
    """What it waits for while it is on hold, in the team's words."""
    tags: tuple[str, ...] = ()
    links: tuple[int, ...] = ()
    """Numbers of related tickets; each of them names this one too."""
    merged_into: int | None = None
    absorbed: tuple[int, ...] = ()
    """Numbers of the tickets merged into this one, also by way of others: their requesters hear what is said here."""
    bounces: int = 0
    """How often it was handed to another team; each has a card of its own."""
    rating_asked_at: datetime | None = None
    """When its requester was asked how it went."""
    rating: int = 0
    """1 (bad) to 5 (very good), as they said; 0 while they have not."""
    request_type: str = ""
    """Id of the request type by whose form it was asked for."""
    answers: tuple[Answer, ...] = ()
    """The form as it was filled in."""
    approval: Approval | None = None
    """Who has to approve it, where somebody has to; it is on hold while that waits."""
    swarm: Swarm | None = None
    """Who looks at it together, until what came of it is written down."""
    version: int = 0

    @property
    def awaits_approval(self) -> bool:
        """Whether somebody has to decide before it is worked on."""
        return self.approval is not None and self.approval.waits

    @property
    def awaits_answer_by(self) -> datetime | None:
        """When its first answer is promised, if it is still to come and nothing else is waited for."""
        waits = self.answered_at is not None or self.status not in ACTIVE or self.status in WAITING
        return None if waits else self.promised_at

    @property
    def denied(self) -> bool:
        """Whether what it asks for was refused or withdrawn, so that only another request can bring it about."""
        return self.approval is not None and self.approval.denied

    @property
    def lane(self) -> str:
        """The lane of the ticket's triage card and of everything in its thread."""
        return f"ticket/{self.number}"

    @property
    def absorbed_keys(self) -> tuple[str, ...]:
        """Keys of posts that show what came with it in the thread of the ticket into which it was merged; in most cases
        there is but the first."""
        return tuple(f"ticket-{self.number}-absorbed" + (f"-{part}" if part else "") for part in range(MOST_PARTS))

    def moved_keys(self, bounce: int) -> tuple[str, ...]:
        """Keys of posts that show the team which it was handed to then what had been said about it."""
        return tuple(f"ticket-{self.number}-moved-{bounce}-{part}" for part in range(MOST_PARTS))

    @property
    def card_keys(self) -> tuple[str, ...]:
        """Keys of the cards in the channels of all teams that have had it."""
        first = f"ticket-{self.number}-card"
        return (first, *(f"{first}-{bounce}" for bounce in range(1, self.bounces + 1)))

    @property
    def card_key(self) -> str:
        """Key of the post that is the ticket's triage card, in the channel of the team that has it."""
        return self.card_keys[-1]


def ticket_in(lane: str) -> int:
    """The number of the ticket whose lane it is, its triage thread's or its requester's; 0 for one of no ticket."""
    kind, _, rest = lane.partition("/")
    number = rest.partition("/")[0]
    return int(number) if kind == "ticket" and number.isdecimal() else 0
