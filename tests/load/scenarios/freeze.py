"""A process stands still (SIGSTOP), some for longer than a lease lasts, and then goes on as if nothing had been: a
paused machine, a debugger. What others did meanwhile is not done again, and nobody waits for it for ever.
"""

import asyncio
import os
import random
import signal
import time
from dataclasses import dataclass, field

from tests.load.faults.crew import Crew, crewed
from tests.load.faults.each import Found, keep, on_each, verdict
from tests.load.outcome import Figure, Outcome
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.simulator.slack import simulated_slack
from tests.load.simulator.slack_office import Office, office_plant
from tests.load.simulator.weather import Weather

ROUNDS, SHORT_ROUNDS = 12, 2
LONG, BRIEF = (42.0, 60.0), (1.0, 9.0)
"""Seconds that it stands still, at least and at most: longer than a lease (40 s), or than a wait for a lock (5 s)."""
_WEATHER = Weather(limited=0.02, failed_before=0.02, failed_after=0.02, dropped_after=0.02, slow=0.3, minute=20.0)
_DRAIN = 240.0


@dataclass
class Freezer:
    """Stops a process of the crew and lets it go on; `held` notes for how long each stood still, in seconds."""

    crew: Crew
    dice: random.Random
    held: list[float] = field(default_factory=list)

    async def freeze(self, *, brief: bool) -> None:
        """One process, after it has worked for a moment."""
        place = self.dice.randrange(len(self.crew.commands))
        process = self.crew.running[place].process.pid or 0
        await asyncio.sleep(self.dice.uniform(0.5, 3))
        began = time.monotonic()
        os.kill(process, signal.SIGSTOP)
        try:
            await asyncio.sleep(self.dice.uniform(*(BRIEF if brief else LONG)))
        finally:
            os.kill(process, signal.SIGCONT)
        self.held.append(time.monotonic() - began)


async def run(options: Options, progress: Progress) -> Outcome:
    """The same on each database."""
    figures, faults = await on_each(options, lambda kind: _on(kind, options, progress))
    return Outcome("freeze", figures, faults=faults)


async def _on(kind: str, options: Options, progress: Progress) -> Found:
    progress.step(f"{kind}: setting up")
    rounds = SHORT_ROUNDS if options.short else ROUNDS
    async with simulated_slack(office_plant(), _WEATHER, options.seed) as world, crewed(kind, world) as crew:
        office, stop = Office(world, options.seed, employees=60), asyncio.Event()
        await crew.start_all()
        working = asyncio.create_task(office.work(stop))
        freezer = Freezer(crew, random.Random(options.seed))  # noqa: S311 - dice, not secrets
        for number in range(rounds):
            progress.say(f"{kind}: frozen", number, rounds)
            await freezer.freeze(brief=options.short or number % 4 == 0)
        stop.set()
        await working
        progress.step(f"{kind}: until all is delivered")
        left = await crew.books.drained(_DRAIN)
        found, faults = await verdict(world, crew)
        if faults:
            keep(world, crew, options.out / f"freeze-{kind}")
        ended, log = crew.ended, crew.log_lines()
    figures: dict[str, Figure] = {
        "freezes": rounds,
        "longest s": max(freezer.held),
        **found,
        **{f"log {name}": number for name, number in log.most_common(8)},
    }
    return figures, [*faults, *left, *(f"{command} ended by itself" for command in ended)]


SCENARIO = Scenario("freeze", "a process stands still for longer than a lease, and goes on: nothing twice", run, 20)
