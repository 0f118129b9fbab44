"""What was asked for by a form: the request type, and the fields as they were filled in."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("request_type", sa.Text(), server_default="", nullable=False))
    op.add_column("tickets", sa.Column("answers", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("tickets") as tickets:
        tickets.drop_column("answers")
        tickets.drop_column("request_type")
