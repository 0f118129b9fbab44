"""SIGTERM under load: what was begun is finished, nothing is lost or doubled, and it ends though the platform hangs."""

import asyncio
import random
import time
from dataclasses import dataclass, field

from storage.migrations import migrate
from tests.load.faults.audit import audit
from tests.load.faults.each import Found, on_each
from tests.load.faults.installation import Installation, installed
from tests.load.faults.office import Office
from tests.load.faults.workspace import Workspace, opened
from tests.load.outcome import Figure, Outcome
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.simulator.weather import Sky, Weather

ROUNDS, SHORT_ROUNDS = 20, 2
_WEATHER = Weather(limited=0.02, failed_before=0.02, failed_after=0.02, dropped_after=0.02, slow=0.2, minute=3.0)
_PATIENCE = 60.0
"""Seconds after which a process counts as one that never ends."""


@dataclass
class Stops:
    """What each SIGTERM brought about. Grace is the time until the process had ended, in seconds."""

    usual: list[float] = field(default_factory=list)
    while_hanging: list[float] = field(default_factory=list)
    after_second: list[float] = field(default_factory=list)
    acknowledged_late: int = 0
    """Events that were taken more than a second after the signal, when nothing new should be begun."""
    faults: list[str] = field(default_factory=list)


async def run(options: Options, progress: Progress) -> Outcome:
    """The same on each database."""
    rounds = SHORT_ROUNDS if options.short else ROUNDS
    figures, faults = await on_each(options, lambda kind: _on(kind, rounds, options.seed, progress))
    return Outcome("shutdown", figures, faults=faults)


async def _on(kind: str, rounds: int, seed: int, progress: Progress) -> Found:
    progress.step(f"{kind}: setting up")
    async with opened(Sky(_WEATHER, seed)) as workspace, installed(kind, workspace) as installation:
        await migrate(installation.url)
        office, over, stops = Office(workspace, seed), asyncio.Event(), Stops()
        working = asyncio.create_task(office.work(over))
        dice = random.Random(seed)  # noqa: S311 - dice, not secrets
        for number in range(rounds):
            progress.say(f"{kind}: stopping", number, rounds)
            installation.start_all()
            await installation.ready()
            await asyncio.sleep(dice.uniform(1, 4))
            await _stop(workspace, installation, stops, hanging=number % 2 == 1, twice=number % 4 == 3)
        installation.start_all()
        over.set()
        await working
        await installation.ready()
        progress.step(f"{kind}: until all is delivered")
        try:
            await installation.drained(200)
        except TimeoutError:
            stops.faults.append(f"{await installation.unfinished()} posts and timers left")
        found = audit(office.cases, workspace.seen.rows, await installation.outbox())
    figures: dict[str, Figure] = {
        "stops": rounds,
        "grace, most s": max(stops.usual, default=0.0),
        "grace while the platform hangs, most s": max(stops.while_hanging, default=0.0),
        "after a second SIGTERM, most s": max(stops.after_second, default=0.0),
        "events taken a second after SIGTERM": stops.acknowledged_late,
        **found.counts,
        "lost": len(found.lost),
        "doubled": len(found.doubled),
        "out of order": len(found.disordered),
        "private posts seen again (unknowable)": len(found.unknowable),
    }
    return figures, [*found.faults, *stops.faults]


async def _stop(workspace: Workspace, installation: Installation, stops: Stops, *, hanging: bool, twice: bool) -> None:
    """One SIGTERM to every process; then another one, if `twice`."""
    workspace.sky.gone = workspace.hanging = hanging
    if hanging:
        await asyncio.sleep(1)
    ending = asyncio.create_task(installation.stop(twice=twice))
    began = time.monotonic()
    await asyncio.wait({ending}, timeout=1)
    taken = workspace.counts["door 200"]
    await asyncio.wait({ending}, timeout=_PATIENCE)
    workspace.sky.gone = workspace.hanging = False
    if not ending.done():
        ending.cancel()
        stops.faults.append("it did not end")
        return
    stops.acknowledged_late += workspace.counts["door 200"] - taken
    grace = stops.after_second if twice else stops.while_hanging if hanging else stops.usual
    grace.append(time.monotonic() - began)
    if any(ending.result()) and not twice:
        stops.faults.append(f"exit statuses {ending.result()}")


SCENARIO = Scenario("shutdown", "SIGTERM under load: what was begun is finished, in bounded time", run, minutes=6)
