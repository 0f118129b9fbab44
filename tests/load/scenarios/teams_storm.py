"""Requests in Teams while everything goes wrong at once: throttling, gateways, lost connections, repeats, disorder.

Teams cannot be searched, so a post whose answer was lost comes again, and says that it may be a repeat: those are
counted apart. Nothing may be lost, out of order, or doubled where the answer came through.
"""

import asyncio
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import aiohttp

from tests.load.databases import migrated
from tests.load.installation import SLACK_DOOR, installed
from tests.load.outcome import Curve, Figure, Outcome, Picture
from tests.load.plant import Team, plant
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.simulator.judge import Judgement, judge
from tests.load.simulator.marks import Marks
from tests.load.simulator.seen import Confined, Expected, Seen, Sightings
from tests.load.simulator.teams import Company, TeamsSimulator, agent_of, serving, triage_of
from tests.load.simulator.teams_people import People, Said, chat_of
from tests.load.simulator.weather import FAIR, STORM, Sky

TEAMS = 10
WEATHER = replace(STORM, minute=10.0, failed_after=0.02, dropped_after=0.03)
"""A minute of Teams' own repeats in ten seconds."""
PROCESSES = {"sqlite": 1, "postgres": 2}
CALM = 4
"""Of so many stories one is told before the storm, when hardly anything may be throttled (T17)."""
HASTY = 20
"""Of so many calls one may be too many then: on a busy machine they arrive closer together than they left."""
OPENED, CLAIMED = "is open", "is looking at ticket #"
QUIET = 40.0
"""Seconds without anything new after which nothing more is waited for: a lost answer is settled after 15."""
_POLL = 0.1
_NUMBER = re.compile(r"#(\d+)")


@dataclass(slots=True)
class Storm:
    """One installation in the storm, and what must come of what people do."""

    simulator: TeamsSimulator
    people: People
    marks: Marks
    expected: list[Expected] = field(default_factory=list)
    confined: list[Confined] = field(default_factory=list)

    async def story(self, number: int, team: Team) -> None:
        """An employee asks for a person and writes on; the team's agent claims the ticket in its thread."""
        who, mark = f"e{number}", self._mark(f"e{number}", team)
        said = await self.people.ask(who, f"I need a human, my {team.name} machine is stuck {mark}")
        self._must(said, OPENED, chat_of(who), order=1)
        self._must(said, mark, triage_of(team))
        if (card := await self._card(mark, team)) is None:
            return
        more = self._mark(who, team)
        # Not for certain in this card's thread: if its answer was lost a second card has the thread.
        self._must(await self.people.ask(who, f"and another thing {more}"), more, triage_of(team))
        claim = f"claim {_NUMBER.findall(card.text)[0]}"
        claimed = await self.people.command(agent_of(team), triage_of(team), claim, root=card.root)
        self._must(claimed, CLAIMED, chat_of(who), order=2)

    async def until_quiet(self) -> None:
        """Until all is there, or nothing has come for long."""
        await self.people.courier.rest()
        rows, still = self.simulator.sightings.rows, 0.0
        while self.judged().lost and still < QUIET:
            before = len(rows)
            await asyncio.sleep(1.0)
            still = 0.0 if len(rows) != before else still + 1.0

    def judged(self) -> Judgement:
        """What people saw against what they had to see."""
        return judge(self.expected, self.simulator.sightings.rows, self.confined)

    def _mark(self, who: str, team: Team) -> str:
        mark = self.marks.new()
        places = frozenset({chat_of(who), triage_of(team), f"19:leads-{team.name}@thread.tacv2"})
        self.confined.append(Confined(mark, places))
        return mark

    def _must(self, said: Said, words: str, channel: str, *, order: int = 0) -> None:
        optional = not said.delivered.acknowledged
        self.expected.append(Expected(words, "teams", channel, order=order, cause=said.id, optional=optional))

    async def _card(self, mark: str, team: Team) -> Seen | None:
        for _ in range(int(QUIET / _POLL)):
            for row in reversed(self.simulator.sightings.rows):
                if row.channel == triage_of(team) and mark in row.text:
                    return row
            await asyncio.sleep(_POLL)
        return None


