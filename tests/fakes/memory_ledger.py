"""The ledger in memory: for tests that need the engine but no database. Passes the contract tests of the real one."""

import asyncio
import copy
import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta

from bot.cards import Card
from bot.conversation.conversation import Conversation
from bot.desk.absence import Absence
from bot.desk.assignment import Turns
from bot.desk.rotation import Cover
from bot.errors import Conflict, Duplicate
from bot.messages import Message, Person, Post, Side, Thread
from bot.ports import CALLS, AuditEntry, Duty, Escalation, Fate, Held, Limits, Preference, Timer, TimerKind, Words
from bot.tickets.ticket import ACTIVE, Status, Ticket
from kb.feedback import Feedback
from storage.wake import Wake
from tests.fakes.memory_chat import MemoryChatLog
from tests.fakes.memory_chronicle import MemoryChronicle
from tests.fakes.memory_feedback import MemoryFeedbackLog
from tests.fakes.memory_outbox import MemoryOutbox, OutboxRow


@dataclass
class Tables:
    """What is committed."""

    inbox: set[tuple[str, str, str]] = field(default_factory=set)
    revised: dict[tuple[str, str, str], datetime] = field(default_factory=dict)
    conversations: dict[Thread, Conversation] = field(default_factory=dict)
    tickets: dict[int, Ticket] = field(default_factory=dict)
    outbox: dict[str, OutboxRow] = field(default_factory=dict)
    history: list[AuditEntry] = field(default_factory=list)
    timers: dict[str, tuple[Timer, str]] = field(default_factory=dict)
    escalations: dict[str, Escalation] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    covers: dict[str, Cover] = field(default_factory=dict)
    duties: dict[str, Duty] = field(default_factory=dict)
    words: dict[tuple[str, str, str], Words] = field(default_factory=dict)
    feedback: dict[tuple[str, str, str], Feedback] = field(default_factory=dict)
    preferences: dict[Person, Preference] = field(default_factory=dict)
    absences: dict[str, Absence] = field(default_factory=dict)
    turns: dict[str, Turns] = field(default_factory=dict)
    bindings: dict[Thread, tuple[int, Side]] = field(default_factory=dict)

    def copied(self) -> "Tables":
        """Of the same values, which are frozen, but for rows of the outbox."""
        tables = Tables(**{each.name: copy.copy(getattr(self, each.name)) for each in fields(self)})
        tables.outbox = {key: copy.copy(row) for key, row in self.outbox.items()}
        return tables


