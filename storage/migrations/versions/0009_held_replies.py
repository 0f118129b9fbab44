"""Replies that can be called back for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TEXTS = ("member", "sender_platform", "sender_workspace", "sender_id", "sender_name", "sender_language")


def upgrade() -> None:
    op.create_table(
        "held",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False, server_default="") for name in _TEXTS),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("desk", "key"),
    )
    op.create_index("held_ticket", "held", ["desk", "ticket", "until"])


def downgrade() -> None:
    op.drop_table("held")
