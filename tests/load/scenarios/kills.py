"""kill -9 of any process, at random instants, under load and in bad weather: what is lost, twice, out of order?

A long run can be cut with Ctrl+C: the killing ends, and what was done so far is judged.
"""

import asyncio
import random
import signal
import time
from dataclasses import dataclass, field

from storage.migrations import migrate
from tests.load.faults.audit import Audit, audit
from tests.load.faults.each import Found, on_each
from tests.load.faults.installation import Installation, installed
from tests.load.faults.office import Office
from tests.load.faults.workspace import opened
from tests.load.outcome import Figure, Outcome
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.simulator.weather import Sky, Weather

SHORT_KILLS = 6
WEATHER = Weather(
    limited=0.02,
    failed_before=0.02,
    failed_after=0.01,
    dropped_after=0.02,
    slow=0.05,
    slowness=0.7,
    doubled=0.05,
    minute=3.0,
)
"""A day on which Slack is not well; one of its minutes lasts three seconds."""
LIFE = 0.6
"""Seconds that a process lives at work, on average."""
_DRAIN = 240.0
"""Seconds until all that was begun must have ended: a lease, a settling and a pause, several times over."""


@dataclass
class Killer:
    """Kills and starts again; `instants` notes when, as seconds since the beginning."""

    installation: Installation
    dice: random.Random
    while_starting: int = 0
    kills: int = 0
    instants: list[float] = field(default_factory=list)

    async def strike(self) -> None:
        """Let a process live for a while, kill it, start it again. One in four is killed before it is ready."""
        place = self.dice.randrange(len(self.installation.commands))
        if self.dice.random() < 0.25:
            self.while_starting += 1
            await asyncio.sleep(self.dice.uniform(0, 0.5))
        else:
            await self.installation.ready()
            await asyncio.sleep(min(self.dice.expovariate(1 / LIFE), 6 * LIFE))
        await self.installation.kill(place)
        self.installation.start(place)
        self.kills += 1
        self.instants.append(time.monotonic())


async def run(options: Options, progress: Progress) -> Outcome:
    """The same on each database."""
    kills, cut = SHORT_KILLS if options.short else options.kills, asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, cut.set)
    try:
        figures, faults = await on_each(options, lambda kind: _on(kind, kills, options.seed, progress, cut))
    finally:
        asyncio.get_running_loop().remove_signal_handler(signal.SIGINT)
    return Outcome("kills", figures, faults=faults)


async def _on(kind: str, kills: int, seed: int, progress: Progress, cut: asyncio.Event) -> Found:
    progress.step(f"{kind}: setting up")
    async with opened(Sky(WEATHER, seed)) as workspace, installed(kind, workspace) as installation:
        await migrate(installation.url)
        office, stop = Office(workspace, seed, employees=40, pause=2.0), asyncio.Event()
        installation.start_all()
        await installation.ready()
        working = asyncio.create_task(office.work(stop))
        killer = Killer(installation, random.Random(seed))  # noqa: S311 - dice, not secrets
        began = time.monotonic()
        while killer.kills < kills and not cut.is_set():
            await killer.strike()
            progress.say(_totals(kind, office), killer.kills, kills)
        took = time.monotonic() - began
        stop.set()
        await working
        progress.step(f"{kind}: until all is delivered")
        await installation.ready()
        faults = await _ended(installation)
        found = audit(office.cases, workspace.seen.rows, await installation.outbox())
        late = await installation.lateness()
        statuses = await installation.stop()
        log = installation.log_lines()
    figures: dict[str, Figure] = {
        "kills": killer.kills,
        "of them before it was ready": killer.while_starting,
        "kills/min": killer.kills / took * 60,
        **found.counts,
        **_judged(found),
        "timers late, median s": late[len(late) // 2] if late else 0.0,
        "timers late, most s": late[-1] if late else 0.0,
        **{f"weather: {name}": number for name, number in sorted(workspace.counts.items())},
        **{f"log {name}": number for name, number in log.most_common(12)},
    }
    if any(statuses):
        faults.append(f"exit statuses {statuses} after SIGTERM")
    return figures, [*found.faults, *faults]


async def _ended(installation: Installation) -> list[str]:
    try:
        await installation.drained(_DRAIN)
    except TimeoutError:
        return [f"{await installation.unfinished()} posts and timers were left after {_DRAIN:.0f} s"]
    return []


def _judged(found: Audit) -> dict[str, Figure]:
    return {
        "lost": len(found.lost),
        "doubled": len(found.doubled),
        "out of order": len(found.disordered),
        "stuck": len(found.stuck),
        "private posts seen again (unknowable)": len(found.unknowable),
    }


def _totals(kind: str, office: Office) -> str:
    seen = len(office.workspace.seen.rows)
    return f"{kind}: {office.said:,} events, {seen:,} posts, {office.waiting()} awaited; kills"


SCENARIO = Scenario("kills", "kill -9 at random instants: nothing lost, twice or out of order", run, minutes=60)
