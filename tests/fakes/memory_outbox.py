"""The outbox in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Protocol

from bot.cards import plain_card
from bot.messages import Post, Side, Thread
from bot.ports import DeadLetter, Leased, Limits, Parcel, Timer, TimerKind
from bot.ports.pace import Bucket, Marks, filled, free_at
from storage.columns import AT_ONCE
from storage.queue import OFTEN, PATIENT
from storage.wake import Wake

LEASE = timedelta(seconds=40)
Place = tuple[str, str, str]


@dataclass
class OutboxRow:
    """A post and what has become of it."""

    post: Post
    state: str = "waiting"
    due_at: datetime | None = None
    """When it may be sent or, on its way, when its lease runs out."""
    token: str = ""
    attempts: int = 0
    maybe_sent: bool = False
    first_tried_at: datetime | None = None
    last_tried_at: datetime | None = None
    root: str = ""
    message_id: str = ""
    reason: str = ""
    ended_at: datetime | None = None

    @property
    def lane(self) -> str:
        return self.post.lane or self.post.thread.lane

    @property
    def unfinished(self) -> bool:
        return self.state in ("waiting", "sending")

    @property
    def given_up(self) -> bool:
        return self.state in ("dead", "uncertain")

    @property
    def channel(self) -> Place:
        return _channel(self.post.thread)

    @property
    def referred(self) -> list[str]:
        return [key for key in (self.post.below, self.post.edits) if key]


class _Tables(Protocol):
    @property
    def outbox(self) -> dict[str, OutboxRow]: ...

    @property
    def bindings(self) -> dict[Thread, tuple[int, Side]]: ...

    @property
    def timers(self) -> dict[str, tuple[Timer, str]]: ...


class _Ledger(Protocol):
    @property
    def tables(self) -> _Tables: ...

    @property
    def pace(self) -> Mapping[str, Limits]: ...

    @property
    def wake(self) -> Wake: ...


class MemoryOutbox:
    """Posts on their way out."""

    def __init__(self, ledger: _Ledger) -> None:
        self._ledger = ledger
        self._tokens = count(1)
        self._channels: dict[Place, datetime] = {}
        self._marks: dict[Place, Marks] = {}

    @property
    def _rows(self) -> dict[str, OutboxRow]:
        return self._ledger.tables.outbox

    async def lease(
        self, platforms: Sequence[str], now: datetime, limit: int, *, set_forward: timedelta = timedelta(0)
    ) -> Sequence[Leased]:
        leased: list[Leased] = []
        buried = True
        while buried and not leased:
            due, buried = self._due(platforms, now, now - set_forward), False
            used: set[Place] = set()
            for row in sorted(due, key=lambda row: (not row.post.urgent, _is_patient(row, now))):
                if len(leased) < limit and row.channel not in used and self._has_room(row, now):
                    leased += self._take(row, now)
                    buried |= row.state == "dead"
                    used |= {row.channel} if row.post.thread.platform in self._ledger.pace else set()
        return leased

    def _due(self, platforms: Sequence[str], now: datetime, ended: datetime) -> list[OutboxRow]:
        heads = [row for row in self._heads(platforms, ended) if self._due_at(row, now) <= now]
        return [row for row in heads if row.state == "waiting" or _or(row.due_at, ended) <= ended]

    async def put_right(self, now: datetime) -> None:
        for row in self._rows.values():
            if row.unfinished and row.last_tried_at is not None and row.last_tried_at > now:
                by = row.last_tried_at - now
                row.last_tried_at = now
                row.due_at = row.due_at - by if row.due_at else None
                row.first_tried_at = row.first_tried_at - by if row.first_tried_at else None
        for channel, at in self._channels.items():
            if at > now + timedelta(minutes=1):
                self._channels[channel] = now
                self._marks.pop(channel, None)

    def _heads(self, platforms: Sequence[str], now: datetime) -> list[OutboxRow]:
        unfinished = [row for row in self._rows.values() if row.unfinished]
        on_their_way = {row.lane: row for row in unfinished if row.state == "sending" and _or(row.due_at, now) > now}
        heads: dict[str, OutboxRow] = {}
        for row in unfinished:
            heads.setdefault(row.lane, row)
        return [
            row
            for row in heads.values()
            if row.post.thread.platform in platforms
            and on_their_way.get(row.lane, row) is row
            and not any(key in self._rows and self._rows[key].unfinished for key in row.referred)
        ]

    def _free_at(self, row: OutboxRow, now: datetime) -> datetime:
        return max(self._channels.get(place, now) for place in (row.channel, _workspace(row.post.thread)))

    def _has_room(self, row: OutboxRow, now: datetime) -> bool:
        calls = self._calls(row)
        at = [free_at(buckets, self._marks.get(place, ()), now, calls) for place, buckets in self._buckets(row)]
        return max([self._free_at(row, now), *at]) <= now

    def _calls(self, row: OutboxRow) -> int:
        limits = self._ledger.pace.get(row.post.thread.platform, Limits(()))
        return limits.calls(private=row.post.private_to is not None, edit=bool(row.post.edits))

    def _buckets(self, row: OutboxRow) -> list[tuple[Place, Sequence[Bucket]]]:
        limits = self._ledger.pace.get(row.post.thread.platform)
        if limits is None:
            return []
        return [(row.channel, limits.channel), (_workspace(row.post.thread), limits.workspace)]

    def _due_at(self, row: OutboxRow, now: datetime) -> datetime:
        return max(_or(row.due_at, now), self._free_at(row, now))

    def _take(self, row: OutboxRow, now: datetime) -> list[Leased]:
        lost = [key for key in row.referred if key not in self._rows or self._rows[key].state != "sent"]
        if lost:
            row.state, row.reason, row.ended_at = "dead", f"it belongs to the post {lost[0]!r}, which is lost", now
            return []
        for place, buckets in self._buckets(row):
            self._marks[place] = marks = filled(buckets, self._marks.get(place, ()), now, self._calls(row))
            self._channels[place] = max(now, free_at(buckets, marks, now))
        tried, last = row.first_tried_at, row.last_tried_at
        row.maybe_sent = row.maybe_sent or row.state == "sending"
        row.state, row.token, row.due_at = "sending", str(next(self._tokens)), now + LEASE
        row.attempts += 1
        row.first_tried_at, row.last_tried_at = tried or now, now
        before = last if row.maybe_sent else None
        return [Leased(self._parcel(row, tried), row.token, row.due_at, row.attempts, row.maybe_sent, tried, before)]

    def _parcel(self, row: OutboxRow, tried: datetime | None) -> Parcel:
        post, thread = row.post, row.post.thread
        if post.below:
            above = self._rows[post.below]
            thread = replace(above.post.thread, root=above.root or above.message_id)
        if post.edits:
            shown = self._rows[post.edits]
            thread = replace(shown.post.thread, root=shown.root)
        row.root = thread.root
        edits = self._rows[post.edits].message_id if post.edits else ""
        tried_at = tried if row.maybe_sent else None
        return Parcel(
            post.key,
            thread,
            post.card,
            edits,
            post.private_to,
            post.alert,
            post.route,
            tried_at,
            post.stored_at,
            post.cause,
        )

    def _held(self, leased: Leased) -> OutboxRow | None:
        row = self._rows.get(leased.parcel.key)
        return row if row is not None and row.token == leased.token and row.state == "sending" else None

    async def sent(self, leased: Leased, message_id: str, now: datetime) -> None:
        row = self._held(leased)
        if row is None:
            return
        row.state, row.message_id, row.ended_at = "sent", message_id, now
        self._hasten(row)
        if row.post.opens is not None:
            thread = replace(leased.parcel.thread, root=message_id)
            self._ledger.tables.bindings[thread] = (row.post.opens, row.post.opens_as)

    async def wait(
        self, leased: Leased, until: datetime, *, maybe_sent: bool, whole_channel: bool = False, tried: bool = True
    ) -> None:
        row = self._held(leased)
        if row is None:
            return
        row.state, row.due_at, row.maybe_sent = "waiting", until, maybe_sent
        if not maybe_sent:
            row.first_tried_at = None
        if not tried:
            row.last_tried_at, row.attempts = leased.last_tried_at or until, leased.attempts - 1
        if whole_channel:
            channel = _channel(leased.parcel.thread)
            self._channels[channel] = max(until, self._channels.get(channel, until))
            self._hasten(row)

    def _hasten(self, row: OutboxRow) -> None:
        timers = self._ledger.tables.timers
        for key, (timer, state) in timers.items():
            if row.post.urgent and (timer.kind, timer.subject, state) == (TimerKind.RECEIPT, row.post.key, "pending"):
                timers[key] = (replace(timer, due_at=AT_ONCE), state)

    async def give_up(self, leased: Leased, state: str, reason: str, now: datetime) -> None:
        row = self._held(leased)
        if row is not None:
            row.state, row.reason, row.ended_at = state, reason, now
            self._hasten(row)

    async def dead_letters(self, limit: int = 100) -> Sequence[DeadLetter]:
        letters = [
            DeadLetter(row.post.key, row.post.thread, row.state, row.reason, row.ended_at, row.attempts, _words(row))
            for row in self._rows.values()
            if row.given_up and row.ended_at is not None
        ]
        letters.reverse()
        return sorted(letters, key=lambda letter: letter.at, reverse=True)[:limit]

    async def resend(self, key: str, now: datetime) -> int:
        given_up = {key: row for key, row in self._rows.items() if row.given_up}
        family = {key} & given_up.keys()
        while more := {each for each in given_up.keys() - family if self._near(each, family)}:
            family |= more
        for row in (given_up[each] for each in family):
            row.maybe_sent = row.state == "uncertain"
            row.first_tried_at = row.first_tried_at if row.maybe_sent else None
            row.state, row.due_at, row.attempts, row.reason = "waiting", now, 0, ""
        self._ledger.wake.ring()
        return len(family)

    def _near(self, key: str, family: set[str]) -> bool:
        refers = not family.isdisjoint(self._rows[key].referred)
        return refers or any(key in self._rows[each].referred for each in family)

    async def next_due(self, platforms: Sequence[str], now: datetime) -> datetime | None:
        due = [self._due_at(row, now) for row in self._heads(platforms, now)]
        return max(min(due), now) if due else None


def _or(at: datetime | None, now: datetime) -> datetime:
    return now if at is None else at


def _channel(thread: Thread) -> Place:
    return (thread.platform, thread.workspace, thread.channel)


def _workspace(thread: Thread) -> Place:
    return (thread.platform, thread.workspace, "")


def _words(row: OutboxRow) -> str:
    return plain_card(row.post.card)


def _is_patient(row: OutboxRow, now: datetime) -> bool:
    return row.attempts > OFTEN and row.due_at is not None and row.due_at > now - PATIENT
