"""What the core needs from outside, in its own words. Adapters and storage implement these."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.cards import Card
from bot.conversation.conversation import Conversation
from bot.messages import Message, Person, Post, Side, Thread
from bot.tickets import Status, Ticket


class Clock(Protocol):
    """The time now, aware, in UTC."""

    def __call__(self) -> datetime:
        """Now."""
        ...


class Handler(Protocol):
    """The engine, as a platform adapter sees it."""

    async def handle(self, message: Message) -> None:
        """Do all that the message causes and commit it; a repeat does nothing. Acknowledge after it returns.

        Raises FirstlineError when it could not be stored: then the platform must be let try again.
        """
        ...


# ---------------------------------------------------------------- platforms


@dataclass(frozen=True, slots=True)
class Parcel:
    """A post ready to leave: every reference resolved to the platform's own ids.

    `edits` is the platform's id of the message to replace, or empty. `tried_at` is set when an earlier attempt's
    outcome is unknown.
    """

    key: str
    thread: Thread
    card: Card
    edits: str = ""
    private_to: Person | None = None
    alert: bool = False
    route: str = ""
    tried_at: datetime | None = None


class Platform(Protocol):
    """A chat platform as the place where posts are shown."""

    @property
    def name(self) -> str:
        """ "slack", "teams" or "web": the `platform` of its threads."""
        ...

    @property
    def settle(self) -> timedelta:
        """How long after an attempt whose outcome is unknown its post may still come to be shown."""
        ...

    async def send(self, parcel: Parcel) -> str:
        """Show the parcel and return the platform's id of the message.

        Raises Refused, RateLimited, NotSent, OutcomeUnknown.
        """
        ...

    async def find(self, parcel: Parcel) -> str | None:
        """The id of the message that an earlier `send` of this parcel left, or None if it left none.

        Raises CannotSearch where the platform cannot tell, and DeliveryFailed when the search itself failed.
        """
        ...


# ---------------------------------------------------------------- the ledger


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the append-only history: who did what when. `actor` is "platform/workspace/id", or "firstline"."""

    at: datetime
    actor: str
    action: str
    ticket: int | None = None
    detail: str = ""
    actor_name: str = ""
    """How the actor was called then, for people who read the history."""


class TimerKind(StrEnum):
    """What a timer is for."""

    UNCLAIMED = "unclaimed"
    UNANSWERED = "unanswered"
    ESCALATION = "escalation"


@dataclass(frozen=True, slots=True)
class Timer:
    """Something to happen at a time, once. `key` is unique for ever; `subject` is a key of an escalation, or empty."""

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
    """"unclaimed", "unanswered" or "manual"."""
    step: int = 0
    pings: tuple[str, ...] = ()
    """Keys of the pings posted so far."""
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None
    ended: bool = False
    """Acknowledged, or no longer needed, or out of steps."""
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


class UnitOfWork(Protocol):
    """One transaction: all that one inbound event causes, or nothing.

    Used as `async with ledger.work() as work: …; await work.commit()`; leaving without commit rolls back. On
    PostgreSQL, `claim` and `ticket` take locks so that ids in a lane follow the order of commits.
    """

    async def claim(self, message: Message) -> bool:
        """Note the inbound delivery; False if it was noted before (a repeat). Serialises messages of one thread."""
        ...

    async def conversation(self, thread: Thread) -> Conversation | None:
        """The conversation in this thread."""
        ...

    async def latest_conversation(self, channel: Thread, asker: Person) -> Conversation | None:
        """The asker's most recent conversation in this channel, whatever its thread."""
        ...

    async def save_conversation(self, conversation: Conversation) -> None:
        """Insert (version 0) or update. Raises Conflict when the version has moved on."""
        ...

    async def add_ticket(self, draft: Ticket) -> Ticket:
        """The draft (its number is ignored) with the desk's next number, stored."""
        ...

    async def ticket(self, number: int) -> Ticket | None:
        """The ticket, locked until the end of this unit of work."""
        ...

    async def ticket_of(self, thread: Thread, side: Side) -> int | None:
        """Number of the ticket of which a delivered post made this thread that side."""
        ...

    async def thread_of(self, number: int, side: Side) -> Thread | None:
        """That side's thread of the ticket, once the post that opens it has been delivered."""
        ...

    async def save_ticket(self, ticket: Ticket) -> None:
        """Update. Raises Conflict when the version has moved on."""
        ...

    async def tickets(
        self,
        *,
        statuses: Sequence[Status],
        team: str = "",
        assignee: str = "",
        requester: Person | None = None,
        limit: int = 20,
    ) -> Sequence[Ticket]:
        """Tickets that match all that is given, oldest first, not locked."""
        ...

    async def add_post(self, post: Post) -> None:
        """Store the post for delivery. The same key a second time is an error of ours: IntegrityError family."""
        ...

    async def post(self, key: str) -> Post | None:
        """The stored post of this key, whatever became of it."""
        ...

    async def record(self, entry: AuditEntry) -> None:
        """Append to the history."""
        ...

    async def history(self, number: int) -> Sequence[AuditEntry]:
        """The ticket's history, oldest first."""
        ...

    async def set_timer(self, timer: Timer) -> None:
        """Store a pending timer; a timer of that key that exists already is left alone."""
        ...

    async def cancel_timers(self, ticket: int, kinds: Sequence[TimerKind]) -> None:
        """Cancel the ticket's pending timers of these kinds."""
        ...

    async def fire(self, key: str) -> Timer | None:
        """Mark the pending timer as fired and return it; None if it is not pending any more."""
        ...

    async def save_escalation(self, escalation: Escalation) -> None:
        """Insert (version 0) or update. Raises Conflict when the version has moved on."""
        ...

    async def escalation(self, key: str) -> Escalation | None:
        """The escalation; its ticket's lock guards it."""
        ...

    async def running_escalations(self, ticket: int) -> Sequence[Escalation]:
        """The ticket's escalations that have not ended, oldest first; the ticket's lock guards them."""
        ...

    async def keep_words(self, words: Words) -> None:
        """Keep what was said; the same delivery again replaces text and deletion."""
        ...

    async def words(self, thread: Thread, limit: int = 20) -> Sequence[Words]:
        """The last undeleted words in a thread, oldest first."""
        ...

    async def said(self, delivery: str, platform: str, workspace: str) -> Words | None:
        """The words kept under this delivery."""
        ...

    async def commit(self) -> None:
        """Make it so. Raises Conflict when a race was lost."""
        ...


