"""What a ticket leaves in the database: rows and bytes by table, and how much of it a retention may take away."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import func, select, text

from storage.database import open_database
from storage.tables import metadata
from tests.load.databases import migrated
from tests.load.multiplication import PASSING
from tests.load.outcome import Curve, Figure, Outcome, Picture
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.seed import Seeded, seed
from tests.load.stories import play_stories

TICKETS, SHORT_TICKETS = 20_000, 500
_POSTGRES = """SELECT relname AS name, pg_total_relation_size(oid) AS bytes FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"""
_SQLITE = """SELECT m.tbl_name AS name, sum(d.pgsize) AS bytes
    FROM dbstat AS d JOIN sqlite_master AS m ON m.name = d.name GROUP BY m.tbl_name"""


async def run(options: Options, progress: Progress) -> Outcome:
    """Measure on each database."""
    progress.step("playing stories")
    stories, tickets = await play_stories(), SHORT_TICKETS if options.short else TICKETS
    figures: dict[str, Figure] = {}
    bytes_of: dict[str, Mapping[str, float]] = {}
    for kind in options.databases:
        progress.step(f"seeding {tickets:,} tickets on {kind}")
        with tempfile.TemporaryDirectory() as folder:
            async with migrated(kind, Path(folder)) as url:
                seeded = await seed(url, tickets, progress, seed=options.seed, stories=stories)
                bytes_of[kind], rows = await _bytes(url, tickets), await _rows(url, tickets)
        figures |= _figures(kind, bytes_of[kind], rows, seeded)
    return Outcome("size", figures, {}, (), (_picture(bytes_of),))


async def _bytes(url: str, tickets: int) -> Mapping[str, float]:
    """For each ticket, indexes included."""
    query = text(_SQLITE if url.startswith("sqlite") else _POSTGRES)
    async with open_database(url) as database, database.reading() as transaction:
        return {row["name"]: row["bytes"] / tickets for row in await transaction.all(query)}


async def _rows(url: str, tickets: int) -> Mapping[str, float]:
    async with open_database(url) as database, database.reading() as transaction:
        return {
            table.name: (await transaction.all(select(func.count().label("rows")).select_from(table)))[0]["rows"]
            / tickets
            for table in metadata.sorted_tables
        }


def _figures(kind: str, sizes: Mapping[str, float], rows: Mapping[str, float], seeded: Seeded) -> dict[str, Figure]:
    passing = sum(size for table, size in sizes.items() if table in PASSING)
    tables = {f"{kind}: bytes/ticket in {table}": round(size) for table, size in sizes.items() if size >= 1}
    return {
        f"{kind}: rows/ticket": round(sum(rows.values()), 1),
        f"{kind}: messages/ticket": round(rows["inbox"], 1),
        f"{kind}: posts/ticket": round(rows["posts"], 1),
        f"{kind}: bytes/ticket": round(sum(sizes.values())),
        f"{kind}: bytes/ticket that may pass": round(passing),
        **tables,
        f"{kind}: seeding rows/s": round(seeded.rows / seeded.seconds),
    }


def _picture(bytes_of: Mapping[str, Mapping[str, float]]) -> Picture:
    names = sorted({name for sizes in bytes_of.values() for name, size in sizes.items() if size >= 100})
    curves = tuple(Curve(kind, tuple((name, sizes.get(name, 0)) for name in names)) for kind, sizes in bytes_of.items())
    largest = next(iter(bytes_of.values()), {})
    share = largest.get("posts", 0) / (sum(largest.values()) or 1)
    return Picture(
        f"Posts are {share:.0%} of what a ticket leaves", "table", "bytes for each ticket", curves, logarithmic=True
    )


SCENARIO = Scenario("size", "rows and bytes that a ticket leaves, by table", run, minutes=2)
