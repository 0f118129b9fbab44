"""What was promised when: clocks keep the time that they counted under earlier promises."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "terms",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promises", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("desk", "key"),
    )


def downgrade() -> None:
    op.drop_table("terms")
