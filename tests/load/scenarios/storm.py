"""Whole conversations on a platform where everything goes wrong at once: limits, failures, lost connections, doubles.

Employees ask, press, ask for people and write on; agents claim, answer and resolve, by button, mention and command. The
judge knows what each of these must have shown, to whom and in which order.
"""

import asyncio
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from tests.load.databases import migrated
from tests.load.installation import installed
from tests.load.outcome import Curve, Figure, Outcome, Picture
from tests.load.plant import Team, plant
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.simulator.judge import EXAMPLES
from tests.load.simulator.slack import SimulatedSlack, simulated_slack
from tests.load.simulator.slack_people import People, user_of
from tests.load.simulator.weather import FAIR, STORM

TEAMS = 20
PATIENCE = 60.0
"""Seconds without anything new: longer than a post of unknown fate waits before it is looked for."""
PROCESSES = {"sqlite": 1, "postgres": 2}


async def story(people: People, number: int, team: Team) -> None:
    """All that one employee lives through, and the agent with them."""
    channel = people.world.employee(number)
    answered = await people.ask_known(channel)
    await people.press_still(answered)
    if number % 3 == 0:
        await people.ask_unknown(channel)
    if number % 3 == 1:
        await people.ask_in_public(user_of(channel))
    request = await people.ask_for_human(channel, team)
    await people.add(request, order=1)
    await people.claim(request, order=2)
    await people.add(request, order=2)
    await people.reply(request, order=3)
    await people.resolve(request, order=4)


async def run(options: Options, progress: Progress) -> Outcome:
    """The same stories on each database, at the same time."""
    stories = 8 if options.short else 150
    progress.step(f"{stories} stories on {' and '.join(options.databases)}")
    found = await asyncio.gather(*(_weathered(kind, stories, options, progress) for kind in options.databases))
    figures = {
        f"{kind}: {name}": value
        for kind, (told, _) in zip(options.databases, found, strict=True)
        for name, value in told.items()
    }
    faults = tuple(
        f"{kind}: {fault}" for kind, (_, told) in zip(options.databases, found, strict=True) for fault in told
    )
    curves = tuple(
        Curve(
            kind, tuple((name, float(told[name])) for name in ("expected", "lost", "doubled", "out of order", "leaked"))
        )
        for kind, (told, _) in zip(options.databases, found, strict=True)
    )
    title = (
        f"{len(faults)} kinds of violation in a storm"
        if faults
        else "In a storm nothing is lost, doubled, out of order or leaked"
    )
    return Outcome("storm", figures, {}, faults, (Picture(title, "what became of it", "messages", curves),))


async def _weathered(
    kind: str, stories: int, options: Options, progress: Progress
) -> tuple[dict[str, Figure], tuple[str, ...]]:
    with tempfile.TemporaryDirectory(prefix="firstline-lab-") as folder:
        async with (
            simulated_slack(plant(TEAMS), seed=options.seed) as world,
            migrated(kind, Path(folder)) as url,
            installed(Path(folder), url, world.plant, world.settings()) as installation,
        ):
            await installation.start(*["run"] * PROCESSES[kind])
            world.courier.doors = installation.doors
            await _watched(_live(world, stories), world, progress)
            figures, faults = _told(world)
            return figures, (*faults, *installation.complaints())


async def _watched(life: Coroutine[Any, Any, None], world: SimulatedSlack, progress: Progress) -> None:
    """Let it go on, and say meanwhile how much of what must be seen was seen."""
    task = asyncio.create_task(life)
    while not (await asyncio.wait({task}, timeout=1))[0]:
        progress.say("seen", len(world.expected) - len(world.outstanding), len(world.expected))
    await task


async def _live(world: SimulatedSlack, stories: int) -> None:
    """All stories at once under the storm; then the sky clears, and what is on its way may arrive."""
    world.sky.weather = STORM
    people, teams = People(world), world.plant.teams
    await asyncio.gather(*(story(people, number, teams[number % len(teams)]) for number in range(stories)))
    world.sky.weather = FAIR
    await world.until_quiet(PATIENCE)


def _told(world: SimulatedSlack) -> tuple[dict[str, Figure], tuple[str, ...]]:
    judgement = world.judged()
    refused = (f"Slack refused {dict(world.api.errors)}",) if world.api.errors else ()
    figures: dict[str, Figure] = {
        **judgement.figures,
        "unasked": len(judgement.unasked),
        "given up by Slack": len(world.courier.given_up),
        "sent again by Slack": world.courier.retried,
        **{f"calls {name}": count for name, count in sorted(world.api.answered.items())},
    }
    unasked = tuple(f"nobody asked for {each}" for each in judgement.unasked[:EXAMPLES])
    return figures, (*judgement.faults, *unasked, *refused)


SCENARIO = Scenario(
    "storm", "whole conversations while Slack limits, fails, drops and doubles: all seen once", run, minutes=4
)
