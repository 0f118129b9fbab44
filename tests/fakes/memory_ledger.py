"""The ledger in memory: for tests that need the engine but no database. Passes the contract tests of the real one."""

import asyncio
import copy
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from bot.cards import Card
from bot.conversation.conversation import Conversation
from bot.errors import Conflict, NotFound
from bot.messages import Message, Person, Post, Thread
from bot.ports import (
    AuditEntry,
    ChatLine,
    DeadLetter,
    Escalation,
    Leased,
    Parcel,
    Timer,
    TimerKind,
    Words,
)
from bot.tickets import Status, Ticket

LEASE = timedelta(seconds=40)


@dataclass
class _Row:
    post: Post
    state: str = "waiting"
    not_before: datetime | None = None
    token: str = ""
    leased_until: datetime | None = None
    attempts: int = 0
    maybe_sent: bool = False
    first_tried_at: datetime | None = None
    message_id: str = ""
    reason: str = ""
    ended_at: datetime | None = None

    @property
    def lane(self) -> str:
        return self.post.lane or self.post.thread.lane

    @property
    def over(self) -> bool:
        return self.state in ("sent", "dead", "uncertain")


@dataclass
class _Tables:
    inbox: set[tuple[str, str, str]] = field(default_factory=set)
    conversations: dict[Thread, Conversation] = field(default_factory=dict)
    tickets: dict[int, Ticket] = field(default_factory=dict)
    outbox: dict[str, _Row] = field(default_factory=dict)
    history: list[AuditEntry] = field(default_factory=list)
    timers: dict[str, tuple[Timer, str]] = field(default_factory=dict)
    escalations: dict[str, Escalation] = field(default_factory=dict)
    words: dict[tuple[str, str, str], Words] = field(default_factory=dict)
    triage: dict[Thread, int] = field(default_factory=dict)


class MemoryWork:
    """A unit of work over a copy of the tables, put in their place at commit."""

    def __init__(self, ledger: "MemoryLedger") -> None:
        self._ledger = ledger
        self._t = copy.deepcopy(ledger.tables)

    async def claim(self, message: Message) -> bool:
        identity = (message.sender.platform, message.sender.workspace, message.delivery)
        if identity in self._t.inbox:
            return False
        self._t.inbox.add(identity)
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
        return max(found, key=lambda each: each.at, default=None)

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

    async def ticket_of_triage(self, thread: Thread) -> int | None:
        return self._t.triage.get(thread)

    async def triage_thread(self, number: int) -> Thread | None:
        return next((thread for thread, ticket in self._t.triage.items() if ticket == number), None)

    async def save_ticket(self, ticket: Ticket) -> None:
        if self._t.tickets[ticket.number].version != ticket.version:
            raise Conflict
        self._t.tickets[ticket.number] = replace(ticket, version=ticket.version + 1)

    async def tickets(
        self,
        *,
        statuses: Sequence[Status],
        team: str = "",
        assignee: str = "",
        requester: Person | None = None,
        limit: int = 20,
    ) -> Sequence[Ticket]:
        found = [
            ticket
            for _, ticket in sorted(self._t.tickets.items())
            if ticket.status in statuses
            and (not team or ticket.team == team)
            and (not assignee or ticket.assignee == assignee)
            and (requester is None or ticket.requester == requester)
        ]
        return found[:limit]

    async def add_post(self, post: Post) -> None:
        if post.key in self._t.outbox:
            raise Conflict(f"post {post.key} is stored already")
        self._t.outbox[post.key] = _Row(post)

    async def post(self, key: str) -> Post | None:
        row = self._t.outbox.get(key)
        return row.post if row else None

    async def record(self, entry: AuditEntry) -> None:
        self._t.history.append(entry)

    async def history(self, number: int) -> Sequence[AuditEntry]:
        return [entry for entry in self._t.history if entry.ticket == number]

    async def set_timer(self, timer: Timer) -> None:
        self._t.timers.setdefault(timer.key, (timer, "pending"))

    async def cancel_timers(self, ticket: int, kinds: Sequence[TimerKind]) -> None:
        for key, (timer, state) in self._t.timers.items():
            if timer.ticket == ticket and timer.kind in kinds and state == "pending":
                self._t.timers[key] = (timer, "cancelled")

    async def fire(self, key: str) -> Timer | None:
        timer, state = self._t.timers.get(key, (None, ""))
        if timer is None or state != "pending":
            return None
        self._t.timers[key] = (timer, "fired")
        return timer

    async def save_escalation(self, escalation: Escalation) -> None:
        stored = self._t.escalations.get(escalation.key)
        if (stored.version if stored else 0) != escalation.version:
            raise Conflict
        self._t.escalations[escalation.key] = replace(escalation, version=escalation.version + 1)

    async def escalation(self, key: str) -> Escalation | None:
        return self._t.escalations.get(key)

    async def running_escalations(self, ticket: int) -> Sequence[Escalation]:
        return [each for each in self._t.escalations.values() if each.ticket == ticket and not each.ended]

    async def keep_words(self, words: Words) -> None:
        self._t.words[(words.sender.platform, words.sender.workspace, words.delivery)] = words

    async def words(self, thread: Thread, limit: int = 20) -> Sequence[Words]:
        found = sorted(
            (each for each in self._t.words.values() if each.thread == thread and not each.deleted),
            key=lambda each: each.at,
        )
        return found[-limit:]

    async def said(self, delivery: str, platform: str, workspace: str) -> Words | None:
        return self._t.words.get((platform, workspace, delivery))

    async def commit(self) -> None:
        self._ledger.tables = self._t
        self._ledger.woken.set()


