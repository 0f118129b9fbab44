"""Old tickets on PostgreSQL: one table against partitions by number, at ten million rows.

The rows have the columns by which tickets are found and the words of the question, not the rest; both tables hold the
same rows and indexes. Times are processor time of the backend, so that the disk and other work count less, except
where seconds are named.
"""

import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import asyncpg
import psutil

from tests.load.cost import processor_time
from tests.load.databases import migrated
from tests.load.outcome import Curve, Figure, Outcome, Picture
from tests.load.plan import YEARS
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario

ROWS, SHORT_ROWS = 10_000_000, 100_000
PARTITIONS = 10
LOOKUPS, WRITES, LISTS = 10_000, 3_000, 1_000

_COLUMNS = """desk text NOT NULL, number integer NOT NULL, requester_id text NOT NULL, team text NOT NULL,
    question text NOT NULL, opened_at timestamptz NOT NULL, status text NOT NULL, assignee text NOT NULL,
    version integer NOT NULL"""
_FILL = """INSERT INTO {table} SELECT 'main', n, 'U' || (10000000 + n % 500000), 'team-' || n % 20,
    'my vpn wont conect since this morning, number ' || n, timestamptz '2023-11-23' + n * ($1::interval / {rows}),
    CASE WHEN n > {rows} * 0.98 AND n % 3 = 0 OR n % 997 = 0 THEN 'open' ELSE 'closed' END,
    'agent-' || n % 200, 5 FROM generate_series({first}, {last}) AS n"""
_OPEN = "status IN ('new', 'on_hold', 'open', 'pending')"
_INDEXES = {
    "queue": f"(desk, team, number) WHERE {_OPEN}",
    "claimed": f"(desk, assignee, number) WHERE {_OPEN}",
    "requester": "(desk, requester_id, number)",
}
_BY_NUMBER = "SELECT * FROM {table} WHERE desk = 'main' AND number = $1 FOR NO KEY UPDATE"
_SAVE = "UPDATE {table} SET status = 'open', version = version + 1 WHERE desk = 'main' AND number = $1"
_ADD = """INSERT INTO {table} VALUES ('main', $1, 'U10000001', 'team-1', 'a new question', now(), 'new', '', 1)"""
_LIST = f"""SELECT * FROM {{table}} WHERE desk = 'main' AND {_OPEN}
    AND team = 'team-' || $1::int ORDER BY number LIMIT 20"""  # noqa: S608 - our own words
_MINE = "SELECT * FROM {table} WHERE desk = 'main' AND requester_id = 'U' || $1::int ORDER BY number LIMIT 20"


@dataclass(slots=True)
class Bench:
    """One of the two tables under test, on a connection of its own."""

    connection: "asyncpg.Connection[asyncpg.Record]"
    backend: psutil.Process
    table: str
    rows: int
    chance: random.Random

    async def run(self, statement: str, *values: object) -> None:
        """Execute with the table's name in its place."""
        await self.connection.execute(statement.format(table=self.table, rows=self.rows), *values)

    async def cost(self, statement: str, times: int, value: Callable[[], int]) -> float:
        """Microseconds of the backend's processor for one execution of a prepared statement."""
        prepared = await self.connection.prepare(statement.format(table=self.table))
        with processor_time([self.backend]) as all_in_all, processor_time() as ours:
            async with self.connection.transaction():  # one wait for the disk, not one for each
                for _ in range(times):
                    await prepared.fetch(value())
        return 1e6 * (all_in_all.seconds - ours.seconds) / times

    async def taken(self, work: Callable[[], Awaitable[None]]) -> tuple[float, float]:
        """Seconds that the work takes, and megabytes that it writes to the log."""
        before, began = await self.connection.fetchval("SELECT pg_current_wal_lsn()"), time.perf_counter()
        await work()
        seconds = time.perf_counter() - began
        written = await self.connection.fetchval("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), $1)", before)
        return seconds, float(written) / 2**20

    async def megabytes(self) -> float:
        """Table and indexes."""
        size = """SELECT pg_total_relation_size($1::text::regclass) + coalesce(
            (SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree($1::text::regclass) WHERE isleaf), 0)"""
        return float(await self.connection.fetchval(size, self.table)) / 2**20


async def run(options: Options, progress: Progress) -> Outcome:
    """The same work on both tables."""
    rows = SHORT_ROWS if options.short else ROWS
    async with migrated("postgres", options.out) as url:
        connection = await asyncpg.connect(url)
        try:
            backend = psutil.Process(await connection.fetchval("SELECT pg_backend_pid()"))
            await connection.execute("SET maintenance_work_mem = '512MB'")
            found = {
                table: await _measured(
                    Bench(connection, backend, table, rows, random.Random(options.seed)),  # noqa: S311 - a sample
                    progress,
                )
                for table in ("single", "parted")
            }
            faults = await _differences(connection)
        finally:
            await connection.close()
    return _outcome(rows, found, faults)


async def _measured(bench: Bench, progress: Progress) -> Mapping[str, float]:
    progress.step(f"filling the table {bench.table} with {bench.rows:,} rows")
    found = {"filling s": await _fill(bench), "size MB": await bench.megabytes()}
    progress.step(f"working with the table {bench.table}")
    found |= await _hot_path(bench)
    found |= await _upkeep(bench, progress)
    return found


