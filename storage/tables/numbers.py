"""Numbers that are given out one after the other."""

from sqlalchemy import BigInteger, Column, Table

from storage.tables.schema import key, metadata

counters = Table("counters", metadata, key("desk"), key("name"), Column("value", BigInteger, nullable=False))
"""The last number given out under each name."""
