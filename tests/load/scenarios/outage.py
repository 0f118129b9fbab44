"""The platform is gone: it answers 503, or takes connections and says nothing, or refuses them, in turn. All that was
said meanwhile is delivered after it, in order, once."""

import asyncio
import time

from tests.load.faults.crew import crewed
from tests.load.faults.each import Found, keep, on_each, verdict
from tests.load.outcome import Curve, Figure, Outcome, Picture
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.simulator.slack import SimulatedSlack, simulated_slack
from tests.load.simulator.slack_office import Office, office_plant
from tests.load.simulator.weather import Weather

AWAY, SHORT_AWAY = 600.0, 9.0
"""Seconds. An hour is played with a clock of its own in tests/contract/test_outage.py; here time is real."""
_WEATHER = Weather(minute=5.0)
_BEFORE = 3.0
_DRAIN = 300.0
"""Seconds until all that was begun must have ended, besides those of the outage."""
Points = list[tuple[float | str, float]]


async def run(options: Options, progress: Progress) -> Outcome:
    """The same on each database."""
    away = SHORT_AWAY if options.short else AWAY
    points: dict[str, Points] = {kind: [] for kind in options.databases}
    figures, faults = await on_each(options, lambda kind: _on(kind, away, options, progress, points[kind]))
    curves = tuple(Curve(kind, tuple(found)) for kind, found in points.items())
    picture = Picture(
        "What waits while the platform is gone drains after it", "seconds", "posts waiting", tuple(curves)
    )
    return Outcome("outage", figures, faults=faults, pictures=(picture,))


async def _on(kind: str, away: float, options: Options, progress: Progress, points: Points) -> Found:
    progress.step(f"{kind}: setting up")
    async with simulated_slack(office_plant(), _WEATHER, options.seed) as world, crewed(kind, world) as crew:
        office, stop = Office(world, options.seed, employees=16, most_open=400), asyncio.Event()
        await crew.start_all()
        working = asyncio.create_task(office.work(stop))
        began = time.monotonic()

        async def watch(seconds: float) -> None:
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                points.append((time.monotonic() - began, float(await crew.books.unfinished())))
                progress.say(f"{kind}: waiting posts {points[-1][1]:.0f}")
                await asyncio.sleep(min(5.0, seconds / 3))

        await watch(_BEFORE)
        for way in ("503", "nothing", "refused"):
            await _leave(world, way)
            await watch(away / 3)
        waiting = await crew.books.unfinished()
        await _return(world)
        stop.set()
        back = time.monotonic()
        while await crew.books.unfinished() and time.monotonic() < back + _DRAIN + away:
            await watch(1)
        await working
        left = await crew.books.drained(_DRAIN + away)
        drained = time.monotonic() - back
        found, faults = await verdict(world, crew)
        if faults:
            keep(world, crew, options.out / f"outage-{kind}")
    figures: dict[str, Figure] = {
        "s away": away,
        "waiting at its return": waiting,
        "s until all was delivered": drained,
        "calls while it was gone": world.api.answered["away"],
        **found,
    }
    return figures, [*faults, *left]


async def _leave(world: SimulatedSlack, way: str) -> None:
    world.sky.gone, world.sky.silent = True, way == "nothing"
    if way == "refused":
        await world.entrance.shut()


async def _return(world: SimulatedSlack) -> None:
    await world.entrance.open()
    world.sky.gone = world.sky.silent = False


SCENARIO = Scenario("outage", "the platform gone in every way: all is delivered after it, in order", run, minutes=25)
