"""Rows as lines of JSON, and their digest."""

import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.archive.shape import Kind, Shape
from storage.failures import translated

BATCH = 1000
"""Rows held in memory at a time."""

Values = dict[str, Any]


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"not a value of a column: {type(value).__name__}")


# ASCII only: JSON columns may hold halves of surrogate pairs, which UTF-8 has no bytes for.
_encode = json.JSONEncoder(separators=(",", ":"), default=_moment).encode


@dataclass(slots=True)
class Tally:
    """Rows counted and their lines digested."""

    rows: int = 0
    _digest: Any = field(default_factory=hashlib.sha256)

    def add(self, lines: bytes, rows: int) -> None:
        """Take these whole lines into account."""
        self._digest.update(lines)
        self.rows += rows

    @property
    def sha256(self) -> str:
        """The digest so far, in hexadecimal digits."""
        return str(self._digest.hexdigest())


async def row_batches(connection: AsyncConnection, shape: Shape) -> AsyncIterator[Sequence[Sequence[Any]]]:
    """The table's rows in order, fetched from the database a batch at a time."""
    statement = shape.in_order(connection.dialect).execution_options(yield_per=BATCH)
    with translated():
        async with connection.stream(statement) as result:
            async for rows in result.partitions():
                yield [tuple(row) for row in rows]


def to_lines(rows: Sequence[Sequence[Any]]) -> bytes:
    """A line for each row."""
    return "".join(f"{_encode(row)}\n" for row in rows).encode("ascii")


def from_line(line: bytes, shape: Shape) -> Values:
    """The row in a line. Raises ValueError or TypeError where it is none of this shape."""
    cells = json.loads(line)
    if not isinstance(cells, list) or len(cells) != len(shape.columns):
        raise ValueError("not a row of this table")
    return {name: _value(cell, kind) for (name, kind), cell in zip(shape.columns, cells, strict=True)}


def _value(cell: Any, kind: Kind) -> Any:
    return datetime.fromisoformat(cell) if kind is Kind.TIME and cell is not None else cell
