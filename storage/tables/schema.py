"""The one schema that all tables are of, and the kinds of columns that they are made of."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, MetaData
from sqlalchemy import text as condition

from storage.columns import Time, Words

metadata = MetaData()

SEQUENCE = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up only an INTEGER primary key."""


def key(name: str) -> Column[str]:
    """Part of the primary key."""
    return Column(name, Words, primary_key=True)


def text(name: str) -> Column[str]:
    """Text, empty where there is none."""
    return Column(name, Words, nullable=False, server_default="")


def flag(name: str) -> Column[bool]:
    """True or false."""
    return Column(name, Boolean, nullable=False)


def number(name: str) -> Column[int]:
    """A whole number."""
    return Column(name, Integer, nullable=False)


def moment(name: str) -> Column[object]:
    """A time."""
    return Column(name, Time, nullable=False)


def maybe(name: str) -> Column[object]:
    """A time that may not have come."""
    return Column(name, Time)


def data(name: str) -> Column[object]:
    """JSON."""
    return Column(name, JSON, nullable=False)


def items(name: str) -> Column[object]:
    """A JSON list added after the first release: empty for rows of processes that do not know it."""
    return Column(name, JSON, nullable=False, server_default="[]")


def person(prefix: str) -> tuple[Column[str], ...]:
    """A `bot.messages.Person`, a column for each part."""
    return tuple(text(f"{prefix}_{part}") for part in ("platform", "workspace", "id", "name", "language"))


def thread(prefix: str = "") -> tuple[Column[str], ...]:
    """A `bot.messages.Thread`, a column for each part."""
    return tuple(text(f"{prefix}{part}") for part in ("platform", "workspace", "channel", "root"))


def thread_key() -> tuple[Column[str], ...]:
    """The same as the primary key, after the desk."""
    return tuple(key(part) for part in ("platform", "workspace", "channel", "root"))


def partial(name: str, *columns: str, where: str) -> Index:
    """An index of the rows for which `where` holds."""
    return Index(name, *columns, postgresql_where=condition(where), sqlite_where=condition(where))
