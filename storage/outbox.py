"""The outbox: posts on their way out, each a small state machine in a row of its own."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import Table, bindparam, case, func, or_, select, text, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.ports import DeadLetter, Leased
from storage.batch import Batch
from storage.database import Database
from storage.queue import DUE_HEADS, NAMED_POSTS, NEXT_DUE, TAKEN, Question
from storage.references import lost_reference, parcel_of
from storage.rows import AT_ONCE, Row, Values, dead_letter_of, thread_values
from storage.tables import GIVEN_UP, UNFINISHED, bindings, channels, posts
from storage.transaction import Insert, Transaction

LEASE = timedelta(seconds=40)
"""Longer than a client's time limit (10 s) and the settling after it (15 s), with room."""

_CHANNEL = ("platform", "workspace", "channel")
Channel = tuple[str, ...]
"""Platform, workspace and channel."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a post: the columns to set; `pause` keeps its whole channel quiet until then."""

    leased: Leased
    values: Values
    pause: datetime | None = None


class SqlOutbox:
    """Implements `bot.ports.Outbox`. `pace` is the least time between posts to one channel, by platform."""

    def __init__(self, database: Database, desk: str, pace: Mapping[str, timedelta]) -> None:
        self._database = database
        self._desk = desk
        self._pace = {platform: interval for platform, interval in pace.items() if interval}
        self._outcomes = Batch(self._note)

    async def lease(self, platforms: Sequence[str], now: datetime, limit: int) -> Sequence[Leased]:
        """Take up to `limit` due posts; those whose references are lost are given up on the way."""
        question = self._question(platforms, now).parameters(limit)
        while True:
            async with self._database.writing() as transaction:
                rows = await self._due(transaction, question)
                leased = await self._take(transaction, rows, now) if rows else []
                if rows:
                    await transaction.commit()
            if leased or not rows:
                return leased

    async def _due(self, transaction: Transaction, question: Values) -> Sequence[Row]:
        ids = [row["id"] for row in await transaction.all(DUE_HEADS, question)]
        return await transaction.all(TAKEN, {"ids": ids, "now": question["now"]}) if ids else ()

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
        wanted = {"desk": self._desk, "keys": sorted(keys)}
        found = await transaction.all(NAMED_POSTS, wanted) if keys else ()
        return {row["key"]: row for row in found}

    async def _bury(self, transaction: Transaction, lost: Mapping[int, str], now: datetime) -> None:
        buried = [{"wanted": id, "state": "dead", "reason": reason, "changed_at": now} for id, reason in lost.items()]
        if buried:
            await transaction.run(_CHANGED, buried)

    async def _in_pace(self, transaction: Transaction, rows: Sequence[Row], now: datetime) -> Sequence[Row]:
        """Those whose channel this worker may use now; in the order of names, so that workers do not block another."""
        paced = sorted({_channel(row) for row in rows if row["platform"] in self._pace})
        wanted = [(channel, now + self._pace[channel[0]]) for channel in paced]
        free = await self._delay(transaction, wanted, free_at=now)
        return [row for row in rows if row["platform"] not in self._pace or _channel(row) in free]

    async def _delay(
        self, transaction: Transaction, wanted: Sequence[tuple[Channel, datetime]], *, free_at: datetime
    ) -> set[Channel]:
        """Set the next moments, except where one is later than `free_at` already; returns the channels that are set."""
        rows = [
            {"desk": self._desk, **dict(zip(_CHANNEL, channel, strict=True)), "next_at": at, "free_at": free_at}
            for channel, at in wanted
        ]
        taken = await transaction.all(_delaying(transaction.insert), rows) if rows else ()
        return {_channel(row) for row in taken}

    async def _mark(self, transaction: Transaction, rows: Sequence[Row], token: str, now: datetime) -> None:
        if rows:
            leased = {"new_token": token, "new_lease": now + LEASE, "now": now, "ids": [row["id"] for row in rows]}
            await transaction.run(_SENDING, leased)

    async def _note_roots(self, transaction: Transaction, leased: Sequence[Leased]) -> None:
        """Remember to which threads they go, for the posts that will refer to them."""
        roots = [
            {"of_desk": self._desk, "of_key": each.parcel.key, "sent_root": each.parcel.thread.root} for each in leased
        ]
        if roots:
            await transaction.run(_ROOTED, roots)

    async def sent(self, leased: Leased, message_id: str, now: datetime) -> None:
        """It is there; binds the thread to its ticket if it opens one."""
        await self._outcomes.add(_Outcome(leased, {"state": "sent", "message_id": message_id, "changed_at": now}))

    async def wait(
        self, leased: Leased, until: datetime, *, maybe_sent: bool, whole_channel: bool = False, tried: bool = True
    ) -> None:
        """Not now: due again at `until`, and with `whole_channel` nothing else to that channel before it."""
        waiting: Values = {"state": "waiting", "not_before": until, "maybe_sent": maybe_sent}
        if not maybe_sent:
            waiting["first_tried_at"] = None
        if not tried:
            waiting |= {"changed_at": leased.last_tried_at or until, "attempts": leased.attempts - 1}
        await self._outcomes.add(_Outcome(leased, waiting, until if whole_channel else None))

    async def give_up(self, leased: Leased, state: str, reason: str, now: datetime) -> None:
        """The lane goes on without it."""
        await self._outcomes.add(_Outcome(leased, {"state": state, "reason": reason, "changed_at": now}))

    async def finish(self) -> None:
        """Return when every outcome is noted."""
        await self._outcomes.finish()

    async def _note(self, outcomes: Sequence["_Outcome"]) -> None:
        """Change the rows whose lease still holds; those that somebody else has taken over are left to them."""
        tokens = {each.leased.parcel.key: each.leased.token for each in outcomes}
        async with self._database.writing() as transaction:
            rows = await transaction.all(_ON_THEIR_WAY, {"desk": self._desk, "keys": sorted(tokens)})
            held = {row["key"]: row for row in rows if row["token"] == tokens[row["key"]]}
            noted = [each for each in outcomes if each.leased.parcel.key in held]
            await self._change(transaction, noted, held)
            await self._bind(transaction, noted, held)
            await self._pause(transaction, noted)
            await transaction.commit()

    async def _change(self, transaction: Transaction, outcomes: Sequence["_Outcome"], held: Mapping[str, Row]) -> None:
        """Write the outcomes, all those together that set the same columns."""
        alike: dict[tuple[str, ...], list[Values]] = defaultdict(list)
        for each in outcomes:
            changed = {**each.values, "token": "", "wanted": held[each.leased.parcel.key]["id"]}
            alike[tuple(changed)].append(changed)
        for rows in alike.values():
            await transaction.run(_CHANGED, rows)

    async def _bind(self, transaction: Transaction, outcomes: Sequence["_Outcome"], held: Mapping[str, Row]) -> None:
        """The threads that posts have opened are their tickets' from now on."""
        for each in outcomes:
            row, values = held[each.leased.parcel.key], each.values
            if values["state"] == "sent" and row["opens"] is not None:
                thread = thread_values(each.leased.parcel.thread) | {"root": values["message_id"]}
                bound = {"side": row["opens_as"], "ticket": row["opens"], "at": values["changed_at"]}
                await transaction.run(_binding(transaction.insert), {"desk": self._desk, **thread, **bound})

    async def _pause(self, transaction: Transaction, outcomes: Sequence["_Outcome"]) -> None:
        """Nothing more to the channels that asked for it."""
        for each in outcomes:
            if each.pause is not None:
                thread = each.leased.parcel.thread
                channel = (thread.platform, thread.workspace, thread.channel)
                await self._delay(transaction, [(channel, each.pause)], free_at=each.pause)

    async def rescue(self) -> None:
        """Take back every post on its way, for a database of one process at its start: whoever leased it is gone."""
        own = posts.c.desk == self._desk, text(UNFINISHED), posts.c.state == "sending"
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
            await transaction.commit()
        return row is not None

    async def next_due(self, platforms: Sequence[str], now: datetime) -> datetime | None:
        """When the next waiting post falls due; `now` when it is overdue."""
        async with self._database.reading() as transaction:
            row = await transaction.first(NEXT_DUE, self._question(platforms, now).parameters(0))
        due = row["due"] if row else None
        return max(due, now) if due else None

    def _question(self, platforms: Sequence[str], now: datetime) -> Question:
        return Question(self._desk, platforms, self._pace.keys(), now)


