"""What a conversation put up for choice, and what of it a ticket's requester did not take."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ADDED = (("conversations", "choices"), ("tickets", "passed_over"))


def upgrade() -> None:
    for table, column in _ADDED:
        op.add_column(table, sa.Column(column, sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    for table, column in _ADDED:
        with op.batch_alter_table(table) as altered:
            altered.drop_column(column)
