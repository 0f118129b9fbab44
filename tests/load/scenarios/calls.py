"""kill -9 while warnings, calls for people, acknowledgements that expire and hand-over notices are due: each comes once
and in order, and none is lost.

The judge holds the posts against what was seen; here every ticket's history is held against the one order in which
people may be called, and the notices against who was on call.
"""

import asyncio
import random
import re
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bot.errors import FirstlineError
from tests.load.faults.crew import Crew, crewed
from tests.load.faults.each import Found, keep, on_each, verdict
from tests.load.outcome import Figure, Outcome
from tests.load.plant import Plant, Team
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.scenarios.kills import Killer
from tests.load.simulator.seen import Expected
from tests.load.simulator.slack import SimulatedSlack, simulated_slack
from tests.load.simulator.slack_office import office_plant
from tests.load.simulator.slack_people import People, number_of
from tests.load.simulator.weather import Weather

ANSWER_WITHIN, STEP, ACKNOWLEDGED_FOR = 12, 4, 5
"""Seconds until a ticket without an answer is called for, until the next step, and until an acknowledgement expires."""
_ROTATION = """
[rotation.plant]
name = "The plant"
team = "{first}"

[[rotation.plant.layer]]
members = ["agent-{first}", "agent-{second}"]
since = 2026-01-01
shift = "52w"
"""
_LETTERS = {
    "warned_first_response": "W",
    "escalated": "E",
    "recalled": "E",
    "pinged": "P",
    "acknowledged": "A",
    "expired": "E",
}
_ORDER = re.compile(r"W?E(PP?AE)*PP")
"""A warning at most, the call and its two steps; after an acknowledgement that nothing followed both once more."""
_COMES = re.compile(r"<@(\w+)>, you are on call")
_TRIES = 20
"""Of a command while no process is there to take it."""
_COMPLETE, _DRAIN = 150.0, 240.0
"""Seconds until everybody must have been called, and until nothing is left to do."""


