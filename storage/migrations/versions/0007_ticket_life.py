"""What a ticket may be besides open and resolved: on hold, tagged, linked, merged, handed over, closed, rated."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ADDED = ("closed_at", "held_for", "tags", "links", "merged_into", "absorbed", "bounces", "rating_asked_at", "rating")


def _index_due(columns: list[str]) -> None:
    """In the order in which due timers are taken: closed tickets leave many that are pending for long."""
    op.drop_index("timers_due", "timers")
    pending = sa.text("state = 'pending'")
    op.create_index("timers_due", "timers", columns, postgresql_where=pending, sqlite_where=pending)


def upgrade() -> None:
    op.add_column("tickets", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tickets", sa.Column("held_for", sa.Text(), server_default="", nullable=False))
    for name in ("tags", "links", "absorbed"):
        op.add_column("tickets", sa.Column(name, sa.JSON(), server_default="[]", nullable=False))
    op.add_column("tickets", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.add_column("tickets", sa.Column("rating_asked_at", sa.DateTime(timezone=True), nullable=True))
    for name in ("bounces", "rating"):
        op.add_column("tickets", sa.Column(name, sa.Integer(), server_default="0", nullable=False))
    op.create_index("tickets_team", "tickets", ["desk", "team", "number"], unique=False)
    _index_due(["desk", "due_at", "key"])


def downgrade() -> None:
    _index_due(["desk", "due_at"])
    op.drop_index("tickets_team", "tickets")
    with op.batch_alter_table("tickets") as tickets:
        for name in _ADDED:
            tickets.drop_column(name)
