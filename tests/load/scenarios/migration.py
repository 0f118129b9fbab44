"""`firstline migrate` is killed at random instants, and run twice at once: the database is as before or as after, never
in between, and no row of it is changed."""

import asyncio
import hashlib
import json
import random
import shutil
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, insert, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import open_database
from storage.migrations import known_revisions, migrate, revision_of, upgrade
from storage.tables import metadata
from tests import postgres
from tests.load.faults.each import Found, on_each
from tests.load.faults.nursery import Worker, start
from tests.load.outcome import Figure, Outcome
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.seed import seed

ROUNDS, SHORT_ROUNDS = 40, 4
TICKETS, SHORT_TICKETS = 2000, 200
Columns = Mapping[str, Sequence[str]]
"""Names of columns, by table."""
Copies = Callable[[], AbstractAsyncContextManager[str]]
"""Gives the address of a fresh copy of the old database."""


@dataclass(frozen=True, slots=True)
class Old:
    """A database of the first release with rows in it: what its rows come to, and copies of it to be migrated."""

    columns: Columns
    digest: str
    copies: Copies


async def run(options: Options, progress: Progress) -> Outcome:
    """The same on each database."""
    rounds, tickets = (SHORT_ROUNDS, SHORT_TICKETS) if options.short else (ROUNDS, TICKETS)
    with TemporaryDirectory(prefix="firstline-lab-") as folder:
        source = f"sqlite:///{folder}/source.sqlite3"
        await migrate(source)
        await seed(source, tickets, progress, seed=options.seed)
        figures, faults = await on_each(options, lambda kind: _on(kind, source, rounds, options.seed, progress))
    return Outcome("migration", figures, faults=faults)


async def _on(kind: str, source: str, rounds: int, seed_: int, progress: Progress) -> Found:
    dice, faults, found = random.Random(seed_), list[str](), list[str]()  # noqa: S311 - dice, not secrets
    with TemporaryDirectory(prefix="firstline-lab-") as name:
        folder = Path(name)
        async with _first_release(kind, folder, source) as old:
            whole = await _whole(old, folder)
            for number in range(rounds):
                progress.say(f"{kind}: migrations killed", number, rounds)
                async with old.copies() as url:
                    found.append(await _killed(url, folder, dice.uniform(0, whole)))
                    faults += await _intact(url, old, "killed")
                    faults += await _two_at_once(url, folder, kind)
                    faults += await _intact(url, old, "migrated")
    figures: dict[str, Figure] = {
        "kills": rounds,
        "s of a whole migration": whole,
        "killed before its end": found.count(known_revisions()[-1]),
        "killed after its end": found.count(known_revisions()[0]),
    }
    between = set(found) - {known_revisions()[0], known_revisions()[-1]}
    return figures, [*faults, *(f"left at revision {revision!r}" for revision in sorted(between))]


async def _whole(old: Old, folder: Path) -> float:
    """Seconds that a migration takes with its process."""
    async with old.copies() as url:
        began = time.monotonic()
        await _migrator(url, folder).ended()
        return time.monotonic() - began


async def _killed(url: str, folder: Path, after: float) -> str:
    """The revision at which a migration is that was killed after so many seconds."""
    worker = _migrator(url, folder)
    await asyncio.sleep(after)
    await worker.kill()
    async with _connected(url) as connection:
        return await connection.run_sync(revision_of)


async def _two_at_once(url: str, folder: Path, kind: str) -> list[str]:
    """Both succeed; on SQLite, which has one process, the second may be told so."""
    statuses = sorted(await asyncio.gather(_migrator(url, folder).ended(), _migrator(url, folder).ended()))
    allowed = ([0, 0], [0, 1]) if kind == "sqlite" else ([0, 0],)
    async with _connected(url) as connection:
        revision = await connection.run_sync(revision_of)
    wrong = [f"two migrations at once ended with {statuses}"] if statuses not in allowed else []
    return [*wrong, *([f"then it is at {revision!r}"] if revision != known_revisions()[0] else [])]


async def _intact(url: str, old: Old, when: str) -> list[str]:
    async with _connected(url) as connection:
        return [] if await _digest(connection, old.columns) == old.digest else [f"rows differ when it was {when}"]


def _migrator(url: str, folder: Path) -> Worker:
    return start("migrate", {"FIRSTLINE_DATABASE_URL": url}, folder / "firstline.log")


@asynccontextmanager
async def _first_release(kind: str, folder: Path, source: str) -> AsyncIterator[Old]:
    """Rows of the source in tables of the first revision."""
    async with _empty(kind, folder) as (url, copies):
        async with _connected(url) as connection, _connected(source, beside=True) as rows:
            await connection.run_sync(upgrade, known_revisions()[-1])
            columns = await connection.run_sync(_columns)
            for table in (each for each in metadata.sorted_tables if each.name in columns):
                kept = [table.c[name] for name in columns[table.name]]
                found = [dict(row) for row in (await rows.execute(select(*kept))).mappings()]
                if found:
                    await connection.execute(insert(table), found)
            await connection.commit()
            digest = await _digest(connection, columns)
        yield Old(columns, digest, copies)


@asynccontextmanager
async def _empty(kind: str, folder: Path) -> AsyncIterator[tuple[str, Copies]]:
    if kind == "sqlite":
        path = folder / "old.sqlite3"
        yield f"sqlite:///{path}", lambda: _copied_file(path)
        return
    with ExitStack() as stack:  # in threads, because these run loops of their own
        server = await asyncio.to_thread(stack.enter_context, postgres.running_server())
        url = await asyncio.to_thread(stack.enter_context, postgres.database(server))
        try:
            yield url, lambda: _cloned(server, str(make_url(url).database))
        finally:
            await asyncio.to_thread(stack.close)


@asynccontextmanager
async def _copied_file(path: Path) -> AsyncIterator[str]:
    with TemporaryDirectory(dir=path.parent) as folder:
        yield f"sqlite:///{shutil.copy(path, folder)}"


@asynccontextmanager
async def _cloned(server: str, template: str) -> AsyncIterator[str]:
    with ExitStack() as stack:
        yield await asyncio.to_thread(stack.enter_context, postgres.database(server, template))
        await asyncio.to_thread(stack.close)


@asynccontextmanager
async def _connected(url: str, *, beside: bool = False) -> AsyncIterator[AsyncConnection]:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url, beside=beside))
        yield await database.connect(stack)


def _columns(connection: Connection) -> dict[str, list[str]]:
    """Those that the old tables have and ours have too."""
    inspected = inspect(connection)
    there = {name: {column["name"] for column in inspected.get_columns(name)} for name in inspected.get_table_names()}
    known = {table.name: [column.name for column in table.columns] for table in metadata.sorted_tables}
    return {table: [name for name in names if name in there[table]] for table, names in known.items() if table in there}


async def _digest(connection: AsyncConnection, columns: Columns) -> str:
    """Of all rows in these columns, in any order."""
    digest = hashlib.sha256()
    for table, names in columns.items():
        rows = await connection.execute(select(*(metadata.tables[table].c[name] for name in names)))
        for line in sorted(json.dumps(list(row), default=str, sort_keys=True) for row in rows):
            digest.update(line.encode())
    return digest.hexdigest()


SCENARIO = Scenario("migration", "migrations killed at random instants, and two at once: all or nothing", run, 12)
