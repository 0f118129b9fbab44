"""The wall clock is set by an hour, back and forth, and by seconds again and again, under load: no post is sent twice,
and none waits for an hour.

Slack's own clock stays right, as it would; only events are signed by ours, for the door refuses what is five minutes
off, and then there would be no load.
"""

import asyncio
import random
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.load.faults.clock import WallClock
from tests.load.faults.crew import crewed
from tests.load.faults.each import Found, keep, on_each, verdict
from tests.load.outcome import Figure, Outcome
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.simulator.slack import simulated_slack
from tests.load.simulator.slack_office import Office, office_plant
from tests.load.simulator.weather import Weather

HOUR = 3600.0
JUMPS = (-HOUR, 0.0, HOUR)
"""Set back by an hour, set right, set ahead: each an hour from the one before. Not back at the end: a timer that was
set by a clock ahead of time is due in that time."""
STEPS, STEP, SHORT_STEPS = 30, 90.0, 4
"""How often it is set to some seconds off, and how far at most: less than a lease, and more. A machine that comes back
from sleep, or whose time service quarrels with another, does so."""
HOLD, SHORT_HOLD = 60.0, 8.0
"""Seconds between two jumps. Longer than a lease, and in the short form not."""
_WEATHER = Weather(limited=0.02, failed_before=0.02, failed_after=0.03, dropped_after=0.03, slow=0.1, minute=3.0)
_DRAIN = 200.0
Jump = tuple[float, float]
"""How far ahead the clock is set, and for how long; in seconds."""


async def run(options: Options, progress: Progress) -> Outcome:
    """The same on each database."""
    hold, rounds, steps = (SHORT_HOLD, 1, SHORT_STEPS) if options.short else (HOLD, 4, STEPS)
    jumps = [*_steps(options.seed, steps, hold), *((ahead, hold) for ahead in JUMPS * rounds)]
    figures, faults = await on_each(options, lambda kind: _on(kind, jumps, options, progress))
    return Outcome("clock", figures, faults=faults)


def _steps(seed: int, steps: int, hold: float) -> list[Jump]:
    dice = random.Random(seed)  # noqa: S311 - dice, not secrets
    return [(dice.uniform(-STEP, STEP), dice.uniform(0, hold / 4)) for _ in range(steps)]


async def _on(kind: str, jumps: Sequence[Jump], options: Options, progress: Progress) -> Found:
    progress.step(f"{kind}: setting up")
    with TemporaryDirectory(prefix="firstline-lab-clock-") as folder:
        clock = WallClock(Path(folder) / "clock")
        async with (
            simulated_slack(office_plant(), _WEATHER, options.seed) as world,
            crewed(kind, world, prepare=clock.followed) as crew,
        ):
            world.courier.clock = clock
            office, stop = Office(world, options.seed, employees=40), asyncio.Event()
            await crew.start_all()
            working = asyncio.create_task(office.work(stop))
            await asyncio.sleep(SHORT_HOLD)
            for ahead, hold in jumps:
                progress.step(f"{kind}: {ahead:+,.0f} s")
                clock.set(ahead)
                await asyncio.sleep(hold)
            stop.set()
            await working
            progress.step(f"{kind}: until all is delivered")
            began = time.monotonic()
            left = await crew.books.drained(_DRAIN, ahead=HOUR)
            took = time.monotonic() - began
            found, faults = await verdict(world, crew)
            if faults:
                keep(world, crew, options.out / f"clock-{kind}")
    figures: dict[str, Figure] = {"jumps": len(jumps), "s until all was done": took, **found}
    return figures, [*faults, *left]


SCENARIO = Scenario("clock", "the clock set by an hour both ways under load: nothing twice, nothing late", run, 30)
