"""What waits for a decision can be found."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    awaited = sa.text("status = 'on_hold' AND approval IS NOT NULL")
    op.create_index("tickets_awaited", "tickets", ["desk", "number"], postgresql_where=awaited, sqlite_where=awaited)


def downgrade() -> None:
    op.drop_index("tickets_awaited", "tickets")
