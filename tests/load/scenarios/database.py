"""The database goes away, comes back for moments only, is locked, read-only, full or cut off, under load: nothing is
acknowledged and lost, the operator reads what is wrong, and after mending everything is done without a restart."""

import asyncio
import resource
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.load.faults.crew import Crew, crewed
from tests.load.faults.disk import can_mount, disk
from tests.load.faults.each import Found, on_each, verdict
from tests.load.faults.server import Server, server, wire
from tests.load.outcome import Figure, Outcome
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.simulator.slack import SimulatedSlack, simulated_slack
from tests.load.simulator.slack_office import Office, office_plant
from tests.load.simulator.weather import Weather

MOST_LINES = 40
"""Log lines a second and process while the database is away: some for each refused event, none for nothing."""
SHORT = ("locked by another program", "server stopped")
"""What is tried in the short form."""
_FINE = Weather(minute=5.0)
"""Slack's retries after one minute and five come after 5 and 25 seconds."""
_HOLD = 12.0
"""Seconds that a fault lasts: longer than every time-out that waits for a lock."""
_BETWEEN = 4.0
_DRAIN = 150.0
_STAFF = 12


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
        world = await stack.enter_async_context(simulated_slack(office_plant(), _FINE, options.seed))
        small = stack.enter_context(disk(24)) if can_mount() else None
        url = f"sqlite:///{small.folder}/firstline.sqlite3" if small else ""
        crew = await stack.enter_async_context(crewed("sqlite", world, url))
        path = Path(crew.books.url.removeprefix("sqlite:///"))
        chosen = [_locked(path), _failing(crew)]
        if small:
            chosen.append(Fault("disk full", _later(small.fill), _later(small.free)))
        return await _trials(options, progress, world, crew, chosen)


async def _on_postgres(options: Options, progress: Progress) -> list[Trial]:
    async with AsyncExitStack() as stack:
        world = await stack.enter_async_context(simulated_slack(office_plant(), _FINE, options.seed))
        small = stack.enter_context(disk(160)) if can_mount() else None
        own = await asyncio.to_thread(stack.enter_context, server(small.folder if small else None))
        line = await stack.enter_async_context(wire(own.port))
        crew = await stack.enter_async_context(crewed("postgres", world, own.url, own.url_at(line.port)))
        cut = Fault("network black hole", _later(line.cut), _later(line.mend))
        chosen = [_stopped(own), _restarted(own), _terminated(own), _read_only(own), cut]
        if small:
            chosen.append(Fault("disk full", _later(small.fill), _later(small.free)))
        return await _trials(options, progress, world, crew, chosen)


async def _trials(
    options: Options, progress: Progress, world: SimulatedSlack, crew: Crew, chosen: Sequence[Fault]
) -> list[Trial]:
    chosen = [fault for fault in chosen if fault.name in SHORT] if options.short else chosen
    await crew.start_all()
    trials = []
    for number, fault in enumerate(chosen):
        office = Office(world, options.seed + number, employees=_STAFF, pause=1.5, first=number * _STAFF)
        trials.append(await _trial(progress, office, crew, fault))
        progress.step(f"{fault.name}: {'; '.join(trials[-1].faults) or 'nothing violated'}")
    return trials


async def _trial(progress: Progress, office: Office, crew: Crew, fault: Fault) -> Trial:
    """The office works before, during and after the fault; then everything must have come.

    All that came so far is judged again: the first fault that shows a violation is its cause.
    """
    progress.step(fault.name)
    courier, stop = office.world.courier, asyncio.Event()
    working = asyncio.create_task(office.work(stop))
    await asyncio.sleep(_BETWEEN)
    during = await _suffered(fault, crew, office.world)
    mended = time.monotonic()
    await asyncio.sleep(_BETWEEN)
    stop.set()
    await working
    left = await crew.books.drained(_DRAIN)
    took = time.monotonic() - mended
    found, faults = await verdict(office.world, crew)
    figures = {**during, "retried by Slack": courier.retried, "s until all was done": took, **found}
    return Trial(fault.name, figures, (*faults, *left, *_noticed(crew, during)))


async def _suffered(fault: Fault, crew: Crew, world: SimulatedSlack) -> dict[str, Figure]:
    """The fault, for a while: how many knocks were answered how, and what was logged."""
    before, answers = crew.log_lines(), world.courier.statuses.copy()
    await fault.begin()
    try:
        await asyncio.sleep(_HOLD)
        lines, answered = crew.log_lines() - before, world.courier.statuses - answers
    finally:
        await fault.end()
    logged = sum(number for event, number in lines.items() if not event.startswith("trace"))
    return {
        **{f"door {status or 'silent'}": number for status, number in sorted(answered.items())},
        "log lines": logged,
        **{f"log {event}": number for event, number in lines.most_common(8)},
    }


def _noticed(crew: Crew, during: Mapping[str, Figure]) -> Iterator[str]:
    """What no fault may bring about."""
    if crew.ended:
        yield f"ended by themselves: {crew.ended}"
    if int(during["log lines"]) > MOST_LINES * _HOLD * len(crew.commands):
        yield f"{during['log lines']} log lines in {_HOLD:.0f} s"


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


def _failing(crew: Crew) -> Fault:
    """The disk takes no more writes: the system refuses them to the process (a limit of nothing on its files)."""
    own = resource.getrlimit(resource.RLIMIT_FSIZE)

    def limit(most: tuple[int, int]) -> None:
        for worker in crew.running.values():
            resource.prlimit(worker.process.pid or 0, resource.RLIMIT_FSIZE, most)

    return Fault("writes fail", _later(lambda: limit((0, own[1]))), _later(lambda: limit(own)))


def _stopped(own: Server) -> Fault:
    return Fault("server stopped", _later(lambda: own.stop("fast")), _later(own.start))


def _restarted(own: Server) -> Fault:
    """It crashes and is there again, every few seconds."""

    async def begin() -> None:
        for mode in ("immediate", "fast", "immediate", "fast", "immediate"):
            await asyncio.to_thread(own.stop, mode)
            await asyncio.to_thread(own.start)
            await asyncio.sleep(2)

    async def end() -> None:
        return None

    return Fault("server restarted again and again", begin, end)


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
