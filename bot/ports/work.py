"""The unit of work: one transaction over the ledger."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.cards import Card
from bot.conversation.conversation import Conversation
from bot.desk.absence import Absence
from bot.desk.assignment import Turns
from bot.desk.rotation import Cover
from bot.messages import Message, Person, Post, Side, Thread
from bot.ports.records import AuditEntry, Duty, Escalation, Fate, Held, Preference, Timer, TimerKind, Words
from bot.tickets.ticket import Status, Ticket
from kb.feedback import Feedback


class UnitOfWork(Protocol):
    """One transaction: all that one inbound event causes, or nothing.

    Used as `async with ledger.work() as work: …; await work.commit()`; leaving without commit rolls back. On
    PostgreSQL, `claim` and `ticket` take locks so that ids in a lane follow the order of commits. What is written may
    wait until it is read or committed; “later” is then.
    """

    async def claim(self, message: Message) -> bool:
        """Note the inbound delivery; False if it was noted before (a repeat). Serialises messages of one thread."""
        ...

    async def revise(self, message: Message) -> bool:
        """Note when the message that this edit or deletion is about was changed; False if it is known to have been
        changed later. True also where that message was never handled; then nothing is noted."""
        ...

    async def conversation(self, thread: Thread) -> Conversation | None:
        """The conversation in this thread."""
        ...

    async def latest_conversation(self, channel: Thread, asker: Person) -> Conversation | None:
        """The asker's most recent conversation in this channel, whatever its thread."""
        ...

    async def save_conversation(self, conversation: Conversation) -> None:
        """Insert (version 0) or update. Raises Conflict, here or later, when the version has moved on."""
        ...

    async def add_ticket(self, draft: Ticket) -> Ticket:
        """The draft (its number is ignored) with the desk's next number, stored."""
        ...

    async def ticket(self, number: int) -> Ticket | None:
        """The ticket, locked until the end of this unit of work."""
        ...

    async def standing(self, number: int) -> Ticket | None:
        """The ticket, or the one into which it was merged; both are locked, in the order of their numbers, so that
        nobody waits in a circle. Raises Conflict where that one is being merged too."""
        ...

    async def tickets_numbered(self, numbers: Sequence[int]) -> Sequence[Ticket]:
        """Those of these numbers that there are, by number, not locked."""
        ...

    async def ticket_of(self, thread: Thread, side: Side) -> int | None:
        """Number of the ticket of which a delivered post made this thread that side."""
        ...

    async def thread_of(self, number: int, side: Side) -> Thread | None:
        """That side's thread of the ticket, once the post that opens it has been delivered."""
        ...

    async def threads_of(self, number: int, side: Side) -> Sequence[Thread]:
        """All threads that have been that side of the ticket, oldest first: each team that has it opens its own."""
        ...

    async def save_ticket(self, ticket: Ticket) -> None:
        """Update. Raises Conflict, here or later, when the version has moved on."""
        ...

    async def tickets(
        self,
        *,
        statuses: Sequence[Status],
        team: str = "",
        assignee: str = "",
        requester: Person | None = None,
        newest: bool = False,
        limit: int = 20,
    ) -> Sequence[Ticket]:
        """Tickets that match all that is given, oldest or `newest` first, not locked."""
        ...

    async def awaiting_approval(self, after: int = 0, limit: int = 200) -> Sequence[Ticket]:
        """Tickets on hold about which somebody decides or has decided, of numbers `after` this, oldest first, not
        locked."""
        ...

    async def alone_with(self, person: Person) -> None:
        """Let nobody else who calls this for the person go on before this unit of work has ended."""
        ...

    async def add_post(self, post: Post) -> None:
        """Store the post for delivery. The same key a second time is an error of ours: IntegrityError family."""
        ...

    async def post(self, key: str) -> Post | None:
        """The stored post of this key, whatever became of it."""
        ...

    async def edits(self, key: str) -> Sequence[Post]:
        """The stored edits of the post of this key, oldest first, whatever became of them."""
        ...

    async def call_back(self, keys: Sequence[str]) -> bool:
        """Let none of these stored posts leave; False, and nothing is done, if one of them has been on its way, unless
        it was given up as surely not delivered."""
        ...

    async def reword(self, key: str, card: Card) -> bool:
        """Keep this card in the place of the stored post's. True if that is all there is to do, as the post has not
        been on its way yet, was given up as surely not delivered, or never will be on its way. An edit that was given
        up leaves on show what it was to change: of that, False."""
        ...

    async def hold(self, held: Held) -> None:
        """Keep what is to be known of a reply until it leaves. Its ticket's lock guards it."""
        ...

    async def held(self, ticket: int) -> Sequence[Held]:
        """The ticket's replies that can still be called back, oldest first."""
        ...

    async def let_go(self, key: str) -> Held | None:
        """The reply that was held under this key, which is so no more; None if none is."""
        ...

    async def fate(self, key: str) -> Fate | None:
        """What has become of the post of this key."""
        ...

    async def copies(self, lane: str, limit: int = 50) -> Sequence[Post]:
        """The last posts of this lane that show a ticket's team what was said by others, oldest first."""
        ...

    async def record(self, entry: AuditEntry) -> None:
        """Append to the history, of the desk or of a ticket. Raises Conflict when that is not there."""
        ...

    async def history(self, number: int) -> Sequence[AuditEntry]:
        """The ticket's history, oldest first."""
        ...

    async def noted(self, action: str, numbers: Sequence[int]) -> Sequence[int]:
        """Those of these tickets in whose history the action stands, in order."""
        ...

    async def set_timer(self, timer: Timer) -> None:
        """Store a pending timer, unless one of the same key exists or one of the same ticket, kind and subject is
        pending: the earlier promise holds."""
        ...

    async def cancel_timers(self, ticket: int, kinds: Sequence[TimerKind], subject: str | None = None) -> None:
        """Cancel the ticket's pending timers of these kinds, or only those of the subject."""
        ...

    async def fire(self, key: str) -> Timer | None:
        """Mark the pending timer as fired and return it; None if it is not pending any more."""
        ...

    async def fire_with(self, timer: Timer, overdue: datetime, limit: int) -> Sequence[Timer]:
        """Mark up to `limit` further timers that call for people as fired, and return them, the most overdue first:
        those that fell due with this one, or were due at `overdue` already. Their tickets are locked; those of tickets
        that somebody else has locked are left out, so that nobody waits in a circle."""
        ...

    async def save_escalation(self, escalation: Escalation) -> None:
        """Insert (version 0) or update. Raises Conflict, here or later, when the version has moved on."""
        ...

    async def escalation(self, key: str) -> Escalation | None:
        """The escalation; its ticket's lock guards it."""
        ...

    async def running_escalations(self, ticket: int) -> Sequence[Escalation]:
        """The ticket's escalations that have not ended, oldest first; the ticket's lock guards them."""
        ...

    async def escalations(self, ticket: int) -> Sequence[Escalation]:
        """All of the ticket's escalations, also those that have ended, oldest first."""
        ...

    async def absences(self) -> Sequence[Absence]:
        """The latest word of each member on being away, also where it holds no longer."""
        ...

    async def save_absence(self, absence: Absence) -> None:
        """Insert (version 0) or update. Raises Conflict, here or later, when the version has moved on."""
        ...

    async def turns(self, team: str) -> Turns:
        """Whose turn it is in the team, locked until the end of this unit of work: the last lock that is taken."""
        ...

    async def save_turns(self, after: Turns) -> None:
        """Update."""
        ...

    async def loads(self, members: Sequence[str]) -> Mapping[str, int]:
        """How many active tickets each of these members has, by handle; who has none may be missing."""
        ...

    async def holders(self) -> Sequence[str]:
        """Handles of all who have active tickets, whether they are in a team or not."""
        ...

    async def covers(self, after: datetime) -> Sequence[Cover]:
        """Covers of all rotations that end after that moment, in the order in which they were set."""
        ...

    async def save_cover(self, cover: Cover) -> None:
        """Insert (version 0) or update. Raises Conflict, here or later, when the version has moved on."""
        ...

    async def duty(self, rotation: str) -> Duty | None:
        """Who was on call when people were last told."""
        ...

    async def save_duty(self, duty: Duty) -> None:
        """Insert (version 0) or update. Raises Conflict, here or later, when the version has moved on."""
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

    async def pseudonym(self, *parts: str) -> str:
        """A name that only these parts give, and only to whoever has this desk's key, which the database keeps."""
        ...

    async def prefer(self, preference: Preference) -> None:
        """Keep it, in the place of what the person chose before."""
        ...

    async def keep_feedback(self, feedback: Feedback) -> None:
        """Keep what was said; the same person's word on the same article in the same conversation is replaced."""
        ...

    async def forget_question(self, conversation: str) -> None:
        """Keep the feedback of this conversation without the words of its question."""
        ...

    async def commit(self) -> None:
        """Make it so. Raises Conflict when a race was lost."""
        ...
