"""SIGTERM under load: what was begun is finished, nothing is lost or doubled, and it ends though the platform hangs."""

import asyncio
import random
import time
from dataclasses import dataclass, field

from tests.load.faults.crew import Crew, crewed
from tests.load.faults.each import Found, on_each, verdict
from tests.load.outcome import Figure, Outcome
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.simulator.slack import SimulatedSlack, simulated_slack
from tests.load.simulator.slack_office import Office, office_plant
from tests.load.simulator.weather import Weather

ROUNDS, SHORT_ROUNDS = 20, 2
_WEATHER = Weather(limited=0.02, failed_before=0.02, failed_after=0.02, dropped_after=0.02, slow=0.2, minute=3.0)
_DRAIN = 200.0
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
    async with simulated_slack(office_plant(), _WEATHER, seed) as world, crewed(kind, world) as crew:
        office, over, stops = Office(world, seed), asyncio.Event(), Stops()
        working = asyncio.create_task(office.work(over))
        dice = random.Random(seed)  # noqa: S311 - dice, not secrets
        for number in range(rounds):
            progress.say(f"{kind}: stopping", number, rounds)
            await crew.start_all()
            await asyncio.sleep(dice.uniform(1, 4))
            await _stop(world, crew, stops, hanging=number % 2 == 1, twice=number % 4 == 3)
        await crew.start_all()
        over.set()
        await working
        progress.step(f"{kind}: until all is delivered")
        stops.faults += await crew.books.drained(_DRAIN)
        found, faults = await verdict(world, crew)
    figures: dict[str, Figure] = {
        "stops": rounds,
        "grace, most s": max(stops.usual, default=0.0),
        "grace while the platform hangs, most s": max(stops.while_hanging, default=0.0),
        "after a second SIGTERM, most s": max(stops.after_second, default=0.0),
        "events taken a second after SIGTERM": stops.acknowledged_late,
        **found,
    }
    return figures, [*faults, *stops.faults]


async def _stop(world: SimulatedSlack, crew: Crew, stops: Stops, *, hanging: bool, twice: bool) -> None:
    """One SIGTERM to every process; then another one, if `twice`."""
    world.sky.gone = world.sky.silent = hanging
    if hanging:
        await asyncio.sleep(1)
    ending = asyncio.create_task(crew.stop(twice=twice))
    began = time.monotonic()
    await asyncio.wait({ending}, timeout=1)
    taken = world.courier.statuses[200]
    await asyncio.wait({ending}, timeout=_PATIENCE)
    world.sky.gone = world.sky.silent = False
    if not ending.done():
        ending.cancel()
        stops.faults.append("it did not end")
        return
    stops.acknowledged_late += world.courier.statuses[200] - taken
    grace = stops.after_second if twice else stops.while_hanging if hanging else stops.usual
    grace.append(time.monotonic() - began)
    if any(ending.result()) and not twice:
        stops.faults.append(f"exit statuses {ending.result()}")


SCENARIO = Scenario("shutdown", "SIGTERM under load: what was begun is finished, in bounded time", run, minutes=6)
