"""The lines of a table: rows fetched from a database, and the digest of what is written of them."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.archive.cells import Rows
from storage.archive.shape import Shape
from storage.failures import translated

BATCH = 1000
"""Rows held in memory at a time."""


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


async def row_batches(connection: AsyncConnection, shape: Shape) -> AsyncIterator[Rows]:
    """The table's rows in order, as the driver gives them, fetched from the database a batch at a time."""
    statement = shape.in_order(connection.dialect).execution_options(yield_per=BATCH)
    with translated():
        async with connection.stream(statement) as result:
            async for rows in result.partitions():
                yield rows
