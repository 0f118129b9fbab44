"""How often something may be said in a channel: its pace, and pauses that its platform asked for, in all processes."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Table, bindparam, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.messages import Thread
from storage.rows import Row
from storage.tables import channels
from storage.transaction import Insert, Transaction

_LONGEST_KEPT = timedelta(minutes=1)
"""How far in the future a channel's next moment is left as it is when the clock may have been set back."""

_NAMES = ("platform", "workspace", "channel")
Channel = tuple[str, ...]
"""Platform, workspace and channel."""


class Pace:
    """The channels of one desk. `intervals` is the least time between two posts to one channel, by platform."""

    def __init__(self, desk: str, intervals: Mapping[str, timedelta]) -> None:
        self._desk = desk
        self._intervals = {platform: interval for platform, interval in intervals.items() if interval}

    @property
    def platforms(self) -> Collection[str]:
        """Those that have a pace."""
        return self._intervals.keys()

    async def allowed(self, transaction: Transaction, rows: Sequence[Row], now: datetime) -> Sequence[Row]:
        """The posts whose channel this worker may use now; their channels are reserved, in the order of names, so that
        workers do not block each other."""
        paced = sorted({_channel(row) for row in rows if row["platform"] in self._intervals})
        wanted = [(channel, now + self._intervals[channel[0]]) for channel in paced]
        free = await self._delay(transaction, wanted, free_at=now)
        return [row for row in rows if row["platform"] not in self._intervals or _channel(row) in free]

    async def pause(self, transaction: Transaction, pauses: Iterable[tuple[Thread, datetime]]) -> None:
        """Nothing to the threads' channels before then; in the order of names, as `allowed` reserves them."""
        channels = (((thread.platform, thread.workspace, thread.channel), until) for thread, until in pauses)
        for channel, until in sorted(channels):
            await self._delay(transaction, [(channel, until)], free_at=until)

    async def put_right(self, transaction: Transaction, now: datetime) -> None:
        """End what a clock that was set back has moved far away; a platform that wants a pause asks for it again."""
        await transaction.run(_RESUMED, {"of_desk": self._desk, "far": now + _LONGEST_KEPT, "now": now})

    async def _delay(
        self, transaction: Transaction, wanted: Sequence[tuple[Channel, datetime]], *, free_at: datetime
    ) -> set[Channel]:
        """Set the next moments, except where one is later than `free_at` already; returns the channels that are set."""
        rows = [
            {"desk": self._desk, **dict(zip(_NAMES, channel, strict=True)), "next_at": at, "free_at": free_at}
            for channel, at in wanted
        ]
        taken = await transaction.all(_delaying(transaction.insert), rows) if rows else ()
        return {_channel(row) for row in taken}


def _channel(row: Row) -> Channel:
    return tuple(row[name] for name in _NAMES)


_MOMENT = channels.c.next_at.type
_RESUMED = (
    update(channels)
    .where(channels.c.desk == bindparam("of_desk"), channels.c.next_at > bindparam("far", type_=_MOMENT))
    .values(next_at=bindparam("now", type_=_MOMENT))
)


@cache
def _delaying(insert: Callable[[Table], Insert]) -> ReturningInsert[Any]:
    statement = insert(channels)
    later = statement.on_conflict_do_update(
        index_elements=["desk", *_NAMES],
        set_={"next_at": statement.excluded.next_at},
        where=channels.c.next_at <= bindparam("free_at", type_=_MOMENT),
    )
    return later.returning(*(channels.c[name] for name in _NAMES))
