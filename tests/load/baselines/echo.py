"""How many messages a bot echoes in a second: signed events in at its door, posts out at the simulated Slack."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import psutil
from aiohttp import web

from tests.contract.fake_slack import FakeSlack
from tests.load.baselines.echo_api import EchoApi
from tests.load.baselines.environment import NotDriven
from tests.load.scenario import Options
from tests.load.simulator.marks import Marks, marks_in
from tests.load.simulator.seen import Seen
from tests.load.simulator.slack_courier import Courier
from tests.load.simulator.slack_pace import Pace
from tests.load.simulator.weather import Sky

EMPLOYEES = 50
AT_ONCE = 20
"""Events under way to the door at a time."""
PATIENCE = 30.0
"""Seconds without a new echo after which the rest counts as lost."""
_POLL = 0.05


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of `events`, in `seconds` from the first event's start to the last echo."""

    events: int
    echoes: int
    seconds: float
    acknowledged_p99: float
    """Seconds until the door answered."""
    cpu_seconds: float
    calls: int
    """Calls of the API beside the echoes."""

    @property
    def per_second(self) -> float:
        """Echoes a second."""
        return self.echoes / self.seconds if self.seconds else 0.0

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of a core that the bot uses for an echo: what a busy machine distorts least."""
        return 1000 * self.cpu_seconds / self.echoes if self.echoes else 0.0

    @property
    def lost(self) -> int:
        """Events that were never echoed."""
        return self.events - self.echoes


@dataclass(frozen=True, slots=True)
class Started:
    """A bot that runs: where it takes events, and the process that does it."""

    door: str
    pid: int

    @property
    def cpu_seconds(self) -> float:
        """Time that it has used on a core so far."""
        times = psutil.Process(self.pid).cpu_times()
        return float(times.user + times.system)


Start = Callable[[str, Path], AbstractAsyncContextManager[Started]]
"""Runs a bot while the block lasts, told of the address of Slack's API and the file for its log."""


@dataclass(slots=True)
class Echoes:
    """The simulated Slack with the echoes seen so far, by mark."""

    slack: FakeSlack
    courier: Courier
    seen: dict[str, float]
    api: EchoApi
    patience: float = PATIENCE

    async def send(self, marks: Sequence[str]) -> None:
        """An event for each mark, from the employees in turn, some at once."""
        gate = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(self._say(number, mark, gate) for number, mark in enumerate(marks)))

    async def until_echoed(self, marks: Sequence[str]) -> None:
        """Until all are there, or none has come for long."""
        left, since = set(marks) - self.seen.keys(), time.monotonic()
        while left and time.monotonic() - since < self.patience:
            await asyncio.sleep(_POLL)
            now_left = left - self.seen.keys()
            left, since = now_left, since if len(now_left) == len(left) else time.monotonic()

    async def _say(self, number: int, mark: str, gate: asyncio.Semaphore) -> None:
        user = f"U0E{number % EMPLOYEES:06d}"
        self.slack.users.setdefault(user, user)
        channel = self.slack.direct(user)
        async with gate:
            message = self.slack.write(user, channel, f"please echo {mark}")
            await self.courier.event(self.slack.event(message, channel))


async def measure(start: Start, events: int, options: Options, log: str, patience: float = PATIENCE) -> Figures:
    """Start the bot, let it warm up with a message of each employee, then measure. Raises NotDriven."""
    folder = options.out / "baselines"
    folder.mkdir(parents=True, exist_ok=True)
    async with _slack() as echoes, start(f"{echoes.slack.url}/api/", folder / log) as bot:
        echoes.courier.doors.append(bot.door)
        echoes.patience = patience
        marks = Marks(options.seed)
        warm = [marks.new() for _ in range(EMPLOYEES)]
        await echoes.send(warm)
        await echoes.until_echoed(warm)
        if not echoes.seen:
            raise NotDriven("it starts, and never echoes")
        return await _measured(bot, echoes, [marks.new() for _ in range(events)])


async def _measured(bot: Started, echoes: Echoes, marks: Sequence[str]) -> Figures:
    calls, knocks, began = echoes.api.answered.total(), len(echoes.courier.attempts), time.perf_counter()
    used = bot.cpu_seconds
    await echoes.send(marks)
    await echoes.until_echoed(marks)
    used = bot.cpu_seconds - used
    times = [echoes.seen[mark] for mark in marks if mark in echoes.seen]
    waits = sorted(attempt.took for attempt in echoes.courier.attempts[knocks:])
    return Figures(
        events=len(marks),
        echoes=len(times),
        seconds=max(times, default=began) - began,
        acknowledged_p99=waits[int(len(waits) * 0.99)],
        cpu_seconds=used,
        calls=echoes.api.answered.total() - calls - len(times),
    )


@asynccontextmanager
async def _slack() -> AsyncIterator[Echoes]:
    async with AsyncExitStack() as stack:
        connector = aiohttp.TCPConnector(limit=0)
        session = await stack.enter_async_context(aiohttp.ClientSession(connector=connector))
        fake, sky, seen = FakeSlack(lambda: datetime.now(UTC)), Sky(), dict[str, float]()

        def see(row: Seen) -> None:
            seen.update((mark, time.perf_counter()) for mark in marks_in(row.text) if mark not in seen)

        echoes = Echoes(fake, Courier(sky, session), seen, EchoApi(fake, sky, see, pace=Pace(1e9)))
        application = web.Application()
        echoes.api.routes(application)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield echoes
