"""SQL that writes a story's rows for every request of a plan at once. Pure."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Executable,
    Integer,
    Interval,
    MetaData,
    Table,
    Text,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement

from storage.tables import metadata
from storage.tables.outbox import channels, posts
from storage.tables.promises import timers
from storage.tables.threads import inbox, words
from tests.load.stories import EPOCH, NUMBER, PERSON, Story

PLAN = Table(
    "lab_plan",
    MetaData(),
    Column("id", BigInteger),
    Column("desk", Text),
    Column("story", Text),
    Column("number", Integer),
    Column("person", Integer),
    Column("epoch", BigInteger),
    Column("whole", Boolean),
    prefixes=["TEMPORARY"],
)
STRIDE = 64
"""Ids of a table that one request may use up."""

PASSING = frozenset({inbox.name, posts.name, timers.name, words.name})
"""Tables whose rows may go once they are old (see `storage.retention`)."""

_PLACES = re.compile(f"({NUMBER}|{PERSON}|{EPOCH})")
_OF_THE_PLAN = {str(NUMBER): PLAN.c.number, PERSON: PLAN.c.person, EPOCH: PLAN.c.epoch}


def copies(story: Story, dialect: str) -> Iterator[Executable]:
    """One statement for each row of the story. `dialect` is "sqlite" or "postgresql"."""
    for name, rows in story.rows.items():
        for place, row in enumerate(rows):
            yield _copy(metadata.tables[name], row, story.name, place, dialect)


def size(story: Story, *, whole: bool) -> int:
    """How many rows the story leaves for one request, without channels, which it shares with others."""
    own = ((name, row) for name, rows in story.rows.items() for row in rows if name != channels.name)
    return sum(whole or _stays(name, row) for name, row in own)


def _stays(table: str, row: Mapping[str, Any]) -> bool:
    """A post that opens a ticket's thread stays: others refer to it."""
    return table not in PASSING or row.get("opens") is not None


def _copy(table: Table, row: Mapping[str, Any], story: str, place: int, dialect: str) -> Executable:
    values = [_expression(table.c[name], value, place, dialect) for name, value in row.items()]
    rows = select(*values).where(PLAN.c.story == story)
    if not _stays(table.name, row):
        rows = rows.where(PLAN.c.whole)
    statement: postgresql.Insert | sqlite.Insert = (
        (postgresql if dialect == "postgresql" else sqlite).insert(table).from_select(list(row), rows)
    )
    return statement.on_conflict_do_nothing() if table is channels else statement


def _expression(column: Column[Any], value: object, place: int, dialect: str) -> ColumnElement[Any]:
    if column.name == "desk":
        return PLAN.c.desk
    if column.identity is not None:
        return PLAN.c.id * STRIDE + place
    match value:
        case None:
            return null()
        case timedelta():
            return _moved(value, dialect)
        case str():
            written = _written(value)
            return cast(written, JSON) if isinstance(column.type, JSON) and dialect == "postgresql" else written
        case _:
            return PLAN.c.number if value == NUMBER else literal(value, column.type)


def _written(text: str) -> ColumnElement[str]:
    """The text with the plan's own values in the places of the story's."""
    parts = [part for part in _PLACES.split(text) if part] or [""]
    return reduce(add, (cast(_OF_THE_PLAN[part], Text) if part in _OF_THE_PLAN else _said(part) for part in parts))


def _said(text: str) -> ColumnElement[str]:
    return type_coerce(literal(text, Text), Text)


def _moved(after: timedelta, dialect: str) -> ColumnElement[datetime]:
    if dialect == "postgresql":
        return func.to_timestamp(PLAN.c.epoch) + literal(after, Interval)
    seconds = PLAN.c.epoch + literal(int(after.total_seconds()), Integer)
    # The form in which SQLAlchemy keeps times in SQLite.
    return type_coerce(func.strftime("%Y-%m-%d %H:%M:%S.000000", seconds, "unixepoch"), DateTime)
