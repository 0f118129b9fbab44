"""Whether articles helped, so that the search learns from it, and the aliases that were proposed in vain."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def upgrade() -> None:
    op.create_table(
        "feedback",
        *map(_key, ("desk", "conversation", "person", "slug")),
        *map(_text, ("language", "digest")),
        sa.Column("stems", sa.JSON(), nullable=False),
        _text("question"),
        sa.Column("worked", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("desk", "conversation", "person", "slug"),
    )
    op.create_index("feedback_at", "feedback", ["desk", "at"], unique=False)
    op.create_table(
        "declined_aliases",
        *map(_key, ("desk", "language", "slug", "stems")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("desk", "language", "slug", "stems"),
    )


def downgrade() -> None:
    op.drop_table("declined_aliases")
    op.drop_index("feedback_at", "feedback")
    op.drop_table("feedback")
