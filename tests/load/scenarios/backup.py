"""A backup while people are served, restored onto either database, compared row by row and by what belongs together.

The commands are those of an operator, in processes of their own, beside a Firstline that works.
"""

import asyncio
import os
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import text

from bot.app.wiring import PACE
from bot.wording.request import STILL
from storage.archive.manifest import Manifest
from storage.archive.restoring import check
from storage.chaining import chain_all
from storage.database import open_database
from storage.ledger import open_ledger
from tests.contract.stack import MovedClock
from tests.load.databases import migrated
from tests.load.outcome import Curve, Figure, Outcome, Picture
from tests.load.plan import FIRST_PERSON, NOW
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.seed import seed
from tests.load.stories import Play, Shown, lab_desk, play_stories

ROOT = Path(__file__).parents[3]
TICKETS, SHORT_TICKETS = 50_000, 300
KINDS = ("sqlite", "postgres")

_BELONGING = {
    "tickets without history": "SELECT count(*) FROM tickets t WHERE NOT EXISTS "
    "(SELECT 1 FROM history h WHERE h.desk = t.desk AND h.ticket = t.number)",
    "history without its ticket": "SELECT count(*) FROM history h WHERE h.ticket IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM tickets t WHERE t.desk = h.desk AND t.number = h.ticket)",
    "numbers given out and tickets differ": "SELECT count(*) FROM counters c WHERE c.name = 'ticket' AND c.value <> "
    "(SELECT max(t.number) FROM tickets t WHERE t.desk = c.desk)",
    "pending timers without their ticket": "SELECT count(*) FROM timers m WHERE m.state = 'pending' AND NOT EXISTS "
    "(SELECT 1 FROM tickets t WHERE t.desk = m.desk AND t.number = m.ticket)",
    "unfinished posts that would not be looked for": "SELECT count(*) FROM posts WHERE state IN "
    "('waiting', 'sending') AND NOT maybe_sent",
}


@dataclass(slots=True)
class Found:
    """What one scenario gathers."""

    figures: dict[str, Figure] = field(default_factory=dict)
    ratios: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    speeds: dict[str, dict[str, float]] = field(default_factory=dict)

    def speed(self, what: str, source: str, path: Path, rows: int, seconds: float) -> None:
        """Note how fast it went."""
        size = path.stat().st_size
        self.figures[f"{what}: rows/s"] = round(rows / seconds)
        self.figures[f"{what}: MB of file/s"] = round(size / seconds / 2**20, 1)
        self.speeds.setdefault(what.partition(" ")[0], {})[source] = rows / seconds


async def run(options: Options, progress: Progress) -> Outcome:
    """From each database to each."""
    progress.step("playing stories")
    stories, found = await play_stories(), Found()
    for source in options.databases:
        with tempfile.TemporaryDirectory() as folder:
            async with migrated(source, Path(folder)) as url:
                progress.step(f"seeding {source}")
                await seed(
                    url, SHORT_TICKETS if options.short else TICKETS, progress, seed=options.seed, stories=stories
                )
                await _chain(url)
                path = await _saved_under_writes(source, url, Path(folder), found, progress)
            for target in KINDS:
                await _restored(source, target, path, found, progress)
    curves = tuple(Curve(what, tuple(speeds.items())) for what, speeds in found.speeds.items())
    slowest = min(value for curve in curves for _, value in curve.points)
    title = f"A backup and its way back: at least {slowest:,.0f} rows/s, nothing lost or changed"
    return Outcome(
        "backup", found.figures, found.ratios, tuple(found.faults), (Picture(title, "database", "rows/s", curves),)
    )


