"""How often something may be said in a channel: its platform's limits, and pauses that it asked for, in all
processes."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Table, bindparam, null, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.messages import Thread
from bot.ports.pace import Bucket, Limits, Marks, filled, free_at
from storage.prepared import Row
from storage.tables.outbox import WHOLE_WORKSPACE, channels
from storage.transaction import Insert, Transaction

_LONGEST_KEPT = timedelta(minutes=1)
"""How far in the future a channel's next moment is left as it is when the clock may have been set back."""

_NAMES = ("platform", "workspace", "channel")
Place = tuple[str, ...]
"""Platform, workspace and channel; the channel is `WHOLE_WORKSPACE` for what all of them share."""


class Pace:
    """The channels of one desk, and the `limits` of each platform that has any.

    A post counts where its thread is, also one that a platform shows to somebody apart from it.
    """

    def __init__(self, desk: str, limits: Mapping[str, Limits]) -> None:
        self._desk = desk
        self._limits = dict(limits)

    @property
    def platforms(self) -> Collection[str]:
        """Those that have limits."""
        return self._limits.keys()

    async def allowed(self, transaction: Transaction, rows: Sequence[Row], now: datetime) -> Sequence[Row]:
        """The posts that this worker may send now, at most one to each channel, the first ones first. Their places are
        reserved, in the order of names, so that workers do not block each other."""
        limited = [row for row in rows if row["platform"] in self._limits]
        steady = [row for row in limited if self._limits[row["platform"]].steady]
        free = await self._steady(transaction, steady, now)
        free |= await self._measured(transaction, [row for row in limited if row not in steady], now)
        return [row for row in rows if row["platform"] not in self._limits or row["id"] in free]

    async def pause(self, transaction: Transaction, pauses: Iterable[tuple[Thread, datetime]]) -> None:
        """Nothing to the threads' channels before then; in the order of names, as `allowed` reserves them."""
        channels = (((thread.platform, thread.workspace, thread.channel), until) for thread, until in pauses)
        for channel, until in sorted(channels):
            await self._delay(transaction, [(channel, until)], free_at=until)

    async def put_right(self, transaction: Transaction, now: datetime) -> None:
        """End what a clock that was set back has moved far away; a platform that wants a pause asks for it again."""
        await transaction.run(_RESUMED, {"of_desk": self._desk, "far": now + _LONGEST_KEPT, "now": now})

    async def _steady(self, transaction: Transaction, rows: Sequence[Row], now: datetime) -> set[int]:
        """Ids of the posts whose channels are free, where a channel's next moment is all that counts: one statement."""
        moments = {_channel(row): now + self._limits[row["platform"]].channel[0].interval for row in rows}
        free = await self._delay(transaction, sorted(moments.items()), free_at=now)
        return {row["id"] for row in rows if _channel(row) in free}

    async def _measured(self, transaction: Transaction, rows: Sequence[Row], now: datetime) -> set[int]:
        """Ids of the posts for which all of their buckets have room."""
        held = await self._hold(transaction, {place for row in rows for place in _places(row)}, now) if rows else {}
        found = _Levels(self._limits, held, now)
        free = {row["id"] for row in rows if found.admit(row)}
        if found.changed:
            changed = [self._row(place, *found.levels[place]) for place in sorted(found.changed)]
            await transaction.run(_keeping(transaction.insert), changed)
        return free

    async def _hold(self, transaction: Transaction, places: Collection[Place], now: datetime) -> dict[Place, "Level"]:
        """How it stands with the places, which are locked until the end of the transaction."""
        rows = await transaction.all(
            _holding(transaction.insert), [self._row(place, now, ()) for place in sorted(places)]
        )
        return {_channel(row): (row["next_at"], _marks(row["marks"])) for row in rows}

    async def _delay(
        self, transaction: Transaction, wanted: Sequence[tuple[Place, datetime]], *, free_at: datetime
    ) -> set[Place]:
        """Set the next moments, except where one is later than `free_at` already; returns the channels that are set."""
        rows = [{**self._row(place, at, ()), "free_at": free_at} for place, at in wanted]
        taken = await transaction.all(_delaying(transaction.insert), rows) if rows else ()
        return {_channel(row) for row in taken}

    def _row(self, place: Place, next_at: datetime, marks: Marks) -> dict[str, Any]:
        kept = [mark.isoformat() for mark in marks]
        return {"desk": self._desk, **dict(zip(_NAMES, place, strict=True)), "next_at": next_at, "marks": kept}


