"""Timers and escalations."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Table, Text, Update, and_, bindparam, exists, not_, or_, select, text, update
from sqlalchemy.sql.dml import ReturningInsert

from bot.ports import CALLS, Escalation, Timer, TimerKind
from storage.columns import AT_ONCE
from storage.prepared import among
from storage.rows.promises import escalation_of, escalation_values, timer_of, timer_values
from storage.section import Section, desks, with_keys
from storage.tables.promises import PENDING, RECEIPTS, RUNNING, escalations, timers
from storage.tables.tickets import tickets
from storage.transaction import Insert


class TimerSection(Section):
    """See `bot.ports.UnitOfWork`. `_timers_set` tells whether a commit leaves something to wait for."""

    _timers_set = False

    async def set_timer(self, timer: Timer) -> None:
        """Store it unless it exists, or one for the same is pending. The ticket's lock guards the look."""
        same = self._wanted(ticket=timer.ticket, kind=timer.kind, subject=timer.subject)
        row = {**timer_values(timer), "desk": self._desk, **same}
        self._timers_set = True
        about = timers.name, (timer.ticket, timer.kind, timer.subject)
        await self._transaction.later(about, _setting(self._transaction.insert), row)

    async def cancel_timers(self, ticket: int, kinds: Sequence[TimerKind], subject: str | None = None) -> None:
        """Cancel the ticket's pending timers of these kinds."""
        wanted = {"ticket": ticket} if subject is None else {"ticket": ticket, "subject": subject}
        statement = _cancelling(*wanted)
        await self._transaction.run(statement, self._wanted(**wanted) | {"kinds": list(kinds)})

    async def fire(self, key: str) -> Timer | None:
        """Mark the pending timer as fired: the database lets only one do so. The ticket is locked first, as by all."""
        waiting = await self._transaction.first(_PENDING_TIMER, self._wanted(key=key))
        if waiting is None:
            return None
        await self._transaction.first(_TICKET, self._wanted(number=waiting["ticket"]))
        row = await self._transaction.first(_FIRED, self._wanted(key=key))
        return timer_of(row) if row else None

    async def fire_with(self, timer: Timer, overdue: datetime, limit: int) -> Sequence[Timer]:
        """Fire those that are due with it or were due at `overdue`; tickets that somebody else has are left out."""
        wanted = {"due_at": timer.due_at, "overdue": overdue, "calls": list(CALLS), "most": limit}
        found = await self._transaction.all(_DUE_TOGETHER, self._wanted() | wanted)
        keys = [row["key"] for row in found]
        fired = await self._transaction.all(_FIRED_TOGETHER, self._wanted() | {"keys": keys}) if keys else ()
        return sorted(map(timer_of, fired), key=lambda each: (each.due_at, each.key))

    async def save_escalation(self, escalation: Escalation) -> None:
        """Insert or update. Raises Conflict."""
        await self._save(escalations, escalation_values(escalation), ("key",))

    async def escalation(self, key: str) -> Escalation | None:
        """The escalation. Its ticket's lock guards it."""
        row = await self._one(escalations, key=key)
        return escalation_of(row) if row else None

    async def running_escalations(self, ticket: int) -> Sequence[Escalation]:
        """Those of the ticket that have not ended, oldest first. The ticket's lock guards them."""
        return [escalation_of(row) for row in await self._transaction.all(_RUNNING, self._wanted(ticket=ticket))]

    async def escalations(self, ticket: int) -> Sequence[Escalation]:
        """All of the ticket, oldest first."""
        return [escalation_of(row) for row in await self._transaction.all(_OF_TICKET, self._wanted(ticket=ticket))]


_OF_TICKET = with_keys(escalations, "ticket").order_by(escalations.c.raised_at, escalations.c.key)
_PENDING_TIMER = with_keys(timers, "key").where(text(PENDING))
_TICKET = with_keys(tickets, "number").with_for_update()
_FIRED = update(timers).where(desks(timers, "key"), text(PENDING)).values(state="fired").returning(timers)
_DUE_TOGETHER = (
    select(timers.c.key)
    .join(tickets, and_(tickets.c.desk == timers.c.desk, tickets.c.number == timers.c.ticket))
    .where(desks(timers), text(PENDING), among(timers.c.kind, "calls", Text()))
    .where(or_(timers.c.due_at <= bindparam("overdue"), timers.c.due_at == bindparam("due_at")))
    .order_by(timers.c.due_at, timers.c.key)
    .limit(bindparam("most"))
    .with_for_update(of=tickets, key_share=True, skip_locked=True)
)
_FIRED_TOGETHER = (
    update(timers)
    .where(desks(timers), among(timers.c.key, "keys", Text()), text(PENDING))
    .values(state="fired")
    .returning(timers)
)
_OF_KINDS = text(PENDING), among(timers.c.kind, "kinds", Text())
_RUNNING = with_keys(escalations, "ticket").where(text(RUNNING)).order_by(escalations.c.raised_at, escalations.c.key)


@cache
def _cancelling(*names: str) -> Update:
    return update(timers).where(desks(timers, *names), *_OF_KINDS).values(state="cancelled")


@cache
def _setting(insert: Callable[[Table], Insert]) -> ReturningInsert[Any]:
    """Store a timer, unless one for the same is pending or its key is taken."""
    names = [column.name for column in timers.c]
    row = (bindparam(name, type_=timers.c[name].type) for name in names)
    pending = exists().where(desks(timers, "ticket", "kind", "subject"), text(PENDING))
    statement = insert(timers).from_select(names, select(*row).where(not_(pending)))
    return statement.on_conflict_do_nothing().returning(timers.c.key)


RECEIPTS_OF = (
    select(timers.c.key)
    .where(desks(timers), among(timers.c.subject, "posts", Text()), text(RECEIPTS))
    .with_for_update(skip_locked=True)
)
"""Timers for the receipts of these posts, but for those that somebody fires or cancels just now: to wait for them while
the posts are locked would be to wait in a circle with whoever wants those."""

HASTENED = update(timers).where(desks(timers), among(timers.c.key, "keys", Text())).values(due_at=AT_ONCE)
"""These timers fall due."""

DUE_TIMERS = (
    select(timers.c.key)
    .where(timers.c.desk == bindparam("desk"), text(PENDING), timers.c.due_at <= bindparam("now"))
    .where(not_(among(timers.c.key, "but", Text())))
    .order_by(timers.c.due_at, timers.c.key)
    .limit(bindparam("most"))
)
"""Keys of pending timers that are due, the most overdue first."""
