"""The outbox: posts on their way out, each a small state machine in a row of its own."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import BigInteger, bindparam, case, func, or_, select, text, update

from bot.ports import DeadLetter, Leased, Limits
from storage.batch import Batch
from storage.columns import AT_ONCE
from storage.database import Database
from storage.outcomes import CHANGED, Outcome, Outcomes
from storage.pace import Pace
from storage.prepared import Row, among
from storage.queue import DUE_HEADS, NAMED_POSTS, NEXT_DUE, TAKEN, Question
from storage.references import kin_of, lost_reference, parcel_of
from storage.rows.fields import Values
from storage.rows.outbox import dead_letter_of
from storage.tables.outbox import GIVEN_UP, UNFINISHED, posts
from storage.transaction import Transaction

LEASE = timedelta(seconds=40)
"""Longer than a client's time limit (10 s) and the settling after it (15 s), with room."""


class SqlOutbox:
    """Implements `bot.ports.Outbox`. `pace` holds the limits of each platform that has any."""

    def __init__(self, database: Database, desk: str, pace: Mapping[str, Limits]) -> None:
        self._database = database
        self._desk = desk
        self._pace = Pace(desk, pace)
        self._outcomes = Batch(Outcomes(database, desk, self._pace).note)

    async def lease(
        self, platforms: Sequence[str], now: datetime, limit: int, *, set_forward: timedelta = timedelta(0)
    ) -> Sequence[Leased]:
        """Take up to `limit` due posts; those whose references are lost are given up on the way."""
        question = self._question(platforms, now, now - set_forward).parameters(limit)
        while True:
            async with self._database.writing() as transaction:
                rows = await self._due(transaction, question)
                leased, lost = await self._take(transaction, rows, now) if rows else ([], False)
                if rows:
                    await transaction.commit()
            if leased or not lost:
                return leased

    async def _due(self, transaction: Transaction, question: Values) -> Sequence[Row]:
        ids = [row["id"] for row in await transaction.all(DUE_HEADS, question)]
        taken = {"ids": ids, "now": question["now"], "ended": question["ended"]}
        return await transaction.all(TAKEN, taken) if ids else ()

    async def _take(self, transaction: Transaction, rows: Sequence[Row], now: datetime) -> tuple[list[Leased], bool]:
        """Those that may be sent now, and whether some were given up, so that others may have become heads."""
        named = await self._named(transaction, rows)
        lost = {row["id"]: reason for row in rows if (reason := lost_reference(row, named))}
        await self._bury(transaction, lost, now)
        sendable = await self._pace.allowed(transaction, [row for row in rows if row["id"] not in lost], now)
        token = uuid4().hex
        await self._mark(transaction, sendable, token, now)
        leased = [_leased(row, named, token, now + LEASE) for row in sendable]
        await self._note_roots(transaction, [each for each, row in zip(leased, sendable, strict=True) if row["below"]])
        return leased, bool(lost)

    async def _named(self, transaction: Transaction, rows: Sequence[Row]) -> dict[str, Row]:
        keys = {key for row in rows for key in (row["below"], row["edits"]) if key}
        wanted = {"desk": self._desk, "keys": sorted(keys)}
        found = await transaction.all(NAMED_POSTS, wanted) if keys else ()
        return {row["key"]: row for row in found}

    async def _bury(self, transaction: Transaction, lost: Mapping[int, str], now: datetime) -> None:
        buried = [{"wanted": id, "state": "dead", "reason": reason, "changed_at": now} for id, reason in lost.items()]
        if buried:
            await transaction.run(CHANGED, buried)

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
        await self._outcomes.add(Outcome(leased, {"state": "sent", "message_id": message_id, "changed_at": now}))

    async def wait(
        self, leased: Leased, until: datetime, *, maybe_sent: bool, whole_channel: bool = False, tried: bool = True
    ) -> None:
        """Not now: due again at `until`, and with `whole_channel` nothing else to that channel before it."""
        waiting: Values = {"state": "waiting", "not_before": until, "maybe_sent": maybe_sent}
        if not maybe_sent:
            waiting["first_tried_at"] = None
        if not tried:
            waiting |= {"changed_at": leased.last_tried_at or until, "attempts": leased.attempts - 1}
        await self._outcomes.add(Outcome(leased, waiting, until if whole_channel else None))

    async def give_up(self, leased: Leased, state: str, reason: str, now: datetime) -> None:
        """The lane goes on without it."""
        await self._outcomes.add(Outcome(leased, {"state": state, "reason": reason, "changed_at": now}))

    async def finish(self) -> None:
        """Return when every outcome is noted."""
        await self._outcomes.finish()

    async def rescue(self) -> None:
        """Take back every post on its way, for a database of one process at its start: whoever leased it is gone."""
        own = posts.c.desk == self._desk, text(UNFINISHED), posts.c.state == "sending"
        async with self._database.writing() as transaction:
            await transaction.run(update(posts).where(*own).values(lease_until=AT_ONCE))
            await transaction.commit()

    async def put_right(self, now: datetime) -> None:
        """Move back what a clock that was set back has left in the future; platforms repeat a pause if need be."""
        async with self._database.writing() as transaction:
            rows = await transaction.all(_FROM_THE_FUTURE, {"desk": self._desk, "now": now})
            if rows:
                await transaction.run(CHANGED, [_put_right(row, now) for row in rows])
            await self._pace.put_right(transaction, now)
            await transaction.commit()

    async def dead_letters(self, limit: int = 100) -> Sequence[DeadLetter]:
        """Posts given up, newest first."""
        given_up = select(posts).where(posts.c.desk == self._desk, text(GIVEN_UP))
        newest = given_up.order_by(posts.c.changed_at.desc(), posts.c.id.desc()).limit(limit)
        async with self._database.reading() as transaction:
            return [dead_letter_of(row) for row in await transaction.all(newest)]

    async def resend(self, key: str, now: datetime) -> int:
        """Put a given-up post back in its lane, with the given-up ones that it belongs to or that belong to it; how
        many these are. Those whose outcome stayed unknown are looked for before they are sent."""
        async with self._database.writing() as transaction:
            rows = await transaction.all(_GIVEN_UP, {"desk": self._desk})
            family = kin_of(key, rows)
            if family:
                await transaction.run(_AFRESH, {"ids": [row["id"] for row in family], "due": now})
            await transaction.commit()
        return len(family)

    async def next_due(self, platforms: Sequence[str], now: datetime) -> datetime | None:
        """When the next waiting post falls due; `now` when it is overdue."""
        async with self._database.reading() as transaction:
            row = await transaction.first(NEXT_DUE, self._question(platforms, now).parameters(0))
        due = row["due"] if row else None
        return max(due, now) if due else None

    def _question(self, platforms: Sequence[str], now: datetime, ended: datetime | None = None) -> Question:
        return Question(self._desk, platforms, self._pace.platforms, now, ended)


