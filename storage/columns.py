"""Column types that mean the same on both databases."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeDecorator, TypeEngine

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""Due, whatever the clock says: storage has none of its own."""


class Time(TypeDecorator[datetime]):
    """An aware time, kept in UTC. SQLite forgets time zones, so it is given none and they are put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """What makes UTC of a time, for SQLite as text without its zone. It raises ValueError for a naive one."""
        return _as_text if dialect.name == "sqlite" else _in_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """What makes the aware time again; asyncpg does so by itself."""
        return _from_text if dialect.name == "sqlite" else None


class Words(TypeDecorator[str]):
    """Text that people wrote. NUL, which PostgreSQL refuses, and halves of surrogate pairs are taken out."""

    impl = Text()
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        """What leaves of a text what both databases can keep."""
        return kept


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(f"a time without a zone: {value}")
    return value if value.tzinfo is UTC else value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    utc = _in_utc(value)
    return None if utc is None else utc.replace(tzinfo=None).isoformat(" ", "microseconds")


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


def kept(value: str | None) -> str | None:
    """The text without what not both databases can keep."""
    if value is None or (value.isascii() and "\x00" not in value):
        return value
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


class Several(TypeDecorator[Sequence[Any]]):
    """Several values of one type as a single parameter: an array on PostgreSQL, JSON on SQLite."""

    impl = JSON()
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """As the database takes it."""
        return dialect.type_descriptor(ARRAY(self.item) if dialect.name == "postgresql" else JSON())
