"""Load on the app: so many at once, or so many a second whether it keeps up or not."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count

from tests.load.simulator.seen import Expected
from tests.load.simulator.slack import SimulatedSlack
from tests.load.simulator.slack_people import People

Act = Callable[[int], Awaitable[object]]
"""What the n-th employee does."""

KINDS = ("human", "question", "asked", "echo")


@dataclass(slots=True)
class Load:
    """Everybody writes in a direct channel of their own, and tickets go to the teams in turn."""

    world: SimulatedSlack
    questions: tuple[str, ...] = ()
    """What is "asked", one after the other, for ever."""
    _numbers: "count[int]" = field(default_factory=count)

    def hire(self, people: int) -> None:
        """Make so many employees before the clock runs."""
        for number in range(people):
            self.world.employee(number)

    async def burst(self, kind: str, number: int, at_once: int) -> None:
        """`number` messages as fast as they are acknowledged, never more than `at_once` of them under way."""
        act, left = self._act(kind), iter(range(number))

        async def one_after_another() -> None:
            for _ in left:
                await act(next(self._numbers))

        await asyncio.gather(*(one_after_another() for _ in range(at_once)))

    async def steady(self, kind: str, rate: float, seconds: float) -> None:
        """`rate` messages a second, each at its time, however long earlier ones take."""
        act, began = self._act(kind), time.monotonic()
        under_way = set[asyncio.Task[None]]()
        for place in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, began + place / rate - time.monotonic()))
            task = asyncio.create_task(_done(act(next(self._numbers))))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        await asyncio.gather(*under_way)

    def _act(self, kind: str) -> Act:
        return {"human": self._human, "question": self._question, "asked": self._asked, "echo": self._echo}[kind]

    async def _human(self, number: int) -> None:
        teams = self.world.plant.teams
        await People(self.world).ask_for_human(self.world.employee(number), teams[number % len(teams)])

    async def _question(self, number: int) -> None:
        await People(self.world).ask_known(self.world.employee(number))

    async def _asked(self, number: int) -> None:
        people, words = People(self.world), self.questions[number % len(self.questions)]
        await people.ask_anything(self.world.employee(number), words)

    async def _echo(self, number: int) -> None:
        """For a baseline: the same words must come back."""
        world, channel, mark = self.world, self.world.employee(number), self.world.marks.new()
        message = world.slack.write("U" + channel[1:], channel, f"I need a human, my machine is stuck {mark}")
        world.expect(Expected(mark, "slack", channel, since=world.sky.clock()))
        await world.courier.event(world.slack.event(message, channel))


async def _done(act: Awaitable[object]) -> None:
    await act