@dataclass(frozen=True, slots=True)
class Leased:
    """A post taken by this process to be delivered; `token` proves the lease. `maybe_sent`: look before sending."""

    parcel: Parcel
    token: str
    attempts: int
    maybe_sent: bool
    first_tried_at: datetime | None
    last_tried_at: datetime | None = None
    """When the attempt before this one left, if its outcome is unknown."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A post that was given up: `state` is "dead" or "uncertain"."""

    key: str
    thread: Thread
    state: str
    reason: str
    at: datetime
    attempts: int
    ticket_text: str


class Outbox(Protocol):
    """Posts on their way out; every call is a transaction of its own."""

    async def lease(self, platforms: Sequence[str], now: datetime, limit: int) -> Sequence[Leased]:
        """Take up to `limit` due posts, at most one of each lane, the head of its lane; urgent ones first.

        They are marked as being sent before this returns. A channel's pace and pauses are kept across processes.
        A post whose lease ran out comes back with `maybe_sent`.
        """
        ...

    async def sent(self, leased: Leased, message_id: str, now: datetime) -> None:
        """It is there, under the platform's `message_id`; binds the thread to its ticket if it opens one."""
        ...

    async def wait(
        self, leased: Leased, until: datetime, *, maybe_sent: bool, whole_channel: bool = False, tried: bool = True
    ) -> None:
        """Not now: due again at `until`, and with `whole_channel` nothing else to that channel before it.

        `tried` is False when nothing left in this lease, so that it does not count as an attempt.
        """
        ...

    async def give_up(self, leased: Leased, state: str, reason: str, now: datetime) -> None:
        """State "dead" (refused) or "uncertain" (never known): the lane goes on without it."""
        ...

    async def dead_letters(self, limit: int = 100) -> Sequence[DeadLetter]:
        """Posts given up, newest first."""
        ...

    async def resend(self, key: str, now: datetime) -> bool:
        """Put a given-up post back in its lane; False if there is none of this key."""
        ...

    async def next_due(self, platforms: Sequence[str], now: datetime) -> datetime | None:
        """When the next waiting post falls due."""
        ...


class Ledger(Protocol):
    """The product's tables, on either database."""

    @property
    def outbox(self) -> Outbox:
        """Posts on their way out."""
        ...

    def work(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A new unit of work."""
        ...

    async def due_timers(self, now: datetime, limit: int) -> Sequence[str]:
        """Keys of pending timers that are due, the most overdue first."""
        ...

    async def changed(self, limit: timedelta) -> None:
        """Return when a commit (of any process) may have left something to deliver, or after `limit`."""
        ...


# ---------------------------------------------------------------- the playground's own chat


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One message in the playground's chat, of a person (`text`) or of Firstline (`card`).

    `id` sorts by time and is what `Thread.root` and edits refer to; `revision` grows with every change in the whole
    chat, so that a client can ask for what is new since the last one it saw.
    """

    id: str
    channel: str
    root: str
    """`id` of the thread's first line; its own id when it opens one."""
    author: str
    """Handle of a person, or "firstline"."""
    at: datetime
    revision: int
    text: str = ""
    card: Card | None = None
    private_to: str = ""
    """Handle of the only person who sees it, or empty."""
    edited: bool = False
    handled: bool = True
    """False while the engine has not yet committed what a person said."""
    payload: str = ""
    """Opaque to storage: the adapter's own description of a press or command, for handling it again after a crash."""


class ChatLog(Protocol):
    """The playground's memory, as durable as a real platform's."""

    async def add(self, line: ChatLine, key: str = "") -> ChatLine:
        """Append; `revision` and, when empty, `id` and `root` are given here. With a `key` seen before, the line of
        that key is returned and nothing is added."""
        ...

    async def replace(self, id: str, card: Card) -> ChatLine:
        """Show another card in the line's place. Raises NotFound."""
        ...

    async def find(self, key: str) -> ChatLine | None:
        """The line added under this key."""
        ...

    async def line(self, id: str) -> ChatLine | None:
        """The line of this id."""
        ...

    async def since(self, revision: int, limit: int = 500) -> Sequence[ChatLine]:
        """Lines added or changed after `revision`, by revision."""
        ...

    async def unhandled(self) -> Sequence[ChatLine]:
        """What people said that the engine has not committed, oldest first."""
        ...

    async def handled(self, id: str) -> None:
        """The engine has committed it."""
        ...

    async def clear(self) -> None:
        """Forget everything (starting the playground afresh)."""
        ...