async def _chain(url: str) -> None:
    """Seeded tickets are copies of a few stories, which is no history as it was written: chain what there is, as a
    migration does, so that a restore can verify it."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url))
        connection = await database.connect(stack)
        await connection.run_sync(chain_all)
        await connection.commit()


async def _saved_under_writes(source: str, url: str, folder: Path, found: Found, progress: Progress) -> Path:
    """Requests go on without a pause; the backup is taken in the middle of them."""
    path, served = folder / "whole.backup", list[tuple[float, float]]()
    stop = asyncio.Event()
    writing = asyncio.create_task(_serve(url, stop, served))
    await _enough(served, 10, writing)
    progress.step(f"backing up {source} under writes")
    began = time.monotonic()
    await _firstline(url, "backup", "--out", str(path))
    ended = time.monotonic()
    await _enough(served, 10, writing)
    stop.set()
    await writing
    manifest = check(path)
    found.speed(f"backup of {source}", source, path, manifest.rows, ended - began)
    found.figures[f"backup of {source}: rows"] = manifest.rows
    found.figures[f"backup of {source}: MB"] = round(path.stat().st_size / 2**20, 1)
    beside = [seconds for at, seconds in served if began <= at <= ended]
    alone = [seconds for at, seconds in served if not began <= at <= ended]
    if beside:
        found.ratios[f"{source}: a request while a backup runs / without"] = round(_mean(beside) / _mean(alone), 2)
    found.figures[f"requests served while {source} was backed up"] = len(beside)
    return path


async def _serve(url: str, stop: asyncio.Event, served: list[tuple[float, float]]) -> None:
    """Ask and get a ticket, again and again; notes when each began and how long it took."""
    clock = MovedClock(NOW)
    async with open_ledger(url, lab_desk().id, PACE) as ledger:
        for second in count(int(NOW.timestamp())):
            if stop.is_set():
                return
            play = Play(ledger, clock, Shown(epoch=str(second)), str(FIRST_PERSON + second % 1000), str(second))
            began = time.monotonic()
            await play.say("my vpn wont conect since this morning", waiting=1)
            await play.press(STILL, waiting=1)
            await play.say("I need a human", waiting=1)
            served.append((began, time.monotonic() - began))
            clock.advance(timedelta(seconds=1))
            await asyncio.sleep(0)


async def _enough(served: list[tuple[float, float]], more: int, writing: asyncio.Task[None]) -> None:
    """Wait until so many more requests were served, or the writing has failed."""
    wanted = len(served) + more
    while len(served) < wanted and not writing.done():  # noqa: ASYNC110 - what is awaited is a number
        await asyncio.sleep(0.02)


async def _restored(source: str, target: str, path: Path, found: Found, progress: Progress) -> None:
    """Restore it, look at what belongs together, and back it up again: the same rows must give the same digests."""
    progress.step(f"restoring {source} to {target}")
    manifest, name = check(path), f"{source} to {target}"
    with tempfile.TemporaryDirectory() as folder:
        async with migrated(target, Path(folder)) as url:
            began = time.monotonic()
            await _firstline(url, "restore", str(path))
            found.speed(f"restore of {name}", name, path, manifest.rows, time.monotonic() - began)
            found.faults += [f"{name}: {fault}" for fault in await _torn(url)]
            again = Path(folder) / "again.backup"
            await _firstline(url, "backup", "--out", str(again))
            found.faults += [f"{name}: {fault}" for fault in _different(manifest, check(again))]


async def _torn(url: str) -> list[str]:
    """What a backup of more than one moment would have torn apart."""
    faults = []
    async with open_database(url, beside=True) as database, database.reading() as transaction:
        for name, question in _BELONGING.items():
            row = await transaction.first(text(question))
            amount = next(iter(row.values())) if row else 0
            faults += [f"{amount} {name}"] if amount else []
    return faults


def _different(first: Manifest, second: Manifest) -> list[str]:
    """Tables that hold something else. Unfinished posts were marked by the restore: only their count holds."""
    after = {content.shape.name: content for content in second.tables}
    faults = []
    for before in first.tables:
        same = after[before.shape.name]
        if before.rows != same.rows or (before.sha256 != same.sha256 and before.shape.name != "posts"):
            faults.append(f"the table {before.shape.name} differs ({before.rows} and {same.rows} rows)")
    return faults


async def _firstline(url: str, *arguments: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments), cwd=ROOT, env=_environment(url), stdout=PIPE, stderr=PIPE
    )
    _, told = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"firstline {arguments[0]}: {told.decode()[-2000:]}")


def _environment(url: str) -> Mapping[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("FIRSTLINE_")}
    return {**inherited, "LC_ALL": "C.UTF-8", "FIRSTLINE_DATABASE_URL": url}


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


SCENARIO = Scenario("backup", "a backup under writes, restored onto both databases, compared by digests", run, 6)