def _channel(row: Row) -> Channel:
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


_CHANGED = update(posts).where(posts.c.id == bindparam("wanted"))
_ROOTED = update(posts).where(posts.c.desk == bindparam("of_desk"), posts.c.key == bindparam("of_key"))
_NOW = bindparam("now", type_=posts.c.changed_at.type)
_SENDING = (
    update(posts)
    .where(posts.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        state="sending",
        token=bindparam("new_token"),
        lease_until=bindparam("new_lease", type_=posts.c.lease_until.type),
        attempts=posts.c.attempts + 1,
        maybe_sent=or_(posts.c.maybe_sent, posts.c.state == "sending"),
        first_tried_at=func.coalesce(posts.c.first_tried_at, _NOW),
        changed_at=_NOW,
    )
)
_ON_THEIR_WAY = (
    select(posts.c.id, posts.c.key, posts.c.token, posts.c.opens, posts.c.opens_as)
    .where(posts.c.desk == bindparam("desk"), posts.c.key.in_(bindparam("keys", expanding=True)))
    .where(posts.c.state == "sending")
    .order_by(posts.c.id)
    .with_for_update()
)


@cache
def _delaying(insert: Callable[[Table], Insert]) -> ReturningInsert[Any]:
    statement = insert(channels)
    later = statement.on_conflict_do_update(
        index_elements=["desk", *_CHANNEL],
        set_={"next_at": statement.excluded.next_at},
        where=channels.c.next_at <= bindparam("free_at", type_=channels.c.next_at.type),
    )
    return later.returning(*(channels.c[name] for name in _CHANNEL))


@cache
def _binding(insert: Callable[[Table], Insert]) -> Insert:
    statement = insert(bindings)
    thread = ("desk", "platform", "workspace", "channel", "root")
    newer = {name: statement.excluded[name] for name in ("side", "ticket", "at")}
    return statement.on_conflict_do_update(index_elements=thread, set_=newer)
