"""Who is on call: covers, and who was last told; timers for the receipts of calls for people."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "covers",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("rotation", sa.Text(), server_default="", nullable=False),
        sa.Column("member", sa.Text(), server_default="", nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Text(), server_default="", nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("desk", "key"),
    )
    op.create_index("covers_end", "covers", ["desk", "end"], unique=False)
    op.create_table(
        "duties",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("rotation", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), server_default="", nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grouped", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("desk", "rotation"),
    )
    receipts = sa.text("kind = 'receipt' AND state = 'pending'")
    op.create_index("timers_receipt", "timers", ["desk", "subject"], postgresql_where=receipts, sqlite_where=receipts)


def downgrade() -> None:
    op.drop_index("timers_receipt", "timers")
    op.drop_table("duties")
    op.drop_index("covers_end", "covers")
    op.drop_table("covers")
