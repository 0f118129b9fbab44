"""A value's fields as columns of a row and back, and what many rows hold: a thread, a person."""

from functools import cache
from operator import attrgetter
from typing import Any

from bot.messages import Person, Thread
from storage.prepared import Row

Values = dict[str, Any]

_THREAD = ("platform", "workspace", "channel", "root")
_PERSON = ("platform", "workspace", "id", "name", "language")


def written(value: object, names: tuple[str, ...], prefix: str = "") -> Values:
    """The columns of these fields, each name after the prefix."""
    columns, taken = _columns(names, prefix)
    return dict(zip(columns, taken(value), strict=True))


@cache
def _columns(names: tuple[str, ...], prefix: str) -> tuple[tuple[str, ...], "attrgetter[tuple[Any, ...]]"]:
    return tuple(f"{prefix}{name}" for name in names), attrgetter(*names)


def read(row: Row, names: tuple[str, ...], prefix: str = "") -> Values:
    """These fields of the columns in a row."""
    columns, _ = _columns(names, prefix)
    return {name: row[column] for name, column in zip(names, columns, strict=True)}


def thread_values(thread: Thread, prefix: str = "") -> Values:
    """Columns of a thread."""
    return written(thread, _THREAD, prefix)


def thread_of(row: Row, prefix: str = "") -> Thread:
    """The thread in a row."""
    return Thread(**read(row, _THREAD, prefix))


def person_values(person: Person, prefix: str) -> Values:
    """Columns of a person."""
    return written(person, _PERSON, f"{prefix}_")


def person_of(row: Row, prefix: str) -> Person:
    """The person in a row."""
    return Person(**read(row, _PERSON, f"{prefix}_"))
