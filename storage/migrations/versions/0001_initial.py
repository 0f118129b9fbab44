"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bindings",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), server_default="", nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("desk", "platform", "workspace", "channel", "root"),
    )
    op.create_index("bindings_ticket", "bindings", ["desk", "ticket", "side", "at"], unique=False)
    op.create_table(
        "channels",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("desk", "platform", "workspace", "channel"),
    )
    op.create_table(
        "chat_lines",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), server_default="", nullable=False),
        sa.Column("root", sa.Text(), server_default="", nullable=False),
        sa.Column("author", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("card", sa.JSON(), nullable=True),
        sa.Column("private_to", sa.Text(), server_default="", nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("handled", sa.Boolean(), nullable=False),
        sa.Column("payload", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("desk", "id"),
    )
    op.create_index("chat_lines_key", "chat_lines", ["desk", "key"], unique=True)
    op.create_index("chat_lines_revision", "chat_lines", ["desk", "revision"], unique=True)
    op.create_index(
        "chat_lines_unhandled",
        "chat_lines",
        ["desk", "id"],
        unique=False,
        postgresql_where=sa.text("handled = false"),
        sqlite_where=sa.text("handled = false"),
    )
    op.create_table(
        "conversations",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("asker_platform", sa.Text(), server_default="", nullable=False),
        sa.Column("asker_workspace", sa.Text(), server_default="", nullable=False),
        sa.Column("asker_id", sa.Text(), server_default="", nullable=False),
        sa.Column("asker_name", sa.Text(), server_default="", nullable=False),
        sa.Column("asker_language", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.Text(), server_default="", nullable=False),
        sa.Column("question", sa.Text(), server_default="", nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("tried", sa.JSON(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("answer_key", sa.Text(), server_default="", nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=True),
        sa.Column("link", sa.Text(), server_default="", nullable=False),
        sa.Column("route", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("desk", "platform", "workspace", "channel", "root"),
    )
    op.create_index(
        "conversations_asker",
        "conversations",
        ["desk", "platform", "workspace", "channel", "asker_id", "at"],
        unique=False,
    )
    op.create_table(
        "counters",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("desk", "name"),
    )
    op.create_table(
        "escalations",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by", sa.Text(), server_default="", nullable=False),
        sa.Column("cause", sa.Text(), server_default="", nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("pings", sa.JSON(), nullable=False),
        sa.Column("acknowledged_by", sa.Text(), server_default="", nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("desk", "key"),
    )
    op.create_index(
        "escalations_running",
        "escalations",
        ["desk", "ticket"],
        unique=False,
        postgresql_where=sa.text("ended = false"),
        sqlite_where=sa.text("ended = false"),
    )
    op.create_table(
        "history",
        sa.Column(
            "sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("desk", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), server_default="", nullable=False),
        sa.Column("actor_name", sa.Text(), server_default="", nullable=False),
        sa.Column("action", sa.Text(), server_default="", nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("sequence"),
    )
    op.create_index("history_ticket", "history", ["desk", "ticket", "sequence"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("desk", "platform", "workspace", "delivery"),
    )
    op.create_table(
        "posts",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("desk", sa.Text(), server_default="", nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("platform", sa.Text(), server_default="", nullable=False),
        sa.Column("workspace", sa.Text(), server_default="", nullable=False),
        sa.Column("channel", sa.Text(), server_default="", nullable=False),
        sa.Column("root", sa.Text(), server_default="", nullable=False),
        sa.Column("lane", sa.Text(), server_default="", nullable=False),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("below", sa.Text(), server_default="", nullable=False),
        sa.Column("edits", sa.Text(), server_default="", nullable=False),
        sa.Column("private_platform", sa.Text(), server_default="", nullable=False),
        sa.Column("private_workspace", sa.Text(), server_default="", nullable=False),
        sa.Column("private_id", sa.Text(), server_default="", nullable=False),
        sa.Column("private_name", sa.Text(), server_default="", nullable=False),
        sa.Column("private_language", sa.Text(), server_default="", nullable=False),
        sa.Column("opens", sa.Integer(), nullable=True),
        sa.Column("opens_as", sa.Text(), server_default="", nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("alert", sa.Boolean(), nullable=False),
        sa.Column("route", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("maybe_sent", sa.Boolean(), nullable=False),
        sa.Column("first_tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token", sa.Text(), server_default="", nullable=False),
        sa.Column("sent_root", sa.Text(), server_default="", nullable=False),
        sa.Column("message_id", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "posts_given_up",
        "posts",
        ["desk", "changed_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('dead', 'uncertain')"),
        sqlite_where=sa.text("state IN ('dead', 'uncertain')"),
    )
    op.create_index("posts_key", "posts", ["desk", "key"], unique=True)
    op.create_index(
        "posts_lane",
        "posts",
        ["desk", "lane", "id"],
        unique=False,
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
        sqlite_where=sa.text("state IN ('waiting', 'sending')"),
    )
    op.create_table(
        "tickets",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("requester_platform", sa.Text(), server_default="", nullable=False),
        sa.Column("requester_workspace", sa.Text(), server_default="", nullable=False),
        sa.Column("requester_id", sa.Text(), server_default="", nullable=False),
        sa.Column("requester_name", sa.Text(), server_default="", nullable=False),
        sa.Column("requester_language", sa.Text(), server_default="", nullable=False),
        sa.Column("request_platform", sa.Text(), server_default="", nullable=False),
        sa.Column("request_workspace", sa.Text(), server_default="", nullable=False),
        sa.Column("request_channel", sa.Text(), server_default="", nullable=False),
        sa.Column("request_root", sa.Text(), server_default="", nullable=False),
        sa.Column("team", sa.Text(), server_default="", nullable=False),
        sa.Column("question", sa.Text(), server_default="", nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="", nullable=False),
        sa.Column("priority", sa.Text(), server_default="", nullable=False),
        sa.Column("category", sa.Text(), server_default="", nullable=False),
        sa.Column("assignee", sa.Text(), server_default="", nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("tried", sa.JSON(), nullable=False),
        sa.Column("link", sa.Text(), server_default="", nullable=False),
        sa.Column("route", sa.Text(), server_default="", nullable=False),
        sa.Column("request_key", sa.Text(), server_default="", nullable=False),
        sa.Column("answer_key", sa.Text(), server_default="", nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolution", sa.Text(), server_default="", nullable=False),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("desk", "number"),
    )
    op.create_index("tickets_assignee", "tickets", ["desk", "assignee", "status", "number"], unique=False)
    op.create_index("tickets_requester", "tickets", ["desk", "requester_id", "number"], unique=False)
    op.create_index("tickets_team", "tickets", ["desk", "status", "team", "number"], unique=False)
    op.create_table(
        "timers",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("desk", "key"),
    )
    op.create_index(
        "timers_due",
        "timers",
        ["desk", "due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'pending'"),
        sqlite_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "timers_ticket",
        "timers",
        ["desk", "ticket"],
        unique=False,
        postgresql_where=sa.text("state = 'pending'"),
        sqlite_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "words",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("workspace", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), server_default="", nullable=False),
        sa.Column("root", sa.Text(), server_default="", nullable=False),
        sa.Column("sender_platform", sa.Text(), server_default="", nullable=False),
        sa.Column("sender_workspace", sa.Text(), server_default="", nullable=False),
        sa.Column("sender_id", sa.Text(), server_default="", nullable=False),
        sa.Column("sender_name", sa.Text(), server_default="", nullable=False),
        sa.Column("sender_language", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("desk", "platform", "workspace", "delivery"),
    )
    op.create_index("words_thread", "words", ["desk", "platform", "workspace", "channel", "root", "at"], unique=False)


def downgrade() -> None:
    for table in (
        "words",
        "timers",
        "tickets",
        "posts",
        "inbox",
        "history",
        "escalations",
        "counters",
        "conversations",
        "chat_lines",
        "channels",
        "bindings",
    ):
        op.drop_table(table)