async def _fill(bench: Bench) -> float:
    began = time.perf_counter()
    parted = bench.table == "parted"
    await bench.run(f"CREATE TABLE {{table}} ({_COLUMNS}) {'PARTITION BY RANGE (number)' if parted else ''}")
    step = bench.rows // PARTITIONS
    for part in range(PARTITIONS + 1 if parted else 0):
        await bench.run(
            f"CREATE TABLE {{table}}_{part} PARTITION OF {{table}} "
            f"FOR VALUES FROM ({part * step + 1}) TO ({(part + 1) * step + 1})"
        )
    for part in range(PARTITIONS):
        fill = _FILL.format(table=bench.table, rows=bench.rows, first=part * step + 1, last=(part + 1) * step)
        await bench.connection.execute(fill, YEARS)
    await bench.run("ALTER TABLE {table} ADD PRIMARY KEY (desk, number)")
    for name, columns in _INDEXES.items():
        await bench.run(f"CREATE INDEX {{table}}_{name} ON {{table}} {columns}")
    await bench.run("VACUUM ANALYZE {table}")
    return time.perf_counter() - began


async def _hot_path(bench: Bench) -> Mapping[str, float]:
    """What messages do: mostly the newest tickets, now and then an old one."""
    newest = iter(range(bench.rows + 1, bench.rows + WRITES + 1))
    recent = range(int(bench.rows * 0.98), bench.rows)
    chance = bench.chance
    return {
        "by number µs": await bench.cost(_BY_NUMBER, LOOKUPS, lambda: chance.randrange(1, bench.rows)),
        "save µs": await bench.cost(_SAVE, WRITES, lambda: chance.choice(recent)),
        "add µs": await bench.cost(_ADD, min(WRITES, bench.rows // PARTITIONS), lambda: next(newest)),
        "list of a team µs": await bench.cost(_LIST, LISTS, lambda: chance.randrange(20)),
        "list of a requester µs": await bench.cost(_MINE, LISTS, lambda: 10_000_000 + chance.randrange(500_000)),
    }


async def _upkeep(bench: Bench, progress: Progress) -> Mapping[str, float]:
    """A vacuum after the saves; then the oldest tenth goes, and the space is won back."""

    async def vacuum() -> None:
        await bench.run("VACUUM (INDEX_CLEANUP ON) {table}")

    progress.step(f"vacuum of the table {bench.table}")
    vacuumed, _ = await bench.taken(vacuum)
    progress.step(f"the oldest tenth of the table {bench.table} goes")
    gone, written = await bench.taken(lambda: _forget_oldest(bench))
    again, _ = await bench.taken(vacuum)
    after = await bench.megabytes()
    return {
        "vacuum s": vacuumed,
        "forgetting a tenth s": gone,
        "log written by it MB": written,
        "vacuum after it s": again,
        "size after it MB": after,
    }


async def _forget_oldest(bench: Bench) -> None:
    """Those that are closed; the few that are open stay."""
    last = bench.rows // PARTITIONS
    if bench.table == "single":
        await bench.run("DELETE FROM {table} WHERE desk = 'main' AND number <= $1 AND status = 'closed'", last)
        return
    await bench.run("ALTER TABLE {table} DETACH PARTITION {table}_0")
    await bench.run(f"CREATE TABLE {{table}}_stragglers PARTITION OF {{table}} FOR VALUES FROM (1) TO ({last + 1})")
    await bench.run("INSERT INTO {table} SELECT * FROM {table}_0 WHERE status <> 'closed'")
    await bench.run("DROP TABLE {table}_0")


async def _differences(connection: "asyncpg.Connection[asyncpg.Record]") -> tuple[str, ...]:
    counts = [await connection.fetchval(f"SELECT count(*) FROM {table}") for table in ("single", "parted")]  # noqa: S608 - our own names
    return () if counts[0] == counts[1] else (f"one table kept {counts[0]:,} rows, the partitions {counts[1]:,}",)


def _outcome(rows: int, found: Mapping[str, Mapping[str, float]], faults: tuple[str, ...]) -> Outcome:
    figures: dict[str, Figure] = {"rows": rows, "partitions": PARTITIONS}
    figures |= {f"{table}: {name}": round(value, 2) for table, costs in found.items() for name, value in costs.items()}
    single, parted = found["single"], found["parted"]
    ratios = {
        f"{name}: partitions / one table": round(parted[name] / value, 2) for name, value in single.items() if value
    }
    hot = [name for name in single if "µs" in name]
    curves = tuple(Curve(table, tuple((name, costs[name]) for name in hot)) for table, costs in found.items())
    title = (
        f"{PARTITIONS} partitions instead of one table: a ticket costs {_times(ratios, 'by number µs')}, "
        f"a list {_times(ratios, 'list of a team µs')}"
    )
    picture = Picture(title, "what messages do", "processor time (µs)", curves, logarithmic=True)
    return Outcome("partition", figures, ratios, faults, (picture,))


def _times(ratios: Mapping[str, float], name: str) -> str:
    return f"{ratios[f'{name}: partitions / one table']:.2g} ×"


SCENARIO = Scenario("partition", "ten million tickets in one table and in ten partitions", run, minutes=10)