@dataclass
class Calls:
    """Tickets that nobody answers, agents who have seen calls about half of them, and two who take turns on call."""

    world: SimulatedSlack
    seed: int
    numbers: dict[int, Team] = field(default_factory=dict)
    """Of the tickets, with their teams."""
    seen: set[int] = field(default_factory=set)
    """Those of which somebody acknowledged the call."""
    turns: int = 0
    """Changes of who is on call that were acknowledged."""

    async def work(self, tickets: int) -> None:
        """So many tickets, at about the same time, and turns until all of them are called for."""
        async with asyncio.TaskGroup() as group:
            for number in range(tickets):
                group.create_task(self._ticket(number))
            group.create_task(self._take_turns(tickets // 8))

    async def resolve(self) -> None:
        """Everything is done: nobody is to be called any more."""
        for number, team in self.numbers.items():
            await self._say(team, f"resolve {number} the lever was red")

    async def _ticket(self, number: int) -> None:
        dice = random.Random(f"{self.seed}/{number}")  # noqa: S311 - dice, not secrets
        await asyncio.sleep(dice.uniform(0, ANSWER_WITHIN / 2))
        people, team = People(self.world), dice.choice(self.world.plant.teams)
        request = await people.ask_for_human(self.world.employee(number), team)
        warning = Expected(request.mark, "slack", team.triage, "", cause=request.root, optional=True)
        self.world.expect(warning)  # it names the ticket beside the card, unless its time passes while nobody is there
        card = await people.card_of(request)
        if card is None:
            return
        ticket = int(number_of(card))
        self.numbers[ticket] = team
        if dice.random() < 0.5 and await self.world.until_seen(team.leads, f"#{ticket} ", 90.0):
            await asyncio.sleep(dice.uniform(0, STEP))
            if await self._say(team, f"ack {ticket}"):
                self.seen.add(ticket)

    async def _take_turns(self, turns: int) -> None:
        """The second agent takes the first one's duty and gives it back, again and again."""
        second = self.world.plant.teams[1]
        for turn in range(2 * turns):
            await asyncio.sleep(ANSWER_WITHIN / 2)
            self.turns += await self._say(second, "oncall drop" if turn % 2 else "oncall take plant for 2 hours")

    async def _say(self, team: Team, words: str) -> bool:
        for _ in range(_TRIES):
            if await self.world.courier.command(self.world.slack.command(team.agent, team.triage, words)):
                return True
            await asyncio.sleep(0.3)
        return False

    def judged(self, histories: Mapping[int, Sequence[str]]) -> tuple[dict[str, Figure], list[str]]:
        """Whether all were called for in order, and each hand-over was told once."""
        told = {number: in_letters(histories.get(number, ())) for number in sorted(self.numbers)}
        faults = [f"ticket {number}: {line!r}" for number, line in told.items() if not is_whole(line)]
        unseen = [number for number in sorted(self.seen) if "A" not in told.get(number, "")]
        faults += [f"the acknowledgement of ticket {number} is not in its history" for number in unseen]
        first = self.world.plant.teams[0]
        comers = [found[1] for row in self.world.sightings.of(first.triage) if (found := _COMES.search(row.text))]
        faults += [f"{one} is told twice in a row to be on call" for one, two in pairwise(comers) if one == two]
        if comers and comers[-1] != first.agent:
            faults.append(f"{comers[-1]} is told to be on call last")
        called = "".join(told.values())
        figures = {"warnings": called.count("W"), "calls": called.count("P"), "acknowledged": len(self.seen)}
        return {**figures, "turns": self.turns, "hand-overs told": len(comers)}, faults


def in_letters(history: Sequence[str]) -> str:
    """What of a history is about calls, a letter each."""
    return "".join(_LETTERS.get(action, "") for action in history)


def is_whole(letters: str) -> bool:
    """Whether everybody was called who had to be, in the one order, once."""
    return _ORDER.fullmatch(letters) is not None


def calling_plant() -> Plant:
    """A plant that soon calls for people, whose first two agents take turns on call."""
    plant = office_plant(teams=6)
    first, second = plant.teams[:2]
    rotation = _ROTATION.format(first=first.name, second=second.name)
    times = {"answer_within": f"{ANSWER_WITHIN}s", "step": f"{STEP}s", "acknowledged_for": f"{ACKNOWLEDGED_FOR}s"}
    return replace(plant, claim_within="1d", **times, more=rotation)  # type: ignore[arg-type]  # all are words


async def run(options: Options, progress: Progress) -> Outcome:
    """The same on each database."""
    figures, faults = await on_each(options, lambda kind: _on(kind, options, progress))
    return Outcome("calls", figures, faults=faults)


async def _on(kind: str, options: Options, progress: Progress) -> Found:
    tickets, kills = (24, 4) if options.short else (200, 40)
    progress.step(f"{kind}: calls for people, under kill -9")
    async with (
        simulated_slack(calling_plant(), Weather(doubled=0.05), options.seed) as world,
        crewed(kind, world) as crew,
    ):
        calls = Calls(world, options.seed)
        await crew.start_all()
        working = asyncio.create_task(calls.work(tickets))
        killer = Killer(crew, random.Random(options.seed), lambda: len(world.sightings.rows))  # noqa: S311 - dice, not secrets
        while killer.kills < kills:
            await killer.strike()
        await working
        await crew.ready()
        await _until_whole(crew, calls)
        figures, wrong = calls.judged(await crew.books.histories())
        await calls.resolve()
        stuck = await crew.books.drained(_DRAIN)
        found, faults = await verdict(world, crew)
        if faults or wrong:
            keep(world, crew, options.out / f"calls-{kind}")
        await crew.stop()
    return {"kills": kills, "tickets": len(calls.numbers), **figures, **found}, [*faults, *wrong, *stuck]


async def _until_whole(crew: Crew, calls: Calls) -> None:
    """Until everybody was called who must be, or patience ends: then the judge says who was not."""
    until = time.monotonic() + _COMPLETE
    while time.monotonic() < until:
        with suppress(FirstlineError):  # the database may be busy
            histories = await crew.books.histories()
            if all(is_whole(in_letters(histories.get(number, ()))) for number in calls.numbers):
                return
        await asyncio.sleep(0.5)


SCENARIO = Scenario("calls", "kill -9 while calls for people are due: each comes once, in order", run, minutes=8)
