"""Files that came before there was a ticket, and those of the playground."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("files", sa.JSON(), server_default="[]", nullable=False))
    op.create_table(
        "chat_files",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("content", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("desk", "id"),
    )


def downgrade() -> None:
    op.drop_table("chat_files")
    with op.batch_alter_table("conversations") as altered:
        altered.drop_column("files")
