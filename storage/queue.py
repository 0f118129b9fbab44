"""Which posts are next: the statements by which the outbox chooses. Their cost does not grow with what has been sent.

The conditions on `state` are written out, not bound, so that both databases see that the partial indexes hold.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, func, literal, not_, or_, select, text

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

    def parameters(self, limit: int) -> dict[str, Any]:
        """For `DUE_HEADS` and, with any limit, `NEXT_DUE`."""
        names = {"platforms": list(self.platforms), "paced": list(self.paced)}
        return {"desk": self.desk, "now": self.now, "most": limit, **names}


_NOW = bindparam("now", type_=posts.c.not_before.type)


def _ours() -> ColumnElement[bool]:
    platforms = posts.c.platform.in_(bindparam("platforms", expanding=True))
    return and_(posts.c.desk == bindparam("desk"), platforms, text(f"posts.{UNFINISHED}"))


def _due() -> ColumnElement[bool]:
    waiting = and_(posts.c.state == "waiting", posts.c.not_before <= _NOW)
    abandoned = and_(posts.c.state == "sending", posts.c.lease_until <= _NOW)
    return or_(waiting, abandoned)


def _is_head() -> ColumnElement[bool]:
    """Nothing before it in its lane is unfinished, nothing of the lane is on its way, and what it refers to is done."""
    same_lane = _earlier.c.desk == posts.c.desk, _earlier.c.lane == posts.c.lane, text(f"earlier.{UNFINISHED}")
    on_its_way = and_(_earlier.c.id != posts.c.id, _earlier.c.state == "sending", _earlier.c.lease_until > _NOW)
    blocked = exists(literal(1)).where(*same_lane, or_(_earlier.c.id < posts.c.id, on_its_way))
    named = _named.c.desk == posts.c.desk, _named.c.key.in_((posts.c.below, posts.c.edits))
    awaited = exists(literal(1)).where(*named, text(f"named.{UNFINISHED}"))
    return and_(not_(blocked), not_(awaited))


def _next_at() -> Select[Any]:
    same = (channels.c[name] == posts.c[name] for name in ("desk", "platform", "workspace", "channel"))
    return select(channels.c.next_at).where(*same).correlate(posts)


def _paused() -> ColumnElement[bool]:
    return _next_at().where(channels.c.next_at > _NOW).exists()


def _due_heads() -> Select[Any]:
    turn = func.row_number().over(
        partition_by=(posts.c.platform, posts.c.workspace, posts.c.channel),
        order_by=(posts.c.urgent.desc(), posts.c.id),
    )
    heads = (
        select(posts.c.id, posts.c.platform, posts.c.urgent, turn.label("turn"))
        .where(_ours(), _due(), _is_head(), not_(_paused()))
        .subquery("heads")
    )
    chosen = (
        select(heads.c.id)
        .where(or_(heads.c.turn == 1, heads.c.platform.not_in(bindparam("paced", expanding=True))))
        .order_by(heads.c.urgent.desc(), heads.c.id)
        .limit(bindparam("most"))
    )
    # `_due` again: PostgreSQL looks at a row anew, once it has the lock, by the outer conditions only.
    locked = select(posts).where(posts.c.id.in_(chosen), _due()).with_for_update(skip_locked=True)
    return locked.order_by(posts.c.urgent.desc(), posts.c.id)


def _next_due() -> Select[Any]:
    pause = func.coalesce(_next_at().scalar_subquery(), posts.c.not_before)
    own = case((posts.c.state == "waiting", posts.c.not_before), else_=posts.c.lease_until)
    moment = case((pause > own, pause), else_=own)
    return select(func.min(moment).label("due")).where(_ours(), _is_head())


_NAMED = select(
    *(posts.c[name] for name in ("key", "state", "platform", "workspace", "channel", "root", "sent_root", "message_id"))
)

DUE_HEADS = _due_heads()
"""The posts to send now, locked for the caller alone; what another worker has locked is passed over."""

NEXT_DUE = _next_due()
"""When the next head of a lane may be sent."""

NAMED_POSTS = _NAMED.where(posts.c.desk == bindparam("desk"), posts.c.key.in_(bindparam("keys", expanding=True)))
"""The posts that others refer to."""