def _put_right(row: Row, now: datetime) -> Values:
    """The row's moments, as far from now as they were from when they were set."""
    by = row["changed_at"] - now
    moved = {name: row[name] and row[name] - by for name in ("lease_until", "first_tried_at")}
    not_before = row["not_before"] - by if row["not_before"] > now else row["not_before"]
    return {"wanted": row["id"], "changed_at": now, "not_before": not_before, **moved}


def _leased(row: Row, named: Mapping[str, Row], token: str, until: datetime) -> Leased:
    maybe_sent = row["maybe_sent"] or row["state"] == "sending"
    return Leased(
        parcel=parcel_of(row, named, maybe_sent=maybe_sent),
        token=token,
        until=until,
        attempts=row["attempts"] + 1,
        maybe_sent=maybe_sent,
        first_tried_at=row["first_tried_at"],
        last_tried_at=row["changed_at"] if maybe_sent else None,
    )


_GIVEN_UP = select(posts.c.id, posts.c.key, posts.c.below, posts.c.edits).where(
    posts.c.desk == bindparam("desk"), text(GIVEN_UP)
)
_AFRESH = (
    update(posts)
    .where(among(posts.c.id, "ids", BigInteger()), text(GIVEN_UP))
    .values(
        state="waiting",
        not_before=bindparam("due", type_=posts.c.not_before.type),
        attempts=0,
        maybe_sent=posts.c.state == "uncertain",
        first_tried_at=case((posts.c.state == "uncertain", posts.c.first_tried_at)),
        reason="",
    )
)
"""Again from the beginning."""
_ROOTED = update(posts).where(posts.c.desk == bindparam("of_desk"), posts.c.key == bindparam("of_key"))
_NOW = bindparam("now", type_=posts.c.changed_at.type)
_SENDING = (
    update(posts)
    .where(among(posts.c.id, "ids", BigInteger()))
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
_FROM_THE_FUTURE = (
    select(posts)
    .where(posts.c.desk == bindparam("desk"), text(f"posts.{UNFINISHED}"), posts.c.changed_at > _NOW)
    .order_by(posts.c.id)
    .with_for_update()
)
