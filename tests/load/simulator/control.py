"""The simulator as a process of its own, controlled over loopback HTTP, so that it takes no time from what is measured.

`python -m tests.load.simulator` prints its address; `Remote` is the other end.
"""

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import psutil
from aiohttp import web

from tests.load.plant import plant
from tests.load.simulator.slack import SimulatedSlack, simulated_slack
from tests.load.simulator.slack_api import problems, unchecked
from tests.load.simulator.slack_load import Load
from tests.load.simulator.weather import Weather

Json = dict[str, Any]
ROOT = Path(__file__).parents[3]
CHECKED = 500
"""Messages of a report that are held against Slack's rules: each takes some milliseconds."""


@dataclass
class Control:
    """What can be asked of the process; each method answers one verb."""

    world: SimulatedSlack
    load: Load = field(init=False)

    def __post_init__(self) -> None:
        self.load = Load(self.world)

    async def serve(self, request: web.Request) -> web.Response:
        """One request."""
        verbs: dict[str, Callable[[Json], Awaitable[Json]]] = {
            "doors": self._doors,
            "weather": self._weather,
            "hire": self._hire,
            "dismiss": self._dismiss,
            "questions": self._questions,
            "burst": self._burst,
            "steady": self._steady,
            "quiet": self._quiet,
            "state": self._state,
            "report": self._report,
        }  # fmt: skip - a table
        return web.json_response(await verbs[request.match_info["verb"]](await request.json()))

    async def _doors(self, asked: Json) -> Json:
        self.world.courier.doors = asked["doors"]
        return self.world.settings()

    async def _weather(self, asked: Json) -> Json:
        self.world.sky.weather = Weather(**asked)
        return {}

    async def _hire(self, asked: Json) -> Json:
        self.load.hire(asked["people"])
        return {}

    async def _dismiss(self, _: Json) -> Json:
        self.world.dismiss()
        return {}

    async def _questions(self, asked: Json) -> Json:
        self.load.questions = tuple(asked["texts"])
        return {}

    async def _burst(self, asked: Json) -> Json:
        await self.load.burst(asked["kind"], asked["number"], asked["at_once"])
        return {}

    async def _steady(self, asked: Json) -> Json:
        await self.load.steady(asked["kind"], asked["rate"], asked["seconds"])
        return {}

    async def _quiet(self, asked: Json) -> Json:
        await self.world.until_quiet(asked["patience"])
        return await self._state(asked)

    async def _state(self, _: Json) -> Json:
        return {"seen": len(self.world.sightings.rows), "waiting": len(self.world.outstanding)}

    async def _report(self, asked: Json) -> Json:
        """Everything since the last report, and forget it; `checked` messages are held against the rules."""
        world = self.world
        judgement = world.judged()
        report = {
            "judgement": asdict(judgement),
            "attempts": [asdict(attempt) for attempt in world.courier.attempts],
            "latencies": list(world.outstanding.latencies),
            "answered": dict(world.api.answered),
            "errors": dict(world.api.errors),
            "problems": problems(world.slack, asked.get("checked", CHECKED)),
            "given_up": len(world.courier.given_up),
        }
        _forget(world)
        return report


def _forget(world: SimulatedSlack) -> None:
    world.sightings.forget()
    for gathered in (world.courier.attempts, world.outstanding.latencies, world.expected):
        gathered.clear()
    for counted in (world.api.answered, world.api.errors, world.api.versions, world.outstanding.waiting):
        counted.clear()
    for known in (world.confined, world.unacknowledged, world.courier.given_up):
        known.clear()
    for channel in world.slack.channels.values():
        channel.forget()


async def serve(teams: int, seed: int) -> None:
    """Be the simulator until standard input ends, as it does when whoever started us is gone."""
    async with simulated_slack(plant(teams), seed=seed, rules=unchecked) as world:
        application = web.Application(client_max_size=2**24)
        application.router.add_post("/{verb}", Control(world).serve)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(json.dumps({"control": f"http://127.0.0.1:{runner.addresses[0][1]}"}), flush=True)
        await asyncio.to_thread(sys.stdin.read)
        await runner.cleanup()


@dataclass(frozen=True, slots=True)
class Remote:
    """A simulator in another process."""

    address: str
    session: aiohttp.ClientSession
    pid: int

    @property
    def cpu_seconds(self) -> float:
        """Time that it has used on a core: where that is near the time that has passed, it is what holds others up."""
        return float(sum(psutil.Process(self.pid).cpu_times()[:2]))

    @property
    def memory(self) -> float:
        """Megabytes resident."""
        return float(psutil.Process(self.pid).memory_info().rss) / 2**20

    async def ask(self, verb: str, **asked: object) -> Json:
        """Have it do something, and wait until it is done."""
        async with self.session.post(f"{self.address}/{verb}", json=asked) as answer:
            answer.raise_for_status()
            told: Json = await answer.json()
            return told


@asynccontextmanager
async def remote(teams: int, seed: int) -> AsyncIterator[Remote]:
    """Start one, and end it with the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.load.simulator",
        str(teams),
        str(seed),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip - one line of arguments
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        address = json.loads(await process.stdout.readline())["control"]
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout()) as session:
            yield Remote(address, session, process.pid)
    finally:
        process.stdin.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 10)
        if process.returncode is None:
            process.kill()
            await process.wait()