class MemoryWork:
    """A unit of work over a copy of the tables, put in their place at commit."""

    def __init__(self, ledger: "MemoryLedger") -> None:
        self._ledger = ledger
        self._t = ledger.tables.copied()
        self._woke = False

    async def claim(self, message: Message) -> bool:
        identity = (message.thread.platform, message.thread.workspace, message.delivery)
        if identity in self._t.inbox:
            return False
        self._t.inbox.add(identity)
        return True

    async def revise(self, message: Message) -> bool:
        about = (message.thread.platform, message.thread.workspace, message.about)
        if about not in self._t.inbox:
            return True
        if self._t.revised.get(about, message.at) > message.at:
            return False
        self._t.revised[about] = message.at
        return True

    async def conversation(self, thread: Thread) -> Conversation | None:
        return self._t.conversations.get(thread)

    async def latest_conversation(self, channel: Thread, asker: Person) -> Conversation | None:
        place = (channel.platform, channel.workspace, channel.channel)
        found = [
            each
            for each in self._t.conversations.values()
            if (each.thread.platform, each.thread.workspace, each.thread.channel) == place and each.asker == asker
        ]
        return max(found, key=lambda each: (each.at, each.thread.root), default=None)

    async def save_conversation(self, conversation: Conversation) -> None:
        stored = self._t.conversations.get(conversation.thread)
        if (stored.version if stored else 0) != conversation.version:
            raise Conflict
        self._t.conversations[conversation.thread] = replace(conversation, version=conversation.version + 1)

    async def add_ticket(self, draft: Ticket) -> Ticket:
        ticket = replace(draft, number=len(self._t.tickets) + 1, version=1)
        self._t.tickets[ticket.number] = ticket
        return ticket

    async def ticket(self, number: int) -> Ticket | None:
        return self._t.tickets.get(number)

    async def standing(self, number: int) -> Ticket | None:
        ticket = self._t.tickets.get(number)
        while ticket is not None and ticket.merged_into is not None:
            ticket = self._t.tickets.get(ticket.merged_into)
        return ticket

    async def tickets_numbered(self, numbers: Sequence[int]) -> Sequence[Ticket]:
        return [self._t.tickets[number] for number in sorted(set(numbers)) if number in self._t.tickets]

    async def ticket_of(self, thread: Thread, side: Side) -> int | None:
        number, own = self._t.bindings.get(thread, (None, side))
        return number if own is side else None

    async def thread_of(self, number: int, side: Side) -> Thread | None:
        bound = reversed(self._t.bindings.items())
        return next((thread for thread, opened in bound if opened == (number, side)), None)

    async def threads_of(self, number: int, side: Side) -> Sequence[Thread]:
        return [thread for thread, opened in self._t.bindings.items() if opened == (number, side)]

    async def save_ticket(self, ticket: Ticket) -> None:
        stored = self._t.tickets.get(ticket.number)
        if stored is None or stored.version != ticket.version:
            raise Conflict
        self._t.tickets[ticket.number] = replace(ticket, version=ticket.version + 1)

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
        found = [
            ticket
            for _, ticket in sorted(self._t.tickets.items(), reverse=newest)
            if ticket.status in statuses
            and (not team or ticket.team == team)
            and (not assignee or ticket.assignee == assignee)
            and (requester is None or ticket.requester == requester)
        ]
        return found[:limit]

    async def awaiting_approval(self, after: int = 0, limit: int = 200) -> Sequence[Ticket]:
        held = [each for _, each in sorted(self._t.tickets.items()) if each.status is Status.ON_HOLD]
        return [each for each in held if each.approval and each.number > after][:limit]

    async def alone_with(self, person: Person) -> None:
        """One unit of work at a time is at work anyway."""

    async def add_post(self, post: Post) -> None:
        if post.key in self._t.outbox:
            raise Duplicate(f"the post {post.key!r} was stored before")
        self._t.outbox[post.key] = OutboxRow(
            post, due_at=post.not_before, last_tried_at=post.stored_at if post.not_before else None
        )
        self._woke = True

    async def post(self, key: str) -> Post | None:
        row = self._t.outbox.get(key)
        return row.post if row else None

    async def edits(self, key: str) -> Sequence[Post]:
        return [row.post for row in self._t.outbox.values() if row.post.edits == key]

    async def call_back(self, keys: Sequence[str]) -> bool:
        rows = [self._t.outbox[key] for key in keys if key in self._t.outbox]
        if not rows or any(row.state != "dead" and (row.state != "waiting" or row.attempts) for row in rows):
            return False
        for row in rows:
            row.state = "undone"
        return True

    async def reword(self, key: str, card: Card) -> bool:
        row = self._t.outbox.get(key)
        if row is None:
            return False
        row.post = replace(row.post, card=card)
        never_there = (row.state, row.post.edits) == ("dead", "")
        return row.state == "undone" or never_there or (row.state, row.attempts) == ("waiting", 0)

    async def hold(self, held: Held) -> None:
        self._t.held[held.key] = held

    async def held(self, ticket: int) -> Sequence[Held]:
        found = (held for held in self._t.held.values() if held.ticket == ticket)
        return sorted(found, key=lambda held: (held.until, held.key))

    async def let_go(self, key: str) -> Held | None:
        return self._t.held.pop(key, None)

    async def fate(self, key: str) -> Fate | None:
        row = self._t.outbox.get(key)
        return Fate(row.state, row.reason, row.due_at) if row else None

    async def covers(self, after: datetime) -> Sequence[Cover]:
        found = (each for each in self._t.covers.values() if each.end > after)
        return sorted(found, key=lambda each: (each.set_at, each.key))

    async def save_cover(self, cover: Cover) -> None:
        stored = self._t.covers.get(cover.key)
        if (stored.version if stored else 0) != cover.version:
            raise Conflict
        self._t.covers[cover.key] = replace(cover, version=cover.version + 1)

    async def duty(self, rotation: str) -> Duty | None:
        return self._t.duties.get(rotation)

    async def save_duty(self, duty: Duty) -> None:
        stored = self._t.duties.get(duty.rotation)
        if (stored.version if stored else 0) != duty.version:
            raise Conflict
        self._t.duties[duty.rotation] = replace(duty, version=duty.version + 1)

    async def copies(self, lane: str, limit: int = 50) -> Sequence[Post]:
        found = [row.post for row in self._t.outbox.values() if row.lane == lane and row.post.key.endswith("-copy")]
        return found[-limit:]

    async def record(self, entry: AuditEntry) -> None:
        if entry.ticket is not None and entry.ticket not in self._t.tickets:
            raise Conflict
        self._t.history.append(entry)

    async def history(self, number: int) -> Sequence[AuditEntry]:
        return [entry for entry in self._t.history if entry.ticket == number]

    async def noted(self, action: str, numbers: Sequence[int]) -> Sequence[int]:
        found = (each.ticket for each in self._t.history if each.action == action)
        return sorted({number for number in found if number is not None and number in numbers})

    async def set_timer(self, timer: Timer) -> None:
        if any(_same(timer, other) for other, state in self._t.timers.values() if state == "pending"):
            return
        self._t.timers.setdefault(timer.key, (timer, "pending"))
        self._woke = True

    async def cancel_timers(self, ticket: int, kinds: Sequence[TimerKind], subject: str | None = None) -> None:
        for key, (timer, state) in self._t.timers.items():
            about = timer.ticket == ticket and timer.kind in kinds and subject in (None, timer.subject)
            if about and state == "pending":
                self._t.timers[key] = (timer, "cancelled")

    async def fire(self, key: str) -> Timer | None:
        timer, state = self._t.timers.get(key, (None, ""))
        if timer is None or state != "pending":
            return None
        self._t.timers[key] = (timer, "fired")
        return timer

    async def fire_with(self, timer: Timer, overdue: datetime, limit: int) -> Sequence[Timer]:
        pending = [other for other, state in self._t.timers.values() if state == "pending" and other.kind in CALLS]
        due = [other for other in pending if other.due_at <= overdue or other.due_at == timer.due_at]
        due = sorted(due, key=lambda other: (other.due_at, other.key))[:limit]
        self._t.timers |= {other.key: (other, "fired") for other in due}
        return due

    async def save_escalation(self, escalation: Escalation) -> None:
        stored = self._t.escalations.get(escalation.key)
        if (stored.version if stored else 0) != escalation.version:
            raise Conflict
        self._t.escalations[escalation.key] = replace(escalation, version=escalation.version + 1)

    async def escalation(self, key: str) -> Escalation | None:
        return self._t.escalations.get(key)

    async def running_escalations(self, ticket: int) -> Sequence[Escalation]:
        running = (each for each in self._t.escalations.values() if each.ticket == ticket and not each.ended)
        return sorted(running, key=lambda each: (each.raised_at, each.key))

    async def escalations(self, ticket: int) -> Sequence[Escalation]:
        found = (each for each in self._t.escalations.values() if each.ticket == ticket)
        return sorted(found, key=lambda each: (each.raised_at, each.key))

    async def absences(self) -> Sequence[Absence]:
        return sorted(self._t.absences.values(), key=lambda each: each.member)

    async def save_absence(self, absence: Absence) -> None:
        stored = self._t.absences.get(absence.member)
        if (stored.version if stored else 0) != absence.version:
            raise Conflict
        self._t.absences[absence.member] = replace(absence, version=absence.version + 1)

    async def turns(self, team: str) -> Turns:
        return self._t.turns.setdefault(team, Turns(team, version=1))

    async def save_turns(self, after: Turns) -> None:
        if self._t.turns[after.team].version != after.version:
            raise Conflict
        self._t.turns[after.team] = replace(after, version=after.version + 1)

    async def loads(self, members: Sequence[str]) -> Mapping[str, int]:
        return Counter(
            ticket.assignee
            for ticket in self._t.tickets.values()
            if ticket.status in ACTIVE and ticket.assignee in members
        )

    async def holders(self) -> Sequence[str]:
        return sorted({each.assignee for each in self._t.tickets.values() if each.status in ACTIVE and each.assignee})

    async def keep_words(self, words: Words) -> None:
        self._t.words[(words.thread.platform, words.thread.workspace, words.delivery)] = words

    async def words(self, thread: Thread, limit: int = 20) -> Sequence[Words]:
        found = sorted(
            (each for each in self._t.words.values() if each.thread == thread and not each.deleted),
            key=lambda each: (each.at, each.delivery),
        )
        return found[-limit:]

    async def said(self, delivery: str, platform: str, workspace: str) -> Words | None:
        return self._t.words.get((platform, workspace, delivery))

    async def pseudonym(self, *parts: str) -> str:
        return hashlib.sha256("\n".join(("a key", *parts)).encode()).hexdigest()[:20]

    async def prefer(self, preference: Preference) -> None:
        self._t.preferences[preference.person] = preference

    async def keep_feedback(self, feedback: Feedback) -> None:
        self._t.feedback[(feedback.conversation, feedback.person, feedback.slug)] = feedback

    async def forget_question(self, conversation: str) -> None:
        own = [(key, each) for key, each in self._t.feedback.items() if each.conversation == conversation]
        self._t.feedback |= {key: replace(each, question="") for key, each in own}

    async def commit(self) -> None:
        self._ledger.tables = self._t
        if self._woke:
            self._ledger.wake.ring()


