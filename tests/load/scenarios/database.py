"""The database goes away, is locked, read-only, full or cut off, under load: nothing is acknowledged and lost, the
operator reads what is wrong, and after mending everything is done without a restart."""

import asyncio
import resource
import sqlite3
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from storage.migrations import migrate
from tests.load.faults.audit import audit
from tests.load.faults.disk import can_mount, disk
from tests.load.faults.each import Found, on_each
from tests.load.faults.installation import Installation, installed
from tests.load.faults.office import Office
from tests.load.faults.server import Server, server, wire
from tests.load.faults.workspace import Workspace, opened
from tests.load.outcome import Figure, Outcome
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.simulator.weather import Sky, Weather

MOST_LINES = 40
"""Log lines a second and process while the database is away: some for each refused event, none for nothing."""
SHORT = ("locked by another program", "server stopped")
"""What is tried in the short form."""
_FINE = Weather(minute=5.0)
"""Slack's retries after one minute and five come after 5 and 25 seconds."""
_HOLD = 12.0
"""Seconds that a fault lasts: longer than every time-out that waits for a lock."""
_BETWEEN = 4.0


@dataclass(frozen=True, slots=True)
class Fault:
    """What is done to the database, and undone."""

    name: str
    begin: Callable[[], Awaitable[None]]
    end: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Trial:
    """What one fault brought about."""

    name: str
    figures: dict[str, Figure]
    faults: tuple[str, ...]


async def run(options: Options, progress: Progress) -> Outcome:
    """Each fault in turn, on each database."""
    figures, faults = await on_each(options, lambda kind: _on(kind, options, progress))
    return Outcome("database", figures, faults=faults)


async def _on(kind: str, options: Options, progress: Progress) -> Found:
    trials = await (_on_sqlite if kind == "sqlite" else _on_postgres)(options, progress)
    figures = {f"{trial.name}: {name}": value for trial in trials for name, value in trial.figures.items()}
    return figures, [f"{trial.name}: {fault}" for trial in trials for fault in trial.faults]


async def _on_sqlite(options: Options, progress: Progress) -> list[Trial]:
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(opened(Sky(_FINE, options.seed)))
        small = stack.enter_context(disk(24)) if can_mount() else None
        url = f"sqlite:///{small.folder}/firstline.sqlite3" if small else ""
        installation = await stack.enter_async_context(installed("sqlite", workspace, url))
        path = Path(installation.url.removeprefix("sqlite:///"))
        chosen = [_locked(path), _failing(installation)]
        if small:
            chosen.append(Fault("disk full", _later(small.fill), _later(small.free)))
        return await _trials(options, progress, workspace, installation, chosen)


async def _on_postgres(options: Options, progress: Progress) -> list[Trial]:
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(opened(Sky(_FINE, options.seed)))
        small = stack.enter_context(disk(160)) if can_mount() else None
        own = await asyncio.to_thread(stack.enter_context, server(small.folder if small else None))
        line = await stack.enter_async_context(wire(own.port))
        reached = own.url_at(line.port)
        installation = await stack.enter_async_context(installed("postgres", workspace, own.url, reached))
        cut = Fault("network black hole", _later(line.cut), _later(line.mend))
        chosen = [_stopped(own), _terminated(own), _read_only(own), cut]
        if small:
            chosen.append(Fault("disk full", _later(small.fill), _later(small.free)))
        return await _trials(options, progress, workspace, installation, chosen)


async def _trials(
    options: Options, progress: Progress, workspace: Workspace, installation: Installation, chosen: Sequence[Fault]
) -> list[Trial]:
    chosen = [fault for fault in chosen if fault.name in SHORT] if options.short else chosen
    await migrate(installation.url)
    installation.start_all()
    await installation.ready()
    offices = (Office(workspace, options.seed + each, employees=12, pause=1.5) for each in range(len(chosen)))
    trials = []
    for office, fault in zip(offices, chosen, strict=True):
        trials.append(await _trial(progress, office, installation, fault))
        progress.step(f"{fault.name}: {'; '.join(trials[-1].faults) or 'nothing violated'}")
    return trials


