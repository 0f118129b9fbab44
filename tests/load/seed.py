"""Fills a migrated database with as many tickets as wanted, and all that belongs to them.

`python -m tests.load.seed DATABASE_URL --tickets 100000 [--seed 1]`. Stories played by the real engine
(`tests.load.stories`) are multiplied inside the database, one INSERT … SELECT for each of their rows, over a plan that
says who asks what when. The same seed gives the same rows.
"""

import argparse
import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import astuple, dataclass, field
from itertools import islice

from sqlalchemy import Executable, Index, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateIndex, CreateTable

from storage.database import open_database
from storage.tables import metadata
from storage.tables.numbers import counters
from tests.load.multiplication import PLAN, copies, size
from tests.load.plan import Asked, Asking
from tests.load.progress import Progress
from tests.load.stories import Story, lab_desk, play_stories

CHUNK = 20_000
"""Requests of one transaction."""
BULK = 50_000
"""Tickets from which on it is quicker to build the indexes afterwards."""
_SQLITE = ("synchronous=OFF", "cache_size=-300000", "temp_store=MEMORY")


@dataclass(slots=True)
class Seeded:
    """What was written. `numbers` holds the last ticket of each desk."""

    requests: int = 0
    rows: int = 0
    seconds: float = 0
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def tickets(self) -> int:
        return sum(self.numbers.values())


@dataclass(frozen=True, slots=True)
class Seeding:
    """One run on one connection."""

    connection: AsyncConnection
    progress: Progress

    @property
    def dialect(self) -> str:
        return self.connection.dialect.name

    async def hurry(self) -> None:
        """Nothing here is worth waiting for the disk: what is lost is seeded again."""
        if self.dialect == "sqlite":
            await self.connection.rollback()
            raw = await self.connection.get_raw_connection()
            for pragma in _SQLITE:
                await raw.driver_connection.execute(f"PRAGMA {pragma}")  # type: ignore[union-attr]  # it is open
        else:
            await self.run(text("SET synchronous_commit = off"), text("SET maintenance_work_mem = '1GB'"))

    async def run(self, *statements: Executable) -> None:
        """Execute and commit."""
        for statement in statements:
            await self.connection.execute(statement)
        await self.connection.commit()

    async def fill(self, plan: Iterator[Asked], stories: Sequence[Story], tickets: int) -> Seeded:
        """Write the rows of every request."""
        statements = [statement for story in stories for statement in copies(story, self.dialect)]
        sizes = {(story.name, whole): size(story, whole=whole) for story in stories for whole in (False, True)}
        seeded = Seeded()
        await self.run(CreateTable(PLAN))
        while chunk := list(islice(plan, CHUNK)):
            await self._multiply(chunk, statements)
            seeded.requests += len(chunk)
            seeded.rows += sum(sizes[each.story, each.whole] for each in chunk)
            seeded.numbers |= {each.desk: each.number for each in chunk if each.number}
            self.progress.say("tickets", seeded.tickets, tickets)
        return seeded

    async def _multiply(self, chunk: Sequence[Asked], statements: Iterable[Executable]) -> None:
        await self.connection.execute(PLAN.delete())
        await self._note([astuple(each) for each in chunk])
        await self.run(*statements)

    async def _note(self, plan: list[tuple[object, ...]]) -> None:
        names = [column.name for column in PLAN.columns]
        if self.dialect == "sqlite":
            await self.connection.execute(insert(PLAN), [dict(zip(names, row, strict=True)) for row in plan])
            return
        raw = await self.connection.get_raw_connection()
        await raw.driver_connection.copy_records_to_table(PLAN.name, records=plan, columns=names)  # type: ignore[union-attr]  # it is open

    async def finish(self, seeded: Seeded, indexes: Sequence[Index]) -> None:
        """Counters and identities go on from here; the rest as a server that has served for weeks would have it."""
        for desk, number in seeded.numbers.items():
            await self.run(insert(counters).values(desk=desk, name="ticket", value=number))
        for index in indexes:
            self.progress.step(f"index {index.name}")
            await self.run(CreateIndex(index))
        for table in metadata.sorted_tables if self.dialect == "postgresql" else ():
            for column in filter(lambda column: column.identity is not None, table.columns):
                sequence = func.pg_get_serial_sequence(table.name, column.name)
                await self.run(select(func.setval(sequence, func.coalesce(func.max(column), 1))))
        await self._settle()

    async def _settle(self) -> None:
        """Statistics; on PostgreSQL also what autovacuum and checkpoints have long done when messages come.

        Else the first who read the seeded rows pay for it: they mark them as committed, and their pages are written
        while messages are timed.
        """
        self.progress.step("statistics")
        if self.dialect == "sqlite":
            await self.run(text("ANALYZE"))
            return
        raw = await self.connection.get_raw_connection()
        for statement in ("VACUUM (ANALYZE)", "CHECKPOINT"):  # neither may be part of a transaction
            await raw.driver_connection.execute(statement)  # type: ignore[union-attr]  # it is open
        await self.connection.rollback()


async def seed(
    url: str,
    tickets: int,
    progress: Progress,
    *,
    seed: int = 1,
    whole: int | None = None,
    stories: Sequence[Story] = (),
) -> Seeded:
    """Write so many tickets, and requests that needed none beside them, into a migrated database without tickets.

    The newest `whole` tickets get all their rows (None: every one), the others what outlives a retention.
    `stories` saves playing them again.
    """
    stories = stories or await play_stories()
    began = time.perf_counter()
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url))
        seeding = Seeding(await database.connect(stack), progress)
        await seeding.hurry()
        later = [index for table in metadata.sorted_tables for index in table.indexes] if tickets >= BULK else []
        await seeding.run(*(text(f"DROP INDEX {index.name}") for index in later))
        asking = Asking(lab_desk().id, tickets, tickets if whole is None else whole, seed)
        seeded = await seeding.fill(asking.requests(), stories, tickets)
        await seeding.finish(seeded, later)
    seeded.seconds = time.perf_counter() - began
    return seeded


def _main() -> None:
    parser = argparse.ArgumentParser("python -m tests.load.seed", description="Fill a migrated database with tickets.")
    parser.add_argument("url")
    parser.add_argument("--tickets", type=int, default=10_000)
    parser.add_argument("--whole", type=int, help="only so many of the newest with all their rows")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    progress = Progress("seed")
    seeded = asyncio.run(seed(arguments.url, arguments.tickets, progress, seed=arguments.seed, whole=arguments.whole))
    progress.end()
    print(
        f"{seeded.tickets:,} tickets of {len(seeded.numbers)} desks, {seeded.requests:,} requests, "
        f"{seeded.rows:,} rows in {seeded.seconds:.1f} s: {seeded.rows / seeded.seconds:,.0f} rows/s"
    )


if __name__ == "__main__":
    _main()
