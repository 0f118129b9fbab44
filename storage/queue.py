"""Which posts are next: the statements by which the outbox chooses. Their cost does not grow with what has been sent.

The conditions on `state` are written out, not bound, so that both databases see that the partial indexes hold.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, not_, or_, select, text

from storage.tables import UNFINISHED, channels, posts

_earlier = posts.alias("earlier")
_named = posts.alias("named")


@dataclass(frozen=True, slots=True)
class Question:
    """For which desk and platforms, as of when; on `paced` platforms each channel gets one post at a time."""

    desk: str
    platforms: Sequence[str]
    paced: Collection[str]
    now: datetime


def due_heads(question: Question, limit: int) -> Select[Any]:
    """The posts to send now, locked for the caller alone; what another worker has locked is passed over."""
    turn = func.row_number().over(
        partition_by=(posts.c.platform, posts.c.workspace, posts.c.channel),
        order_by=(posts.c.urgent.desc(), posts.c.id),
    )
    heads = (
        select(posts.c.id, posts.c.platform, posts.c.urgent, turn.label("turn"))
        .where(_ours(question), _due(question.now), _is_head(question.now), not_(_paused(question.now)))
        .subquery("heads")
    )
    chosen = (
        select(heads.c.id)
        .where(or_(heads.c.turn == 1, heads.c.platform.not_in(list(question.paced))))
        .order_by(heads.c.urgent.desc(), heads.c.id)
        .limit(limit)
    )
    # `_due` again: PostgreSQL looks at a row anew, once it has the lock, by the outer conditions only.
    locked = select(posts).where(posts.c.id.in_(chosen), _due(question.now)).with_for_update(skip_locked=True)
    return locked.order_by(posts.c.urgent.desc(), posts.c.id)


def next_due(question: Question) -> Select[Any]:
    """When the next head of a lane may be sent."""
    pause = func.coalesce(_next_at().scalar_subquery(), posts.c.not_before)
    own = case((posts.c.state == "waiting", posts.c.not_before), else_=posts.c.lease_until)
    moment = case((pause > own, pause), else_=own)
    return select(func.min(moment).label("due")).where(_ours(question), _is_head(question.now))


def named_posts(desk: str, keys: Collection[str]) -> Select[Any]:
    """The posts that others refer to."""
    columns = (posts.c.key, posts.c.state, posts.c.platform, posts.c.workspace, posts.c.channel)
    return select(*columns, posts.c.root, posts.c.sent_root, posts.c.message_id).where(
        posts.c.desk == desk, posts.c.key.in_(sorted(keys))
    )


def _ours(question: Question) -> ColumnElement[bool]:
    own = posts.c.desk == question.desk, posts.c.platform.in_(list(question.platforms))
    return and_(*own, text(f"posts.{UNFINISHED}"))


def _due(now: datetime) -> ColumnElement[bool]:
    waiting = and_(posts.c.state == "waiting", posts.c.not_before <= now)
    abandoned = and_(posts.c.state == "sending", posts.c.lease_until <= now)
    return or_(waiting, abandoned)


def _is_head(now: datetime) -> ColumnElement[bool]:
    """Nothing before it in its lane is unfinished, nothing of the lane is on its way, and what it refers to is done."""
    same_lane = _earlier.c.desk == posts.c.desk, _earlier.c.lane == posts.c.lane, text(f"earlier.{UNFINISHED}")
    on_its_way = and_(_earlier.c.id != posts.c.id, _earlier.c.state == "sending", _earlier.c.lease_until > now)
    blocked = exists(literal(1)).where(*same_lane, or_(_earlier.c.id < posts.c.id, on_its_way))
    named = _named.c.desk == posts.c.desk, _named.c.key.in_((posts.c.below, posts.c.edits))
    awaited = exists(literal(1)).where(*named, text(f"named.{UNFINISHED}"))
    return and_(not_(blocked), not_(awaited))


def _next_at() -> Select[Any]:
    same = (channels.c[name] == posts.c[name] for name in ("desk", "platform", "workspace", "channel"))
    return select(channels.c.next_at).where(*same).correlate(posts)


def _paused(now: datetime) -> ColumnElement[bool]:
    return _next_at().where(channels.c.next_at > now).exists()