class MemoryOutbox:
    """Posts on their way out."""

    def __init__(self, ledger: "MemoryLedger") -> None:
        self._ledger = ledger
        self._tokens = count(1)
        self._channels: dict[tuple[str, str, str], datetime] = {}

    @property
    def _rows(self) -> dict[str, _Row]:
        return self._ledger.tables.outbox

    async def lease(self, platforms: Sequence[str], now: datetime, limit: int) -> Sequence[Leased]:
        leased: list[Leased] = []
        for row in self._heads(platforms, now):
            if len(leased) < limit and (taken := self._take(row, now)) is not None:
                leased.append(taken)
        return leased

    def _heads(self, platforms: Sequence[str], now: datetime) -> list[_Row]:
        heads: dict[str, _Row] = {}
        for row in self._rows.values():
            if not row.over:
                heads.setdefault(row.lane, row)
        due = [row for row in heads.values() if row.post.thread.platform in platforms and self._is_due(row, now)]
        return sorted(due, key=lambda row: not row.post.urgent)

    def _is_due(self, row: _Row, now: datetime) -> bool:
        if row.state == "sending":
            return row.leased_until is not None and row.leased_until <= now
        return row.not_before is None or row.not_before <= now

    def _take(self, row: _Row, now: datetime) -> Leased | None:
        post = row.post
        referred = self._rows.get(post.below or post.edits) if post.below or post.edits else None
        if referred is not None and referred.state in ("dead", "uncertain"):
            row.state, row.reason, row.ended_at = "dead", "the post it refers to was never delivered", now
            return None
        channel = (post.thread.platform, post.thread.workspace, post.thread.channel)
        if self._channels.get(channel, now) > now:
            return None
        self._channels[channel] = now + self._ledger.pace.get(post.thread.platform, timedelta(0))
        row.maybe_sent = row.maybe_sent or row.state == "sending"
        row.state, row.token, row.leased_until = "sending", str(next(self._tokens)), now + LEASE
        row.attempts += 1
        tried = row.first_tried_at
        row.first_tried_at = tried or now
        thread = post.thread
        if post.below and referred is not None:
            thread = replace(referred.post.thread, root=referred.message_id)
        edits = referred.message_id if post.edits and referred is not None else ""
        parcel = Parcel(post.key, thread, post.card, edits, post.private_to, post.alert, post.route, tried)
        return Leased(parcel, row.token, row.attempts, row.maybe_sent, tried)

    def _held(self, leased: Leased) -> _Row | None:
        row = self._rows.get(leased.parcel.key)
        return row if row is not None and row.token == leased.token and row.state == "sending" else None

    async def sent(self, leased: Leased, message_id: str, now: datetime) -> None:
        row = self._held(leased)
        if row is None:
            return
        row.state, row.message_id, row.ended_at = "sent", message_id, now
        if row.post.opens is not None:
            self._ledger.tables.triage[replace(leased.parcel.thread, root=message_id)] = row.post.opens

    async def wait(self, leased: Leased, until: datetime, *, maybe_sent: bool, whole_channel: bool = False) -> None:
        row = self._held(leased)
        if row is None:
            return
        row.state, row.not_before, row.maybe_sent = "waiting", until, maybe_sent
        if whole_channel:
            thread = row.post.thread
            self._channels[(thread.platform, thread.workspace, thread.channel)] = until

    async def give_up(self, leased: Leased, state: str, reason: str, now: datetime) -> None:
        row = self._held(leased)
        if row is not None:
            row.state, row.reason, row.ended_at = state, reason, now

    async def dead_letters(self, limit: int = 100) -> Sequence[DeadLetter]:
        from bot.cards import plain_card

        found = [
            DeadLetter(row.post.key, row.post.thread, row.state, row.reason, row.ended_at, row.attempts, plain_card(row.post.card))
            for row in self._rows.values()
            if row.state in ("dead", "uncertain") and row.ended_at is not None
        ]
        return found[::-1][:limit]

    async def resend(self, key: str, now: datetime) -> bool:
        row = self._rows.get(key)
        if row is None or row.state not in ("dead", "uncertain"):
            return False
        row.maybe_sent = row.state == "uncertain"
        row.state, row.not_before, row.attempts = "waiting", now, 0
        self._ledger.woken.set()
        return True

    async def next_due(self, platforms: Sequence[str], now: datetime) -> datetime | None:
        return min((row.not_before or now for row in self._rows.values() if row.state == "waiting"), default=None)


