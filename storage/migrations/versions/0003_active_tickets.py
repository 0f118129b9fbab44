"""Lists of what is open read an index of open tickets alone: what is closed no longer costs them anything."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ACTIVE = sa.text("status IN ('new', 'on_hold', 'open', 'pending')")


def upgrade() -> None:
    for name, column in (("tickets_queue", "team"), ("tickets_claimed", "assignee")):
        columns = ["desk", column, "number"]
        op.create_index(name, "tickets", columns, unique=False, postgresql_where=_ACTIVE, sqlite_where=_ACTIVE)
    op.drop_index("tickets_team", "tickets")
    op.drop_index("tickets_assignee", "tickets")


def downgrade() -> None:
    op.create_index("tickets_assignee", "tickets", ["desk", "assignee", "status", "number"], unique=False)
    op.create_index("tickets_team", "tickets", ["desk", "status", "team", "number"], unique=False)
    op.drop_index("tickets_claimed", "tickets")
    op.drop_index("tickets_queue", "tickets")