Level = tuple[datetime, Marks]
"""From when there is room for one more call, and how full the buckets are."""


class _Levels:
    """How full everything is while posts are let through, one after the other."""

    def __init__(self, limits: Mapping[str, Limits], levels: dict[Place, Level], now: datetime) -> None:
        self.levels = levels
        self.changed: set[Place] = set()
        self._limits = limits
        self._now = now

    def admit(self, row: Row) -> bool:
        """Whether there is room for the post everywhere; then it counts."""
        limits = self._limits[row["platform"]]
        calls = limits.calls(private=bool(row["private_id"]), edit=bool(row["edits"]))
        wanted = dict(zip(_places(row), (limits.channel, limits.workspace), strict=True))
        if not all(self._has_room(place, buckets, calls) for place, buckets in wanted.items()):
            return False
        for place, buckets in wanted.items():
            self._fill(place, buckets, calls)
        return True

    def _has_room(self, place: Place, buckets: Sequence[Bucket], calls: int) -> bool:
        next_at, marks = self.levels[place]
        return max(next_at, free_at(buckets, marks, self._now, calls)) <= self._now

    def _fill(self, place: Place, buckets: Sequence[Bucket], calls: int) -> None:
        marks = filled(buckets, self.levels[place][1], self._now, calls)
        self.levels[place] = max(self._now, free_at(buckets, marks, self._now)), marks
        self.changed.add(place)


def _channel(row: Row) -> Place:
    return tuple(row[name] for name in _NAMES)


def _places(row: Row) -> tuple[Place, Place]:
    """The post's channel, and its whole workspace."""
    return _channel(row), (row["platform"], row["workspace"], WHOLE_WORKSPACE)


def _marks(kept: Sequence[str] | None) -> Marks:
    return tuple(datetime.fromisoformat(mark) for mark in kept or ())


_MOMENT = channels.c.next_at.type
_RESUMED = (
    update(channels)
    .where(channels.c.desk == bindparam("of_desk"), channels.c.next_at > bindparam("far", type_=_MOMENT))
    .values(next_at=bindparam("now", type_=_MOMENT), marks=null())
)
_KEY = ("desk", *_NAMES)


@cache
def _delaying(insert: Callable[[Table], Insert]) -> ReturningInsert[Any]:
    statement = insert(channels)
    later = statement.on_conflict_do_update(
        index_elements=_KEY,
        set_={"next_at": statement.excluded.next_at},
        where=channels.c.next_at <= bindparam("free_at", type_=_MOMENT),
    )
    return later.returning(*(channels.c[name] for name in _NAMES))


@cache
def _holding(insert: Callable[[Table], Insert]) -> ReturningInsert[Any]:
    """Reads and locks rows, and makes those that are not there yet: a lock alone cannot hold those."""
    held = insert(channels).on_conflict_do_update(index_elements=_KEY, set_={"next_at": channels.c.next_at})
    return held.returning(*(channels.c[name] for name in (*_NAMES, "next_at", "marks")))


@cache
def _keeping(insert: Callable[[Table], Insert]) -> Insert:
    statement = insert(channels)
    kept = {name: statement.excluded[name] for name in ("next_at", "marks")}
    return statement.on_conflict_do_update(index_elements=_KEY, set_=kept)
