"""Cells of rows: JSON in the lines of a backup, and what the drivers of the databases take and give.

A batch is translated column by column: a call for each row, and a look at the kind of each cell, cost more than the
databases do.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from json.encoder import encode_basestring_ascii
from types import NoneType
from typing import Any

from sqlalchemy import Dialect

from storage.archive.shape import Kind, Shape
from storage.columns import Time, kept
from storage.json_text import text_of, value_of

Rows = Sequence[Sequence[Any]]
_Cells = Sequence[Any]
_Translate = Callable[[_Cells], _Cells]

_encode = json.JSONEncoder(separators=(",", ":")).encode
"""ASCII only: JSON columns may hold halves of surrogate pairs, which UTF-8 has no bytes for."""


def to_lines(rows: Rows, shape: Shape, dialect: Dialect) -> bytes:
    """A line for each of the rows, at least one, as the driver gave them."""
    columns = _translated(rows, shape, _written(dialect))
    return "".join([f"[{','.join(cells)}]\n" for cells in zip(*columns, strict=True)]).encode("ascii")


def from_lines(lines: Sequence[bytes], shape: Shape, dialect: Dialect) -> Rows:
    """The rows in the lines, at least one, as the driver takes them. Raises ValueError, TypeError or AttributeError
    where they are not of this shape."""
    rows = value_of(b"[%b]" % b",".join(lines))
    if len(rows) != len(lines) or {type(row) for row in rows} != {list}:
        raise ValueError("not a row in each line")
    return list(zip(*_translated(rows, shape, _taken(dialect)), strict=True))


def _translated(rows: Rows, shape: Shape, translate: Mapping[Kind, _Translate]) -> Sequence[_Cells]:
    columns = zip(shape.columns, zip(*rows, strict=True), strict=True)
    return [translate[kind](cells) if kind in translate else cells for (_, kind), cells in columns]


def _each(translate: Callable[[Any], Any], nothing: object = None) -> _Translate:
    """Every cell translated, and `nothing` in the place of NULL."""
    return lambda cells: [nothing if cell is None else translate(cell) for cell in cells]


@lru_cache(2)
def _written(dialect: Dialect) -> Mapping[Kind, _Translate]:
    """What makes JSON of what the driver gives."""
    moments: _Translate = _moments
    documents = _each(_encode, "null")
    if (read := Time().result_processor(dialect, None)) is not None:
        moments = _after(_each(read), moments)
    if dialect.name == "sqlite":  # PostgreSQL's driver gives the documents themselves
        documents = _after(_each(_document), documents)
    return {
        Kind.TEXT: _each(encode_basestring_ascii, "null"),
        Kind.INTEGER: _each(_number, "null"),
        Kind.BOOLEAN: _each(lambda cell: "true" if cell else "false", "null"),
        Kind.TIME: moments,
        Kind.JSON: documents,
        Kind.JSON_OR_NOTHING: documents,
    }


@lru_cache(2)
def _taken(dialect: Dialect) -> Mapping[Kind, _Translate]:
    """What makes what the driver takes of what stands in a line."""
    return {
        Kind.TEXT: _after(_only(str), _texts),
        Kind.INTEGER: _only(int) if dialect.name == "postgresql" else _as_they_are,  # SQLite keeps whatever it is given
        Kind.BOOLEAN: _only(bool),
        Kind.TIME: _after(_each(datetime.fromisoformat), _each(Time().bind_processor(dialect))),
        Kind.JSON: _each(text_of, "null"),
        Kind.JSON_OR_NOTHING: _each(text_of),
    }


def _after(first: _Translate, then: _Translate) -> _Translate:
    return lambda cells: then(first(cells))


def _as_they_are(cells: _Cells) -> _Cells:
    return cells


def _only(kind: type) -> _Translate:
    """The cells as they are. Raises TypeError where one is of another type: what drivers do with it differs."""
    known = {kind, NoneType}

    def checked(cells: _Cells) -> _Cells:
        if not known.issuperset(map(type, cells)):
            raise TypeError(f"not {kind.__name__}")
        return cells

    return checked


def _document(cell: object) -> object:
    """SQLite makes a number of a document that is nothing else."""
    return value_of(cell) if isinstance(cell, str) else cell


def _number(cell: object) -> str:
    return str(cell) if type(cell) is int else _encode(cell)


def _moments(cells: _Cells) -> _Cells:
    return ["null" if cell is None else f'"{cell.isoformat()}"' for cell in cells]


def _texts(cells: _Cells) -> _Cells:
    """Few hold what not both databases can keep."""
    together = "".join(filter(None, cells))
    return cells if together.isascii() and "\0" not in together else list(map(kept, cells))
