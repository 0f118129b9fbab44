"""The playground's chat, which lies in the ledger's database."""

from sqlalchemy import JSON, BigInteger, Column, Index, Table

from storage.columns import Words
from storage.tables.schema import flag, key, metadata, moment, partial, text

UNHANDLED = "handled = false"

chat_lines = Table(
    "chat_lines",
    metadata,
    key("desk"),
    key("id"),
    Column("key", Words),
    text("channel"),
    text("root"),
    text("author"),
    moment("at"),
    Column("revision", BigInteger, nullable=False),
    text("text"),
    Column("card", JSON(none_as_null=True)),
    text("private_to"),
    flag("edited"),
    flag("handled"),
    text("payload"),
    Index("chat_lines_key", "desk", "key", unique=True),
    Index("chat_lines_revision", "desk", "revision", unique=True),
    partial("chat_lines_unhandled", "desk", "id", where=UNHANDLED),
)
"""The playground's chat."""

chat_files = Table("chat_files", metadata, key("desk"), key("id"), text("name"), text("content"), moment("at"))
"""Files of the playground, in base64. Whoever knows the id may read one: it is shown only where the file is."""