async def run(options: Options, progress: Progress) -> Outcome:
    """The same stories on each database, at the same time."""
    stories = 8 if options.short else 150
    progress.step(f"{stories} stories on {' and '.join(options.databases)}")
    found = await asyncio.gather(*(_weathered(kind, stories, options) for kind in options.databases))
    told = dict(zip(options.databases, found, strict=True))
    figures = {f"{kind}: {name}": value for kind, (rows, _) in told.items() for name, value in rows.items()}
    faults = tuple(f"{kind}: {fault}" for kind, (_, complaints) in told.items() for fault in complaints)
    return Outcome("teams_storm", figures, {}, faults, (_picture(told),))


async def _weathered(kind: str, stories: int, options: Options) -> tuple[dict[str, Figure], Sequence[str]]:
    works = plant(TEAMS)
    simulator = TeamsSimulator(Company(stories, works.teams), Sightings(), Sky(seed=options.seed))
    with tempfile.TemporaryDirectory(prefix="firstline-lab-") as folder:
        async with (
            aiohttp.ClientSession() as session,
            serving(simulator),
            migrated(kind, Path(folder)) as url,
            installed(Path(folder), url, works, simulator.environment()) as installation,
        ):
            await installation.start(*["run"] * PROCESSES[kind])
            doors = [door.removesuffix(SLACK_DOOR) for door in installation.doors]
            storm = Storm(simulator, simulator.people(session, doors), Marks(options.seed))
            told = [storm.story(number, works.teams[number % TEAMS]) for number in range(stories)]
            calm = stories // CALM
            await asyncio.gather(*told[:calm])
            await storm.until_quiet()
            hasty, counted = simulator.fate.throttled.total(), simulator.fate.counted
            simulator.sky.weather = WEATHER
            await asyncio.gather(*told[calm:])
            simulator.sky.weather = FAIR
            await storm.until_quiet()
            return _told(storm, hasty, counted)


def _told(storm: Storm, hasty: int, counted: int) -> tuple[dict[str, Figure], Sequence[str]]:
    """`hasty` counts the calls that were too many while the weather was calm, `counted` the others then."""
    judged, courier = storm.judged(), storm.people.courier
    lost = len([each for each in storm.expected if each.optional])
    figures: dict[str, Figure] = {
        **judged.figures,
        "never acknowledged, so not judged": lost,
        "activities brought again": courier.repeats,
        "calls taken in calm weather": counted,
        "calls throttled in calm weather": hasty,
        "calls throttled for the tenant": storm.simulator.fate.throttled["tenant"],
        "calls throttled for a conversation": storm.simulator.fate.throttled["conversation"],
    }
    too_many = f"{hasty} calls of {hasty + counted} were too many for Teams in calm weather"
    impatient = (too_many,) if HASTY * hasty > hasty + counted else ()
    return figures, (*judged.faults, *impatient)


def _picture(told: dict[str, tuple[dict[str, Figure], Sequence[str]]]) -> Picture:
    kinds = ("expected", "lost", "doubled", "doubled, unknowable", "out of order", "leaked")
    faults = sum(len(complaints) for _, complaints in told.values())
    curves = tuple(Curve(kind, tuple((name, float(rows[name])) for name in kinds)) for kind, (rows, _) in told.items())
    found = f"{faults} kinds of violation" if faults else "nothing lost, out of order, or doubled knowably"
    return Picture(f"Teams in a storm: {found}", "what became of it", "messages", curves)


SCENARIO = Scenario(
    "teams_storm", "requests in Teams while everything goes wrong: nothing lost, order kept", run, minutes=4
)
