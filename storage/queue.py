"""Which posts are next: the statements by which the outbox chooses. Their cost does not grow with what has been sent.

The conditions on `state` are written out, not bound, so that both databases see that the partial index holds. There is
no join: a planner that knows nothing of a table's size yet would compare every row with every other, and did.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    Text,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    not_,
    or_,
    select,
    text,
)

from storage.prepared import among
from storage.tables.outbox import UNFINISHED, WHOLE_WORKSPACE, channels, posts

_named = posts.alias("named")

OFTEN = 3
"""Attempts after which a post lets others of its channel go first: a channel takes one post a second, and a hundred
that fail whenever they are tried would keep it to themselves for as long as they are tried."""

PATIENT = timedelta(minutes=10)
"""For how long it does: a channel with a new post each second would else never come to it."""


@dataclass(frozen=True, slots=True)
class Question:
    """For which desk and platforms, as of when; on `paced` platforms each channel gets one post at a time."""

    desk: str
    platforms: Sequence[str]
    paced: Collection[str]
    now: datetime
    ended: datetime | None = None
    """Leases until then are over; without it, those until now."""

    def parameters(self, limit: int) -> dict[str, Any]:
        """For `DUE_HEADS` and, with any limit, `NEXT_DUE`."""
        names = {"platforms": list(self.platforms), "paced": list(self.paced)}
        moments = {"now": self.now, "ended": self.ended or self.now, "patient": self.now - PATIENT}
        return {"desk": self.desk, "most": limit, **moments, **names}


_NOW = bindparam("now", type_=posts.c.not_before.type)
_ENDED = bindparam("ended", type_=posts.c.not_before.type)


def _flying(table: FromClause) -> ColumnElement[int]:
    return case((and_(table.c.state == "sending", table.c.lease_until > _ENDED), 1), else_=0)


def _unfinished() -> Subquery:
    """What is unfinished, with the first of its lane (`head`) and how many of its lane are on their way (`flying`). One
    pass: whatever the planner believes about the size of the tables, it cannot compare every row with every other."""
    head = func.min(posts.c.id).over(partition_by=posts.c.lane)
    flying = func.sum(_flying(posts)).over(partition_by=posts.c.lane)
    columns = [column for column in posts.c if column.name not in ("card", "desk", "lane")]
    return (
        select(*columns, posts.c.desk, head.label("head"), flying.label("flying"))
        .where(posts.c.desk == bindparam("desk"), text(f"posts.{UNFINISHED}"))
        .subquery("unfinished")
    )


def _is_head(post: Subquery) -> ColumnElement[bool]:
    """It is the first of its lane, nothing else of the lane is on its way, and what it refers to is done."""
    ours = among(post.c.platform, "platforms", Text())
    alone = post.c.flying == _flying(post)
    return and_(ours, post.c.id == post.c.head, alone, _is_done(post, "below"), _is_done(post, "edits"))


def _is_done(post: Subquery, name: str) -> ColumnElement[bool]:
    same = _named.c.desk == post.c.desk, _named.c.key == post.c[name]
    state = select(_named.c.state).where(*same).correlate(post).scalar_subquery()
    known = func.coalesce(state, "unknown")
    return or_(post.c[name] == "", and_(known != "waiting", known != "sending"))


def _next_at(post: Subquery) -> ColumnElement[Any]:
    """When the post's channel and its workspace may be used; at once, if nothing was sent there yet."""
    same = (channels.c[name] == post.c[name] for name in ("desk", "platform", "workspace"))
    places = channels.c.channel.in_([post.c.channel, literal_column(f"'{WHOLE_WORKSPACE}'")])
    latest = select(func.max(channels.c.next_at)).where(*same, places).correlate(post)
    return func.coalesce(latest.scalar_subquery(), _NOW)


def _due(table: FromClause) -> ColumnElement[bool]:
    waiting = and_(table.c.state == "waiting", table.c.not_before <= _NOW)
    abandoned = and_(table.c.state == "sending", table.c.lease_until <= _ENDED)
    return or_(waiting, abandoned)


def _due_heads() -> Select[Any]:
    post = _unfinished()
    patient = bindparam("patient", type_=posts.c.not_before.type)
    again = case((and_(post.c.attempts > OFTEN, post.c.not_before > patient), 1), else_=0)
    turn = func.row_number().over(
        partition_by=(post.c.platform, post.c.workspace, post.c.channel),
        order_by=(post.c.urgent.desc(), again, post.c.id),
    )
    due = _due(post), _is_head(post), _next_at(post) <= _NOW
    ready = select(post.c.id, post.c.platform, post.c.urgent, turn.label("turn")).where(*due).subquery("ready")
    in_turn = or_(ready.c.turn == 1, not_(among(ready.c.platform, "paced", Text())))
    return select(ready.c.id).where(in_turn).order_by(ready.c.urgent.desc(), ready.c.id).limit(bindparam("most"))


def _next_due() -> Select[Any]:
    post = _unfinished()
    pause = _next_at(post)
    own = case((post.c.state == "waiting", post.c.not_before), else_=post.c.lease_until)
    return select(func.min(case((pause > own, pause), else_=own)).label("due")).where(_is_head(post))


_NAMED = select(
    *(posts.c[name] for name in ("key", "state", "platform", "workspace", "channel", "root", "sent_root", "message_id"))
)

DUE_HEADS = _due_heads()
"""Ids of the posts to send now, in their order."""

TAKEN = (
    select(posts)
    .where(among(posts.c.id, "ids", BigInteger()), _due(posts))
    .order_by(posts.c.urgent.desc(), posts.c.id)
    .with_for_update(skip_locked=True)
)
"""Those of them that are still due, locked for the caller alone; what another worker has locked is passed over."""

NEXT_DUE = _next_due()
"""When the next head of a lane may be sent."""

NAMED_POSTS = _NAMED.where(posts.c.desk == bindparam("desk"), among(posts.c.key, "keys", Text()))
"""The posts that others refer to."""
