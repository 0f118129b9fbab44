"""Who looks at a ticket together stands with the ticket; until now it was read from the words of its history."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_SWARMED, _CONCLUDED = "swarmed", "concluded"
_FORMAT = "%Y-%m-%d %H:%M UTC"

_history = sa.table("history", *map(sa.column, ("sequence", "desk", "ticket", "action", "detail")))
_tickets = sa.table("tickets", sa.column("desk"), sa.column("number"), sa.column("swarm", sa.JSON()))


def upgrade() -> None:
    op.add_column("tickets", sa.Column("swarm", sa.JSON(), nullable=True))
    connection = op.get_bind()
    for (desk, number), lines in groupby(connection.execute(_of_swarms()).all(), lambda line: (line.desk, line.ticket)):
        if swarm := _running((line.action, line.detail) for line in lines):
            own = (_tickets.c.desk == desk, _tickets.c.number == number)
            connection.execute(sa.update(_tickets).where(*own).values(swarm=swarm))


def downgrade() -> None:
    with op.batch_alter_table("tickets") as tickets:
        tickets.drop_column("swarm")


def _of_swarms() -> sa.Select[Any]:
    """What decides about swarms, in the order in which it happened to each ticket that had one."""
    called = _history.alias()
    had = sa.exists().where(
        called.c.desk == _history.c.desk, called.c.ticket == _history.c.ticket, called.c.action == _SWARMED
    )
    deciding = _history.c.action.in_((_SWARMED, _CONCLUDED, "resolved", "closed", "merged"))
    ordered = (_history.c.desk, _history.c.ticket, _history.c.sequence)
    return sa.select(_history).where(deciding, had).order_by(*ordered)


def _running(happened: Iterable[tuple[str, str]]) -> dict[str, Any] | None:
    """The swarm without a conclusion, as its ticket keeps it; one whose words were erased is over."""
    detail, ended = "", False
    for action, said in happened:
        detail = {_SWARMED: said, _CONCLUDED: ""}.get(action, detail)
        ended = action != _SWARMED and (ended or action not in (_SWARMED, _CONCLUDED))
    people, _, until = detail.rpartition(" – ")
    if not people:
        return None
    at = datetime.strptime(until, _FORMAT).replace(tzinfo=UTC)
    return {"people": people.split(", "), "until": at.isoformat(), "ended": ended}
