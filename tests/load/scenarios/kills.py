"""kill -9 of any process, at random instants, under load and in bad weather: what is lost, twice, out of order?

A long run can be cut with Ctrl+C: the killing ends, and what was done so far is judged.
"""

import asyncio
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tests.load.faults.crew import Crew, crewed
from tests.load.faults.each import Found, keep, on_each, verdict
from tests.load.outcome import Figure, Outcome
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.simulator.slack import simulated_slack
from tests.load.simulator.slack_office import Office, office_plant
from tests.load.simulator.weather import Weather

SHORT_KILLS = 6
WEATHER = Weather(
    limited=0.02,
    failed_before=0.02,
    failed_after=0.01,
    dropped_after=0.02,
    garbled=0.01,
    slow=0.05,
    slowness=0.7,
    doubled=0.05,
    minute=3.0,
)
"""A day on which Slack is not well; one of its minutes lasts three seconds."""
MOST_PATIENCE = 10.0
"""Seconds that the killer waits for somebody to be heard."""
LIFE = 0.6
"""Seconds that a process lives at work, on average."""
_DRAIN = 240.0
"""Seconds until all that was begun must have ended: a lease, a settling and a pause, several times over."""


@dataclass
class Killer:
    """Kills and starts again; `instants` notes when, as seconds since the beginning."""

    crew: Crew
    dice: random.Random
    heard: Callable[[], int]
    """How many knocks were acknowledged so far."""
    while_starting: int = 0
    kills: int = 0
    instants: list[float] = field(default_factory=list)

    async def strike(self) -> None:
        """Let a process live for a while, kill it, start it again. One in four is killed before it is ready."""
        place = self.dice.randrange(len(self.crew.commands))
        if self.dice.random() < 0.25:
            self.while_starting += 1
            await asyncio.sleep(self.dice.uniform(0, 0.5))
        else:
            await self.crew.ready()
            await self._heard()
            await asyncio.sleep(min(self.dice.expovariate(1 / LIFE), 6 * LIFE))
        await self.crew.kill(place)
        self.crew.start(place)
        self.kills += 1
        self.instants.append(time.monotonic())

    async def _heard(self) -> None:
        """Until somebody was acknowledged again: on a busy machine, one killed before that shows nothing."""
        before = self.heard()
        until = time.monotonic() + MOST_PATIENCE
        while self.heard() == before and time.monotonic() < until:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.05)


async def run(options: Options, progress: Progress) -> Outcome:
    """The same on each database."""
    kills, cut = SHORT_KILLS if options.short else options.kills, asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, cut.set)
    try:
        figures, faults = await on_each(options, lambda kind: _on(kind, replace(options, kills=kills), progress, cut))
    finally:
        asyncio.get_running_loop().remove_signal_handler(signal.SIGINT)
    return Outcome("kills", figures, faults=faults)


async def _on(kind: str, options: Options, progress: Progress, cut: asyncio.Event) -> Found:
    seed, kills = options.seed, options.kills
    progress.step(f"{kind}: setting up")
    async with simulated_slack(office_plant(), WEATHER, seed) as world, crewed(kind, world) as crew:
        office, stop = Office(world, seed, employees=150, pause=4.0, most_open=150), asyncio.Event()
        await crew.start_all()
        working = asyncio.create_task(office.work(stop))
        killer = Killer(crew, random.Random(seed), lambda: world.courier.statuses[200])  # noqa: S311 - dice, not secrets
        began = time.monotonic()
        while killer.kills < kills and not cut.is_set():
            await killer.strike()
            progress.say(_totals(kind, office), killer.kills, kills)
        took = time.monotonic() - began
        stop.set()
        await working
        progress.step(f"{kind}: until all is delivered")
        await crew.ready()
        left = await crew.books.drained(_DRAIN)
        found, faults = await verdict(world, crew)
        late = await crew.books.lateness()
        if faults:
            keep(world, crew, options.out / f"kills-{kind}")
        statuses = await crew.stop()
        log = crew.log_lines()
    figures: dict[str, Figure] = {
        "kills": killer.kills,
        "of them before it was ready": killer.while_starting,
        "kills/min": killer.kills / took * 60,
        "tickets": office.requests,
        **found,
        "timers late, median s": late[len(late) // 2] if late else 0.0,
        "timers late, most s": late[-1] if late else 0.0,
        **{f"calls {name}": number for name, number in sorted(world.api.answered.items())},
        **{f"log {name}": number for name, number in log.most_common(12)},
    }
    if any(statuses):
        left.append(f"exit statuses {statuses} after SIGTERM")
    return figures, [*faults, *left]


def _totals(kind: str, office: Office) -> str:
    world = office.world
    return f"{kind}: {len(world.expected):,} to be seen, {office.waiting()} awaited; kills"


SCENARIO = Scenario("kills", "kill -9 at random instants: nothing lost, twice or out of order", run, minutes=60)
