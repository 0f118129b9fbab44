"""Messages at which our own code fails every time, cards that cannot be sent, timers that fail: they stand in nobody's
way, who asked is told, and what failed only for a while is done in the end."""

import asyncio
import time

from bot.wording.catalogue import Wording
from storage.queue import PATIENT
from tests.load.faults.crew import Crew, crewed
from tests.load.faults.each import Found, on_each, verdict
from tests.load.faults.poison import CARD, QUESTION, poison
from tests.load.outcome import Figure, Outcome
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.simulator.seen import Expected
from tests.load.simulator.slack import SimulatedSlack, simulated_slack
from tests.load.simulator.slack_office import Office, office_plant
from tests.load.simulator.slack_people import People, user_of
from tests.load.simulator.weather import Weather

DOSES, SHORT_DOSES = 100, 6
"""Of each poison."""
VICTIMS = 500
"""Number of the first employee who writes such things."""
SORRY = Wording("en").text("our-mistake", reference="").split("{")[0].split(".")[0]
_WEATHER = Weather(minute=3.0)
_QUIET = 45.0
"""Seconds without anything new: longer than a post of unknown fate waits."""
_LONGEST = PATIENT.total_seconds()
"""Seconds that a good post may wait for its turn among a hundred that fail in its channel, which takes one a second."""


async def run(options: Options, progress: Progress) -> Outcome:
    """The same on each database."""
    doses = SHORT_DOSES if options.short else DOSES
    figures, faults = await on_each(options, lambda kind: _on(kind, doses, options.seed, progress))
    return Outcome("poison", figures, faults=faults)


async def _on(kind: str, doses: int, seed: int, progress: Progress) -> Found:
    progress.step(f"{kind}: setting up")
    async with simulated_slack(office_plant(), _WEATHER, seed) as world, crewed(kind, world, prepare=poison) as crew:
        office, stop = Office(world, seed), asyncio.Event()
        await crew.start_all()
        working = asyncio.create_task(office.work(stop))
        for number in range(doses):
            progress.say(f"{kind}: doses", number, doses)
            await _question(world, VICTIMS + number)
            await _card(world, VICTIMS + doses + number)
            await asyncio.sleep(1)
        stop.set()
        await working
        progress.step(f"{kind}: until all is delivered")
        await world.until_quiet(_QUIET)
        held, others = await _settled(crew)
        found, faults = await verdict(world, crew, outbox=False)
        ended = crew.ended
    figures: dict[str, Figure] = {"doses": 2 * doses, "posts held up by a poisonous one": held, **found}
    others_held = [f"held up though nothing before it was poisonous: {other}" for other in others]
    return figures, [*faults, *others_held, *(f"{command} ended by itself" for command in ended)]


async def _settled(crew: Crew) -> tuple[int, list[str]]:
    """Posts that a poisonous one holds up, and others that are not sent: until there are none of these."""
    until = time.monotonic() + _LONGEST
    held, others = await crew.books.held_up(CARD)
    while others and time.monotonic() < until:
        await asyncio.sleep(1)
        held, others = await crew.books.held_up(CARD)
    return held, others


async def _question(world: SimulatedSlack, number: int) -> None:
    """Who asks is told that it was not understood; what they say next is."""
    channel = world.employee(number)
    message = world.slack.write(user_of(channel), channel, QUESTION)
    cause, now = str(message["ts"]), world.sky.clock()
    world.expect(Expected(SORRY, "slack", channel, None, user_of(channel), since=now, cause=cause))
    if not await world.courier.event(world.slack.event(message, channel)):
        world.excuse(cause)
    await People(world).ask_for_human(channel, world.plant.teams[0])


async def _card(world: SimulatedSlack, number: int) -> None:
    """A ticket whose card never leaves; nothing of it is expected."""
    channel = world.employee(number)
    words = f"I need a human, my {world.plant.teams[1].name} machine is stuck at {CARD}"
    message = world.slack.write(user_of(channel), channel, words)
    await world.courier.event(world.slack.event(message, channel))


SCENARIO = Scenario("poison", "messages, cards and timers at which our own code fails: in nobody's way", run, 6)
