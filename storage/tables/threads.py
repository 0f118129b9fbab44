"""What is said to us and where: what was handled, what each thread is about, the words that were said in it."""

from sqlalchemy import JSON, Column, Index, Integer, Table

from storage.tables.schema import data, flag, items, key, maybe, metadata, moment, number, person, text, thread_key

inbox = Table(
    "inbox",
    metadata,
    key("desk"),
    key("platform"),
    key("workspace"),
    key("delivery"),
    moment("at"),
    maybe("revised_at"),
)
"""Inbound deliveries that have been handled, and when each was last edited or deleted, as far as that was."""

conversations = Table(
    "conversations",
    metadata,
    key("desk"),
    *thread_key(),
    *person("asker"),
    moment("at"),
    text("stage"),
    text("question"),
    data("context"),
    text("language"),
    data("tried"),
    items("choices"),
    items("sorting"),
    Column("filling", JSON(none_as_null=True)),
    items("walk"),
    items("files"),
    number("round"),
    text("answer_key"),
    Column("ticket", Integer),
    Column("follows", Integer),
    text("link"),
    text("route"),
    number("version"),
    Index("conversations_asker", "desk", "platform", "workspace", "channel", "asker_id", "at"),
)

bindings = Table(
    "bindings",
    metadata,
    key("desk"),
    *thread_key(),
    text("side"),
    number("ticket"),
    moment("at"),
    Index("bindings_ticket", "desk", "ticket", "side", "at"),
)
"""Which thread is what to which ticket."""

words = Table(
    "words",
    metadata,
    key("desk"),
    key("platform"),
    key("workspace"),
    key("delivery"),
    text("channel"),
    text("root"),
    *person("sender"),
    moment("at"),
    text("text"),
    flag("deleted"),
    Index("words_thread", "desk", "platform", "workspace", "channel", "root", "at"),
)
