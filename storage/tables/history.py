"""What was done, by whom and when: append-only, chained and sealed."""

from sqlalchemy import BigInteger, Column, Identity, Index, Integer, Table

from storage.tables.schema import SEQUENCE, data, key, metadata, moment, text

history = Table(
    "history",
    metadata,
    Column("sequence", SEQUENCE, Identity(), primary_key=True),
    text("desk"),
    moment("at"),
    text("actor"),
    text("actor_name"),
    text("action"),
    Column("ticket", Integer),
    text("detail"),
    Column("place", Integer, nullable=False, server_default="0"),
    text("salt"),
    text("contents"),
    text("signature"),
    Index("history_ticket", "desk", "ticket", "sequence"),
)
"""Append-only, and a chain for each ticket (`bot.audit.chain`), whose end stands with the ticket."""

desk_chains = Table(
    "desk_chains",
    metadata,
    key("desk"),
    Column("chain_length", Integer, nullable=False),
    text("chain_last"),
    text("chain_proof"),
)
"""The end of the chain of what concerns the desk and no ticket of it."""

seals = Table(
    "seals",
    metadata,
    key("desk"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    moment("at"),
    Column("reached", BigInteger, nullable=False),
    Column("found", BigInteger, nullable=False),
    data("heads"),
    text("signature"),
)
"""Ends of chains as they once were: `heads` holds [ticket, place, signature] of each."""
