"""Making a backup, beside whatever works in the database."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.archive.cells import to_lines
from storage.archive.failures import BackupRefused
from storage.archive.file import Writer, new_file
from storage.archive.lines import Tally, row_batches
from storage.archive.manifest import Content, Manifest
from storage.archive.shape import Shape, shapes_of
from storage.database import open_database
from storage.failures import translated
from storage.migrations import revision_of


class Stage(StrEnum):
    """What is being done with the rows."""

    SAVING = "saving"
    CHECKING = "checking"
    LOADING = "loading"
    INDEXING = "indexing"
    """Counts indexes, not rows."""
    COMPARING = "comparing"
    VERIFYING = "verifying"
    """Lines of the history, whether they are as they were written."""


Progress = Callable[[Stage, int, int], None]
"""Told the stage, how many rows are done, and of how many, after each batch."""


def silent(_stage: Stage, _done: int, _total: int) -> None:
    """For those who do not want to know."""


async def save(url: str, path: Path, taken_at: datetime, progress: Progress = silent) -> Manifest:
    """Write every table, as all of them are at one moment, to a new file; nobody who writes meanwhile has to wait.

    Raises BackupFailed, BackupRefused for a database that was never prepared, and what opening a database raises.
    """
    with new_file(path) as writer:
        async with _snapshot(url) as connection:
            with translated():
                revision = await connection.run_sync(revision_of)
                if not revision:
                    raise BackupRefused("there is nothing to back up: the database was never prepared")
                shapes = await connection.run_sync(shapes_of)
                count = Counted(progress, Stage.SAVING, await _row_count(connection, shapes))
            desks: set[str] = set()
            tables = [await _save_table(connection, writer, shape, count, desks) for shape in shapes]
        manifest = Manifest(revision, taken_at, version("firstline"), tuple(sorted(desks)), tuple(tables))
        writer.finish(manifest)
    return manifest


class Counted:
    """Rows done of `total` in one stage, told to `progress`."""

    def __init__(self, progress: Progress, stage: Stage, total: int) -> None:
        self._progress = progress
        self._stage = stage
        self._total = total
        self._done = 0

    def add(self, rows: int) -> None:
        """So many more."""
        self._done += rows
        self._progress(self._stage, self._done, self._total)


@asynccontextmanager
async def _snapshot(url: str) -> AsyncIterator[AsyncConnection]:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url, beside=True))
        yield await database.snapshot(stack)


async def _row_count(connection: AsyncConnection, shapes: Sequence[Shape]) -> int:
    counts = [await connection.scalar(select(func.count()).select_from(shape.clause)) for shape in shapes]
    return sum(count or 0 for count in counts)


async def _save_table(
    connection: AsyncConnection, writer: Writer, shape: Shape, count: Counted, desks: set[str]
) -> Content:
    tally, desk = Tally(), [name for name, _ in shape.columns].index("desk")
    with writer.table(shape.name) as entry:
        async for rows in row_batches(connection, shape):
            lines = to_lines(rows, shape, connection.dialect)
            entry.write(lines)
            tally.add(lines, len(rows))
            desks.update(row[desk] for row in rows)
            count.add(len(rows))
    return Content(shape, tally.rows, tally.sha256)


async def stored(connection: AsyncConnection, shape: Shape, count: Counted) -> Content:
    """What a table of the database holds, for comparison."""
    tally = Tally()
    async for rows in row_batches(connection, shape):
        tally.add(to_lines(rows, shape, connection.dialect), len(rows))
        count.add(len(rows))
    return Content(shape, tally.rows, tally.sha256)
