"""What became of posts that were on their way, noted for many at once."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Table, Text, bindparam, select, update

from bot.ports import Leased
from storage.database import Database
from storage.pace import Pace
from storage.prepared import Row, among
from storage.rows.fields import Values, thread_values
from storage.tables.outbox import posts
from storage.tables.threads import bindings
from storage.timers import HASTENED, RECEIPTS_OF
from storage.transaction import Insert, Transaction


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a post: the columns to set; `pause` keeps its whole channel quiet until then."""

    leased: Leased
    values: Values
    pause: datetime | None = None

    @property
    def key(self) -> str:
        """The post's key."""
        return self.leased.parcel.key

    @property
    def is_fate(self) -> bool:
        """Whether it is known whether it arrives; a channel that wants a pause takes it too late for an urgent one."""
        return self.values["state"] != "waiting" or self.pause is not None


class Outcomes:
    """Those of one desk."""

    def __init__(self, database: Database, desk: str, pace: Pace) -> None:
        self._database = database
        self._desk = desk
        self._pace = pace

    async def note(self, outcomes: Sequence[Outcome]) -> None:
        """Change the rows whose lease still holds; those that somebody else has taken over are left to them."""
        keys = sorted({each.key for each in outcomes})
        async with self._database.writing() as transaction:
            rows = await transaction.all(_ON_THEIR_WAY, {"desk": self._desk, "keys": keys})
            held = {row["key"]: row for row in rows}
            noted = [each for each in outcomes if each.key in held and held[each.key]["token"] == each.leased.token]
            await self._change(transaction, noted, held)
            await self._bind(transaction, noted, held)
            await self._hasten(transaction, noted, held)
            pauses = [(each.leased.parcel.thread, each.pause) for each in noted if each.pause is not None]
            await self._pace.pause(transaction, pauses)
            await transaction.commit()

    async def _change(self, transaction: Transaction, outcomes: Sequence[Outcome], held: Mapping[str, Row]) -> None:
        """Write the outcomes, all those together that set the same columns."""
        alike: dict[tuple[str, ...], list[Values]] = defaultdict(list)
        for each in outcomes:
            changed = {**each.values, "token": "", "wanted": held[each.key]["id"]}
            alike[tuple(changed)].append(changed)
        for rows in alike.values():
            await transaction.run(CHANGED, rows)

    async def _bind(self, transaction: Transaction, outcomes: Sequence[Outcome], held: Mapping[str, Row]) -> None:
        """The threads that posts have opened are their tickets' from now on."""
        opened = [each for each in outcomes if each.values["state"] == "sent" and held[each.key]["opens"] is not None]
        if opened:
            rows = [{**_bound(each, held[each.key]), "desk": self._desk} for each in opened]
            await transaction.run(_binding(transaction.insert), rows)

    async def _hasten(self, transaction: Transaction, outcomes: Sequence[Outcome], held: Mapping[str, Row]) -> None:
        """The fate of calls for people is told at once."""
        called = [each for each in outcomes if held[each.key]["urgent"] and each.is_fate]
        if called:
            wanted = {"wanted_desk": self._desk, "posts": [each.key for each in called]}
            free = [row["key"] for row in await transaction.all(RECEIPTS_OF, wanted)]
            if free:
                await transaction.run(HASTENED, {"wanted_desk": self._desk, "keys": free})


def _bound(outcome: Outcome, row: Row) -> Values:
    values, thread = outcome.values, thread_values(outcome.leased.parcel.thread)
    place = {**thread, "root": values["message_id"]}
    return {**place, "side": row["opens_as"], "ticket": row["opens"], "at": values["changed_at"]}


CHANGED = update(posts).where(posts.c.id == bindparam("wanted"))
"""Set the columns that are given as parameters."""

_ON_THEIR_WAY = (
    select(posts.c.id, posts.c.key, posts.c.token, posts.c.opens, posts.c.opens_as, posts.c.urgent)
    .where(posts.c.desk == bindparam("desk"), among(posts.c.key, "keys", Text()))
    .where(posts.c.state == "sending")
    .order_by(posts.c.id)
    .with_for_update()
)


@cache
def _binding(insert: Callable[[Table], Insert]) -> Insert:
    statement = insert(bindings)
    thread = ("desk", "platform", "workspace", "channel", "root")
    newer = {name: statement.excluded[name] for name in ("side", "ticket", "at")}
    return statement.on_conflict_do_update(index_elements=thread, set_=newer)
