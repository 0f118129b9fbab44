"""When a post was stored and what caused it, so that operators see how long posts wait, and follow a message."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("posts", sa.Column("stored_at", sa.DateTime(timezone=True)))
    op.add_column("posts", sa.Column("cause", sa.Text(), server_default="", nullable=False))
