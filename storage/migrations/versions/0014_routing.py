"""Why a ticket was given to nobody, and the categories among which somebody was asked to choose."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("unassigned", sa.Text(), server_default="", nullable=False))
    op.add_column("conversations", sa.Column("sorting", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("conversations") as conversations:
        conversations.drop_column("sorting")
    with op.batch_alter_table("tickets") as tickets:
        tickets.drop_column("unassigned")
