"""The platform is gone: it answers 503, or takes connections and says nothing, or refuses them, in turn. All that was
said meanwhile is delivered after it, in order, once."""

import asyncio
import time

from storage.migrations import migrate
from tests.load.faults.audit import audit
from tests.load.faults.each import Found, on_each
from tests.load.faults.installation import installed
from tests.load.faults.office import Office
from tests.load.faults.workspace import Workspace, opened
from tests.load.outcome import Curve, Figure, Outcome, Picture
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.simulator.weather import Sky, Weather

AWAY, SHORT_AWAY = 600.0, 9.0
"""Seconds. An hour is played with a clock of its own in tests/contract/test_outage.py; here time is real."""
_WEATHER = Weather(minute=5.0)
_BEFORE = 3.0
Points = list[tuple[float | str, float]]


async def run(options: Options, progress: Progress) -> Outcome:
    """The same on each database."""
    away = SHORT_AWAY if options.short else AWAY
    points: dict[str, Points] = {kind: [] for kind in options.databases}
    figures, faults = await on_each(options, lambda kind: _on(kind, away, options.seed, progress, points[kind]))
    curves = tuple(Curve(kind, tuple(found)) for kind, found in points.items())
    picture = Picture(
        "What waits while the platform is gone drains after it", "seconds", "posts waiting", tuple(curves)
    )
    return Outcome("outage", figures, faults=faults, pictures=(picture,))


async def _on(kind: str, away: float, seed: int, progress: Progress, points: Points) -> Found:
    progress.step(f"{kind}: setting up")
    async with opened(Sky(_WEATHER, seed)) as workspace, installed(kind, workspace) as installation:
        await migrate(installation.url)
        office, stop, problems = Office(workspace, seed, employees=16, most_open=400), asyncio.Event(), list[str]()
        installation.start_all()
        await installation.ready()
        working = asyncio.create_task(office.work(stop))
        began = time.monotonic()

        async def watch(seconds: float) -> None:
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                points.append((time.monotonic() - began, float(await installation.unfinished())))
                progress.say(f"{kind}: waiting posts {points[-1][1]:.0f}")
                await asyncio.sleep(min(5.0, seconds / 3))

        await watch(_BEFORE)
        for way in ("503", "nothing", "refused"):
            await _leave(workspace, way)
            await watch(away / 3)
        waiting = await installation.unfinished()
        await _return(workspace)
        stop.set()
        back = time.monotonic()
        try:
            while await installation.unfinished() and time.monotonic() < back + 300 + away:
                await watch(1)
            await working
            await installation.drained(300 + away)
        except TimeoutError:
            problems.append(f"{await installation.unfinished()} posts and timers left")
        found = audit(office.cases, workspace.seen.rows, await installation.outbox())
    figures: dict[str, Figure] = {
        "s away": away,
        "waiting at its return": waiting,
        "s until all was delivered": time.monotonic() - back,
        "calls while it was gone": workspace.counts["calls while it was gone"],
        **found.counts,
        "lost": len(found.lost),
        "doubled": len(found.doubled),
        "out of order": len(found.disordered),
        "private posts seen again (unknowable)": len(found.unknowable),
    }
    return figures, [*found.faults, *problems]


async def _leave(workspace: Workspace, way: str) -> None:
    workspace.sky.gone, workspace.hanging = True, way == "nothing"
    if way == "refused":
        await workspace.shut()


async def _return(workspace: Workspace) -> None:
    await workspace.open()
    workspace.sky.gone = workspace.hanging = False


SCENARIO = Scenario("outage", "the platform gone in every way: all is delivered after it, in order", run, minutes=25)
