"""What was said about a ticket can be found, so that it comes along when tickets are merged."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    copied = sa.text("key LIKE '%-copy'")
    op.create_index("posts_copied", "posts", ["desk", "lane", "id"], postgresql_where=copied, sqlite_where=copied)


def downgrade() -> None:
    op.drop_index("posts_copied", "posts")
