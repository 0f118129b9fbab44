"""kill -9 while replies wait to leave and some are called back: each of them leaves once or is undone, never both.

What the requester saw is held against what the team is shown in the end: the reply, or that it was called back.
"""

import asyncio
import random
from dataclasses import dataclass, field, replace

from tests.load.faults.crew import Crew, crewed
from tests.load.faults.each import Found, keep, on_each, verdict
from tests.load.outcome import Figure, Outcome
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.scenarios.kills import Killer
from tests.load.simulator.slack import SimulatedSlack, simulated_slack
from tests.load.simulator.slack_office import office_plant
from tests.load.simulator.slack_people import People, Reply, Request
from tests.load.simulator.weather import Weather

WINDOW = 3
"""Seconds in which a reply can be called back."""
CALLED_BACK = "called a reply back"
_TRIES = 20
"""Of a command while no process is there to take it."""
_DRAIN = 240.0


@dataclass
class Desk:
    """Agents who answer, and half of the time think better of it, at any moment of the window or just after it."""

    world: SimulatedSlack
    seed: int
    replies: list[Reply] = field(default_factory=list)
    """Those that were acknowledged."""

    async def work(self, tickets: int) -> None:
        """So many tickets, some at a time."""
        room = asyncio.Semaphore(20)
        async with asyncio.TaskGroup() as group:
            for number in range(tickets):
                group.create_task(self._ticket(number, room))

    async def _ticket(self, number: int, room: asyncio.Semaphore) -> None:
        dice = random.Random(f"{self.seed}/{number}")  # noqa: S311 - dice, not secrets
        async with room:
            people, channel = People(self.world), self.world.employee(number)
            request = await people.ask_for_human(channel, dice.choice(self.world.plant.teams))
            reply = await people.reply_perhaps(request)
            if reply is None:
                return
            self.replies.append(reply)
            if dice.random() < 0.5:
                await asyncio.sleep(dice.uniform(0, WINDOW * 1.2))
                await self._undo(request, reply.number)

    async def _undo(self, request: Request, number: str) -> None:
        if request.team is None:
            return
        for _ in range(_TRIES):
            form = self.world.slack.command(request.team.agent, request.team.triage, f"undo {number}")
            if await self.world.courier.command(form):
                return
            await asyncio.sleep(0.3)

    def judged(self) -> tuple[dict[str, Figure], list[str]]:
        """Of each reply: whether the requester saw it once and the team is shown it, or neither."""
        left = undone = 0
        faults: list[str] = []
        for reply in self.replies:
            seen = self._seen(reply)
            told = self._told(reply)
            called_back = CALLED_BACK in told
            left, undone = left + (not called_back), undone + called_back
            if len(seen) != (0 if called_back else 1) or not told:
                faults.append(f"{reply.mark} was seen {len(seen)} times, and the team reads {told!r}")
        return {"replies left": left, "replies called back": undone}, faults

    def _seen(self, reply: Reply) -> set[str]:
        """Messages in the request thread that say it."""
        return {row.id for row in self.world.sightings.of(reply.request.channel) if reply.mark in row.text}

    def _told(self, reply: Reply) -> str:
        """What the team reads in the end: the words, or without ever having seen them that they were called back."""
        shown = self.world.sightings.of(reply.request.team.triage if reply.request.team else "")
        copies = {row.id for row in shown if row.key == reply.copy}
        rows = [row for row in shown if row.id in copies]
        return max(rows, key=lambda row: row.version).text if rows else ""


async def run(options: Options, progress: Progress) -> Outcome:
    """The same on each database."""
    figures, faults = await on_each(options, lambda kind: _on(kind, options, progress))
    return Outcome("undo", figures, faults=faults)


async def _on(kind: str, options: Options, progress: Progress) -> Found:
    tickets, kills = (60, 4) if options.short else (600, 60)
    plant = replace(office_plant(), claim_within="1d", undo_within=f"{WINDOW}s")
    progress.step(f"{kind}: replies that wait, under kill -9")
    async with simulated_slack(plant, Weather(doubled=0.05), options.seed) as world, crewed(kind, world) as crew:
        desk = Desk(world, options.seed)
        await crew.start_all()
        working = asyncio.create_task(desk.work(tickets))
        await _kill(crew, world, options.seed, kills)
        await working
        await crew.ready()
        stuck = await crew.books.drained(_DRAIN)
        found, faults = await verdict(world, crew)
        figures, wrong = desk.judged()
        if faults or wrong:
            keep(world, crew, options.out / f"undo-{kind}")
        await crew.stop()
    return {"kills": kills, **figures, **found}, [*faults, *wrong, *stuck]


async def _kill(crew: Crew, world: SimulatedSlack, seed: int, kills: int) -> None:
    killer = Killer(crew, random.Random(seed), lambda: world.courier.statuses[200])  # noqa: S311 - dice, not secrets
    while killer.kills < kills:
        await killer.strike()
    await crew.ready()


SCENARIO = Scenario("undo", "kill -9 while replies wait: each leaves once or is called back", run, minutes=8)