class MemoryChatLog:
    """The playground's memory, for as long as the process lives."""

    def __init__(self) -> None:
        self._lines: dict[str, ChatLine] = {}
        self._keys: dict[str, str] = {}
        self._revisions = count(1)

    async def add(self, line: ChatLine, key: str = "") -> ChatLine:
        if key and key in self._keys:
            return self._lines[self._keys[key]]
        revision = next(self._revisions)
        id = line.id or f"{revision:010d}"
        added = replace(line, id=id, root=line.root or id, revision=revision)
        self._lines[id] = added
        if key:
            self._keys[key] = id
        return added

    async def replace(self, id: str, card: Card) -> ChatLine:
        if id not in self._lines:
            raise NotFound
        self._lines[id] = replace(self._lines[id], card=card, edited=True, revision=next(self._revisions))
        return self._lines[id]

    async def find(self, key: str) -> ChatLine | None:
        return self._lines.get(self._keys.get(key, ""))

    async def line(self, id: str) -> ChatLine | None:
        return self._lines.get(id)

    async def since(self, revision: int, limit: int = 500) -> Sequence[ChatLine]:
        newer = (line for line in self._lines.values() if line.revision > revision)
        return sorted(newer, key=lambda line: line.revision)[:limit]

    async def unhandled(self) -> Sequence[ChatLine]:
        return [line for line in self._lines.values() if not line.handled]

    async def handled(self, id: str) -> None:
        self._lines[id] = replace(self._lines[id], handled=True, revision=next(self._revisions))

    async def clear(self) -> None:
        self._lines.clear()
        self._keys.clear()


class MemoryLedger:
    """All of it."""

    def __init__(self, pace: dict[str, timedelta] | None = None) -> None:
        self.tables = _Tables()
        self.pace = pace or {}
        self.woken = asyncio.Event()
        self.outbox = MemoryOutbox(self)
        self.chat = MemoryChatLog()
        self._one_at_a_time = asyncio.Lock()

    @asynccontextmanager
    async def work(self) -> AsyncIterator[MemoryWork]:
        async with self._one_at_a_time:
            yield MemoryWork(self)

    async def due_timers(self, now: datetime, limit: int) -> Sequence[str]:
        pending = [timer for timer, state in self.tables.timers.values() if state == "pending" and timer.due_at <= now]
        return [timer.key for timer in sorted(pending, key=lambda timer: timer.due_at)][:limit]

    async def changed(self, limit: timedelta) -> None:
        self.woken.clear()
        try:
            await asyncio.wait_for(self.woken.wait(), limit.total_seconds())
        except TimeoutError:
            return
