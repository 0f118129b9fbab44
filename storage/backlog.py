"""What waits in the ledger, for operators. Both statements look only at what is unfinished, by partial indexes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, column, func, select, table, text

from bot.ports.backlog import Backlog, Queue
from storage.migrations import known_revisions
from storage.prepared import Row
from storage.tables.outbox import GIVEN_UP, UNFINISHED, posts
from storage.tables.promises import PENDING, timers
from storage.transaction import Transaction

_REVISION: Select[Any] = select(column("version_num")).select_from(table("alembic_version"))


async def backlog(transaction: Transaction, desk: str, now: datetime) -> Backlog:
    """What waits now."""
    waiting = await transaction.all(_unfinished(desk, now))
    given_up = await transaction.all(_counted(desk).where(text(GIVEN_UP)))
    timer = await transaction.first(_first_timer(desk, now))
    return Backlog(tuple(_queues([*waiting, *given_up])), timer["due_at"] if timer else None)


async def is_behind(transaction: Transaction) -> bool:
    """Whether a migration of this release is missing. A revision that is not known here is of a newer release."""
    row = await transaction.first(_REVISION)
    return row is None or row["version_num"] in known_revisions()[1:]


def _queues(rows: Sequence[Row]) -> Sequence[Queue]:
    return [Queue(row["platform"], row["state"], row["posts"], row.get("due_since")) for row in rows]


def _counted(desk: str) -> Select[Any]:
    columns = posts.c.platform, posts.c.state
    return select(*columns, func.count().label("posts")).where(posts.c.desk == desk).group_by(*columns)


def _unfinished(desk: str, now: datetime) -> Select[Any]:
    later = case((posts.c.stored_at > posts.c.not_before, posts.c.stored_at), else_=posts.c.not_before)
    since = case(
        (posts.c.stored_at.is_(None), None),  # stored before this was noted
        (posts.c.state == "sending", case((posts.c.lease_until <= now, posts.c.lease_until))),
        (posts.c.not_before <= now, later),
    )
    return _counted(desk).add_columns(func.min(since).label("due_since")).where(text(UNFINISHED))


def _first_timer(desk: str, now: datetime) -> Select[Any]:
    pending = select(timers.c.due_at).where(timers.c.desk == desk, text(PENDING), timers.c.due_at <= now)
    return pending.order_by(timers.c.due_at).limit(1)
