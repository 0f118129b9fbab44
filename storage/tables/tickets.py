"""The tickets, with the end of the chain of each one's history."""

from sqlalchemy import JSON, Column, Index, Integer, Table

from storage.tables.schema import data, items, key, maybe, metadata, moment, number, partial, person, text, thread

UNSOLVED = "status IN ('new', 'on_hold', 'open', 'pending')"
"""`bot.tickets.ticket.ACTIVE`."""

AWAITED = "status = 'on_hold' AND approval IS NOT NULL"
"""About which somebody decides, or has decided."""

LARGEST_NUMBER = 2**31 - 1
"""The largest ticket number that the columns hold; people may type larger ones."""

tickets = Table(
    "tickets",
    metadata,
    key("desk"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    *person("requester"),
    *thread("request_"),
    text("team"),
    text("question"),
    moment("opened_at"),
    text("language"),
    text("status"),
    text("priority"),
    text("category"),
    text("assignee"),
    text("unassigned"),
    data("context"),
    data("tried"),
    items("passed_over"),
    text("link"),
    text("route"),
    text("request_key"),
    text("answer_key"),
    maybe("claimed_at"),
    maybe("answered_at"),
    maybe("resolved_at"),
    text("resolution"),
    maybe("promised_at"),
    maybe("escalated_at"),
    maybe("closed_at"),
    text("held_for"),
    items("tags"),
    items("links"),
    Column("merged_into", Integer),
    items("absorbed"),
    Column("bounces", Integer, nullable=False, server_default="0"),
    maybe("rating_asked_at"),
    Column("rating", Integer, nullable=False, server_default="0"),
    text("request_type"),
    items("answers"),
    Column("approval", JSON(none_as_null=True)),
    Column("swarm", JSON(none_as_null=True)),
    Column("chain_length", Integer, nullable=False, server_default="0"),
    text("chain_last"),
    text("chain_proof"),
    number("version"),
    partial("tickets_queue", "desk", "team", "number", where=UNSOLVED),
    partial("tickets_claimed", "desk", "assignee", "number", where=UNSOLVED),
    partial("tickets_awaited", "desk", "number", where=AWAITED),
    Index("tickets_requester", "desk", "requester_id", "number"),
    Index("tickets_team", "desk", "team", "number"),
)
