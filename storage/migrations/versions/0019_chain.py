"""The history as a chain for each ticket; what there is is chained as it is found."""

import sqlalchemy as sa
from alembic import op

from storage.chaining import chain_all

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_ON_TICKETS = ("chain_last", "chain_proof")
_ON_HISTORY = ("salt", "contents", "signature")


def upgrade() -> None:
    for name in _ON_TICKETS:
        op.add_column("tickets", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("tickets", sa.Column("chain_length", sa.Integer(), server_default="0", nullable=False))
    for name in _ON_HISTORY:
        op.add_column("history", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("history", sa.Column("place", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "desk_chains",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("chain_length", sa.Integer(), nullable=False),
        sa.Column("chain_last", sa.Text(), server_default="", nullable=False),
        sa.Column("chain_proof", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("desk"),
    )
    op.create_table(
        "seals",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached", sa.BigInteger(), nullable=False),
        sa.Column("found", sa.BigInteger(), nullable=False),
        sa.Column("heads", sa.JSON(), nullable=False),
        sa.Column("signature", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("desk", "number"),
    )
    chain_all(op.get_bind())


def downgrade() -> None:
    op.drop_table("seals")
    op.drop_table("desk_chains")
    for table, columns in (("history", (*_ON_HISTORY, "place")), ("tickets", (*_ON_TICKETS, "chain_length"))):
        with op.batch_alter_table(table) as changed:
            for name in columns:
                changed.drop_column(name)
