"""Of edits out of order the latest stands; what is edited or deleted is found in every post that showed it."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Time

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox", sa.Column("revised_at", Time()))
    edits = sa.text("edits <> ''")
    op.create_index("posts_edits", "posts", ["desk", "edits", "id"], postgresql_where=edits, sqlite_where=edits)
    op.create_index("escalations_ticket", "escalations", ["desk", "ticket", "raised_at", "key"])


def downgrade() -> None:
    op.drop_index("escalations_ticket", "escalations")
    op.drop_index("posts_edits", "posts")
    op.drop_column("inbox", "revised_at")
