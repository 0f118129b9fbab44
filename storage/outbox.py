"""The outbox: posts on their way out, each a small state machine in a row of its own."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import case, func, or_, select, text, update

from bot.ports import DeadLetter, Leased
from storage.database import Database
from storage.queue import Question, due_heads, named_posts, next_due
from storage.references import lost_reference, parcel_of
from storage.rows import AT_ONCE, Row, Values, dead_letter_of, thread_values
from storage.tables import GIVEN_UP, bindings, channels, posts
from storage.transaction import Transaction

LEASE = timedelta(seconds=40)
"""Longer than a client's time limit (10 s) and the settling after it (15 s), with room."""

_CHANNEL = ("platform", "workspace", "channel")


class SqlOutbox:
    """Implements `bot.ports.Outbox`. `pace` is the least time between posts to one channel, by platform."""

    def __init__(self, database: Database, desk: str, pace: Mapping[str, timedelta]) -> None:
        self._database = database
        self._desk = desk
        self._pace = {platform: interval for platform, interval in pace.items() if interval}

    async def lease(self, platforms: Sequence[str], now: datetime, limit: int) -> Sequence[Leased]:
        """Take up to `limit` due posts; those whose references are lost are given up on the way."""
        while True:
            async with self._database.writing() as transaction:
                rows = await transaction.all(due_heads(self._question(platforms, now), limit))
                leased = await self._take(transaction, rows, now)
                await transaction.commit()
            if leased or not rows:
                return leased

    async def _take(self, transaction: Transaction, rows: Sequence[Row], now: datetime) -> Sequence[Leased]:
        named = await self._named(transaction, rows)
        lost = {row["id"]: reason for row in rows if (reason := lost_reference(row, named))}
        await self._bury(transaction, lost, now)
        sendable = await self._in_pace(transaction, [row for row in rows if row["id"] not in lost], now)
        token = uuid4().hex
        await self._mark(transaction, sendable, token, now)
        leased = [_leased(row, named, token) for row in sendable]
        await self._note_roots(transaction, [each for each, row in zip(leased, sendable, strict=True) if row["below"]])
        return leased

    async def _named(self, transaction: Transaction, rows: Sequence[Row]) -> dict[str, Row]:
        keys = {key for row in rows for key in (row["below"], row["edits"]) if key}
        found = await transaction.all(named_posts(self._desk, keys)) if keys else ()
        return {row["key"]: row for row in found}

    async def _bury(self, transaction: Transaction, lost: Mapping[int, str], now: datetime) -> None:
        for id, reason in lost.items():
            given_up = {"state": "dead", "reason": reason, "changed_at": now}
            await transaction.run(update(posts).where(posts.c.id == id).values(given_up))

    async def _in_pace(self, transaction: Transaction, rows: Sequence[Row], now: datetime) -> Sequence[Row]:
        """Those whose channel this worker may use now; in the order of names, so that workers do not block another."""
        paced = {_channel(row) for row in rows if row["platform"] in self._pace}
        refused = set()
        for channel in sorted(paced):
            if not await self._use(transaction, channel, now, now + self._pace[channel[0]]):
                refused.add(channel)
        return [row for row in rows if _channel(row) not in refused]

    async def _use(self, transaction: Transaction, channel: tuple[str, ...], now: datetime, next_at: datetime) -> bool:
        """Reserve the channel until `next_at`; False when another worker has just done so."""
        return await self._delay(transaction, dict(zip(_CHANNEL, channel, strict=True)), next_at, free_at=now)

    async def _delay(self, transaction: Transaction, channel: Values, next_at: datetime, *, free_at: datetime) -> bool:
        """Set the channel's next moment, unless it is later than `free_at` already."""
        row = {"desk": self._desk, **channel, "next_at": next_at}
        statement = transaction.insert(channels).values(row)
        delayed = statement.on_conflict_do_update(
            index_elements=["desk", *_CHANNEL], set_={"next_at": next_at}, where=channels.c.next_at <= free_at
        )
        return await transaction.first(delayed.returning(channels.c.next_at)) is not None

    async def _mark(self, transaction: Transaction, rows: Sequence[Row], token: str, now: datetime) -> None:
        sending = {
            "state": "sending",
            "token": token,
            "lease_until": now + LEASE,
            "attempts": posts.c.attempts + 1,
            "maybe_sent": or_(posts.c.maybe_sent, posts.c.state == "sending"),
            "first_tried_at": func.coalesce(posts.c.first_tried_at, now),
            "changed_at": now,
        }
        if rows:
            ids = [row["id"] for row in rows]
            await transaction.run(update(posts).where(posts.c.id.in_(ids)).values(sending))

    async def _note_roots(self, transaction: Transaction, leased: Sequence[Leased]) -> None:
        """Remember to which threads they go, for the posts that will refer to them."""
        for each in leased:
            same = posts.c.desk == self._desk, posts.c.key == each.parcel.key
            await transaction.run(update(posts).where(*same).values(sent_root=each.parcel.thread.root))

    async def sent(self, leased: Leased, message_id: str, now: datetime) -> None:
        """It is there; binds the thread to its ticket if it opens one."""
        done = {"state": "sent", "message_id": message_id, "changed_at": now}
        async with self._database.writing() as transaction:
            row = await self._finish(transaction, leased, done)
            if row is not None and row["opens"] is not None:
                bound = {"side": row["opens_as"], "ticket": row["opens"], "at": now}
                await self._bind(transaction, leased, message_id, bound)
            await transaction.commit()

    async def _bind(self, transaction: Transaction, leased: Leased, root: str, bound: Values) -> None:
        thread = thread_values(leased.parcel.thread) | {"root": root}
        statement = transaction.insert(bindings).values({"desk": self._desk, **thread, **bound})
        await transaction.run(statement.on_conflict_do_update(index_elements=["desk", *thread], set_=bound))

    async def wait(
        self, leased: Leased, until: datetime, *, maybe_sent: bool, whole_channel: bool = False, tried: bool = True
    ) -> None:
        """Not now: due again at `until`, and with `whole_channel` nothing else to that channel before it."""
        waiting: Values = {"state": "waiting", "not_before": until, "maybe_sent": maybe_sent}
        if not maybe_sent:
            waiting["first_tried_at"] = None
        if not tried:
            waiting |= {"changed_at": leased.last_tried_at or until, "attempts": leased.attempts - 1}
        async with self._database.writing() as transaction:
            if await self._finish(transaction, leased, waiting) is not None and whole_channel:
                thread = leased.parcel.thread
                channel = {name: getattr(thread, name) for name in _CHANNEL}
                await self._delay(transaction, channel, until, free_at=until)
            await transaction.commit()

    async def give_up(self, leased: Leased, state: str, reason: str, now: datetime) -> None:
        """The lane goes on without it."""
        async with self._database.writing() as transaction:
            await self._finish(transaction, leased, {"state": state, "reason": reason, "changed_at": now})
            await transaction.commit()

    async def _finish(self, transaction: Transaction, leased: Leased, values: Values) -> Row | None:
        """Change the row while the lease holds; None when somebody else has taken it over."""
        held = posts.c.desk == self._desk, posts.c.key == leased.parcel.key, posts.c.token == leased.token
        changed = update(posts).where(*held, posts.c.state == "sending").values({**values, "token": ""})
        return await transaction.first(changed.returning(posts.c.opens, posts.c.opens_as))

    async def rescue(self) -> None:
        """Take back every post on its way, for a database of one process at its start: whoever leased it is gone."""
        own = posts.c.desk == self._desk, posts.c.state == "sending"
        async with self._database.writing() as transaction:
            await transaction.run(update(posts).where(*own).values(lease_until=AT_ONCE))
            await transaction.commit()

    async def dead_letters(self, limit: int = 100) -> Sequence[DeadLetter]:
        """Posts given up, newest first."""
        given_up = select(posts).where(posts.c.desk == self._desk, text(GIVEN_UP))
        newest = given_up.order_by(posts.c.changed_at.desc(), posts.c.id.desc()).limit(limit)
        async with self._database.reading() as transaction:
            return [dead_letter_of(row) for row in await transaction.all(newest)]

    async def resend(self, key: str, now: datetime) -> bool:
        """Put a given-up post back in its lane. One whose outcome stayed unknown is looked for before it is sent."""
        fresh: Values = {
            "state": "waiting",
            "not_before": now,
            "attempts": 0,
            "maybe_sent": posts.c.state == "uncertain",
            "first_tried_at": case((posts.c.state == "uncertain", posts.c.first_tried_at)),
            "reason": "",
        }
        given_up = posts.c.desk == self._desk, posts.c.key == key, text(GIVEN_UP)
        async with self._database.writing() as transaction:
            row = await transaction.first(update(posts).where(*given_up).values(fresh).returning(posts.c.id))
            await transaction.announce(self._desk)
            await transaction.commit()
        return row is not None

    async def next_due(self, platforms: Sequence[str], now: datetime) -> datetime | None:
        """When the next waiting post falls due; `now` when it is overdue."""
        async with self._database.reading() as transaction:
            row = await transaction.first(next_due(self._question(platforms, now)))
        due = row["due"] if row else None
        return max(due, now) if due else None

    def _question(self, platforms: Sequence[str], now: datetime) -> Question:
        return Question(self._desk, platforms, self._pace.keys(), now)


def _channel(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in _CHANNEL)


def _leased(row: Row, named: Mapping[str, Row], token: str) -> Leased:
    maybe_sent = row["maybe_sent"] or row["state"] == "sending"
    return Leased(
        parcel=parcel_of(row, named, maybe_sent=maybe_sent),
        token=token,
        attempts=row["attempts"] + 1,
        maybe_sent=maybe_sent,
        first_tried_at=row["first_tried_at"],
        last_tried_at=row["changed_at"] if maybe_sent else None,
    )