async def _trial(progress: Progress, office: Office, installation: Installation, fault: Fault) -> Trial:
    """The office works before, during and after the fault; then everything must have come."""
    progress.step(fault.name)
    workspace, stop = office.workspace, asyncio.Event()
    working = asyncio.create_task(office.work(stop))
    await asyncio.sleep(_BETWEEN)
    before, events, answers = installation.log_lines(), office.said, workspace.counts.copy()
    await fault.begin()
    try:
        await asyncio.sleep(_HOLD)
        during = installation.log_lines() - before
        refused = workspace.counts - answers
    finally:
        await fault.end()
    mended = time.monotonic()
    await asyncio.sleep(_BETWEEN)
    stop.set()
    await working
    problems = []
    try:
        await installation.drained(150)
    except TimeoutError:
        problems.append(f"{await installation.unfinished()} posts and timers left")
    found = audit(office.cases, workspace.seen.rows, await installation.outbox())
    dead = [worker.command for worker in installation.running.values() if not worker.alive]
    lines = sum(number for event, number in during.items() if not event.startswith("trace"))
    if dead:
        problems.append(f"ended by themselves: {dead}")
    if lines > MOST_LINES * _HOLD * len(installation.commands):
        problems.append(f"{lines} log lines in {_HOLD:.0f} s")
    doors = {name: number for name, number in sorted(refused.items()) if name.startswith("door")}
    return Trial(
        fault.name,
        {
            "events": office.said,
            "of them during the fault": office.said - events,
            **doors,
            "given up by Slack": (workspace.counts - answers)["given up by Slack"],
            "s until all was done": time.monotonic() - mended,
            "log lines": lines,
            **{f"log {event}": number for event, number in during.most_common(8)},
            "lost": len(found.lost),
            "doubled": len(found.doubled),
            "out of order": len(found.disordered),
            "private posts seen again": len(found.unknowable),
        },
        (*found.faults, *problems),
    )


def _later(act: Callable[[], None]) -> Callable[[], Awaitable[None]]:
    """In a thread, so that the workspace goes on meanwhile."""
    return lambda: asyncio.to_thread(act)


def _locked(path: Path) -> Fault:
    """Another program holds the file's lock."""
    other: list[sqlite3.Connection] = []

    def begin() -> None:
        other.append(sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False))
        other[0].execute("BEGIN IMMEDIATE")

    def end() -> None:
        other[0].execute("ROLLBACK")
        other.pop().close()

    return Fault("locked by another program", _later(begin), _later(end))


def _failing(installation: Installation) -> Fault:
    """The disk takes no more writes: the system refuses them to the process (a limit of nothing on its files)."""
    own = resource.getrlimit(resource.RLIMIT_FSIZE)

    def limit(most: tuple[int, int]) -> None:
        for worker in installation.running.values():
            resource.prlimit(worker.process.pid or 0, resource.RLIMIT_FSIZE, most)

    return Fault("writes fail", _later(lambda: limit((0, own[1]))), _later(lambda: limit(own)))


def _stopped(own: Server) -> Fault:
    return Fault("server stopped", _later(lambda: own.stop("fast")), _later(own.start))


def _terminated(own: Server) -> Fault:
    """Every connection is cut, again and again."""

    async def begin() -> None:
        for _ in range(5):
            await own.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'firstline%'"
            )
            await asyncio.sleep(0.5)

    async def end() -> None:
        return None

    return Fault("connections terminated", begin, end)


def _read_only(own: Server) -> Fault:
    async def begin() -> None:
        await own.execute("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()")

    async def end() -> None:
        await own.execute("ALTER SYSTEM RESET default_transaction_read_only", "SELECT pg_reload_conf()")

    return Fault("read-only", begin, end)


SCENARIO = Scenario("database", "the database away, locked, read-only, full, cut off: nothing lost", run, minutes=7)
