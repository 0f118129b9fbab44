"""An office at work for as long as one likes: employees who ask and write on, agents who answer or let it be."""

import asyncio
import random
from dataclasses import dataclass, field, replace

from tests.load.plant import Plant, Team, plant
from tests.load.simulator.seen import Expected
from tests.load.simulator.slack import SimulatedSlack
from tests.load.simulator.slack_people import People, Request

PINGS = 2
"""The leads are told, and once more a step later."""
CLAIM_WITHIN, STEP = 8, 4
"""Seconds until an unclaimed ticket is raised, and until the leads are told again."""


def office_plant(teams: int = 8) -> Plant:
    """A plant whose leads are told soon."""
    return replace(plant(teams, claim_within=f"{CLAIM_WITHIN}s"), step=f"{STEP}s")


@dataclass
class Office:
    """`employees` people at once; each waits up to twice `pause` seconds between two messages."""

    world: SimulatedSlack
    seed: int
    employees: int = 24
    pause: float = 3.0
    most_open: int = 60
    """Messages on their way to people, above which nobody says anything more: a queue that only grows shows nothing."""
    first: int = 0
    """Number of the first employee."""
    requests: int = 0
    _dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)  # noqa: S311 - dice, not secrets

    async def work(self, stop: asyncio.Event) -> None:
        """Everybody goes on until `stop` is set, and then ends what they are at."""
        async with asyncio.TaskGroup() as group:
            for number in range(self.first, self.first + self.employees):
                group.create_task(self._employee(number, stop))

    def waiting(self) -> int:
        """What should be seen by now and is not."""
        return self.world.outstanding.since(self.world.sky.clock())

    async def _employee(self, number: int, stop: asyncio.Event) -> None:
        people, channel = People(self.world), self.world.employee(number)
        await self._rest(stop)
        while not stop.is_set():
            request = await people.ask_for_human(channel, team := self._dice.choice(self.world.plant.teams))
            self.requests += 1
            attended = self._dice.random() < 0.5
            self._expect_pings(request, team, certain=not attended)
            await self._go_on(people, request, stop, attended=attended)

    async def _go_on(self, people: People, request: Request, stop: asyncio.Event, *, attended: bool) -> None:
        """The employee adds something or, where an agent attends to it, the agent claims it, answers, resolves it."""
        claimed = False
        for order in range(2, self._dice.randint(3, 8)):
            await self._rest(stop)
            if stop.is_set():
                return
            if not attended or self._dice.random() < 0.5:
                await people.add(request, order=order)
            elif claimed:
                await people.reply(request, order=order)
            else:
                await people.claim(request, order=order)
                claimed = True
        if claimed and self._dice.random() < 0.5:
            await people.resolve(request, order=99)

    def _expect_pings(self, request: Request, team: Team, *, certain: bool) -> None:
        """The leads read of it when nobody claims it; where somebody does, as often at most."""
        for number in range(PINGS):
            since = self.world.sky.clock() + CLAIM_WITHIN + number * STEP
            ping = Expected(request.mark, "slack", team.leads, "", since=since, cause=request.root)
            self.world.expect(replace(ping, optional=not certain))

    async def _rest(self, stop: asyncio.Event) -> None:
        """A moment; longer while people are still waiting for what was said before."""
        await asyncio.sleep(self._dice.uniform(0, 2 * self.pause))
        while self.waiting() > self.most_open and not stop.is_set():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.2)