class MemoryLedger:
    """All of it."""

    def __init__(self, pace: dict[str, Limits] | None = None) -> None:
        self.tables = Tables()
        self.pace = pace or {}
        self.wake = Wake()
        self.outbox = MemoryOutbox(self)
        self.chat = MemoryChatLog()
        self.feedback = MemoryFeedbackLog(lambda: tuple(self.tables.feedback.values()))
        self.chronicle = MemoryChronicle(lambda: self.tables.tickets, lambda: self.tables.history)
        self._one_at_a_time = asyncio.Lock()

    @asynccontextmanager
    async def work(self) -> AsyncIterator[MemoryWork]:
        async with self._one_at_a_time:
            yield MemoryWork(self)

    async def due_timers(self, now: datetime, limit: int, but: Collection[str] = ()) -> Sequence[str]:
        timers = [timer for timer, state in self.tables.timers.values() if state == "pending" and timer.due_at <= now]
        pending = [timer for timer in timers if timer.key not in but]
        return [timer.key for timer in sorted(pending, key=lambda timer: (timer.due_at, timer.key))][:limit]

    async def preferences(self, since: datetime) -> Sequence[Preference]:
        chosen = [each for each in self.tables.preferences.values() if each.at >= since]
        return sorted(chosen, key=lambda each: each.at)

    async def changed(self, limit: timedelta) -> None:
        await self.wake.wait(limit)


def _same(timer: Timer, other: Timer) -> bool:
    return (timer.ticket, timer.kind, timer.subject) == (other.ticket, other.kind, other.subject)
