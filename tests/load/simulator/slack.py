"""A simulated Slack: one workspace with weather, its people's events going out, and a ledger of what they saw."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import aiohttp
from aiohttp import web

from tests.contract.fake_slack import BOT_USER, SECRET, TOKEN, Channel, FakeSlack
from tests.contract.slack_rules import message_problems
from tests.load.faults.ports import kept_port
from tests.load.plant import Plant
from tests.load.simulator.judge import Judgement, judge
from tests.load.simulator.marks import Marks
from tests.load.simulator.seen import Confined, Expected, Posted, Seen, Sightings
from tests.load.simulator.slack_api import WeatheredApi
from tests.load.simulator.slack_courier import Courier
from tests.load.simulator.weather import FAIR, Sky, Weather

Json = dict[str, Any]
Rules = Callable[[Json], list[str]]

HELP = "C0HELP"
HIRED = "U0E"
"""How the ids of employees begin."""
_POLL = 0.05


@dataclass
class Outstanding:
    """What is still waited for, and when the rest was first seen."""

    waiting: dict[str, list[Expected]] = field(default_factory=lambda: defaultdict(list))
    """By channel."""
    latencies: list[tuple[float, float]] = field(default_factory=list)
    """(when it was caused, seconds until it was seen)."""

    def expect(self, expected: Expected) -> None:
        """Wait for it."""
        self.waiting[expected.channel].append(expected)

    def see(self, seen: Seen) -> None:
        """Cross out what this is."""
        there = self.waiting.get(seen.channel)
        first = next((each for each in there or () if each.fits(seen) and each.at_last in seen.text), None)
        if there and first:
            there.remove(first)
            self.latencies.append((first.since, seen.at - first.since))

    def excuse(self, cause: str) -> None:
        """Wait no longer for what this would have shown."""
        for channel, there in self.waiting.items():
            self.waiting[channel] = [each for each in there if each.cause != cause]

    def since(self, moment: float) -> int:
        """How many are waited for that were caused by then."""
        return sum(each.since <= moment for there in self.waiting.values() for each in there)

    def __len__(self) -> int:
        return sum(map(len, self.waiting.values()))


@dataclass
class SimulatedSlack:
    """Everything that belongs to the simulated workspace. `expect` what must come of what people do, then `judged`."""

    slack: FakeSlack
    sky: Sky
    courier: Courier
    marks: Marks
    plant: Plant
    sightings: Sightings = field(default_factory=Sightings)
    outstanding: Outstanding = field(default_factory=Outstanding)
    expected: list[Expected] = field(default_factory=list)
    confined: list[Confined] = field(default_factory=list)
    unacknowledged: set[str] = field(default_factory=set)
    """Causes of which `excuse` was told."""
    api: WeatheredApi = field(init=False)
    entrance: "Entrance" = field(init=False)
    """Where the app's calls come in."""

    def __post_init__(self) -> None:
        self.api = WeatheredApi(self.slack, self.sky, self._see)

    def settings(self) -> dict[str, str]:
        """What Firstline must be told to be the app of this workspace."""
        return {
            "FIRSTLINE_SLACK__BOT_TOKEN": TOKEN,
            "FIRSTLINE_SLACK__SIGNING_SECRET": SECRET,
            "FIRSTLINE_SLACK__API_URL": f"{self.slack.url}/api/",
        }

    def expect(self, expected: Expected) -> None:
        """This must be seen from now on, or may be, if it is optional."""
        self.expected.append(expected)
        if not expected.optional:
            self.outstanding.expect(expected)

    def excuse(self, cause: str) -> None:
        """Nobody acknowledged it and nobody sends it again: what it would have shown may be missing."""
        self.unacknowledged.add(cause)
        self.outstanding.excuse(cause)

    def employee(self, number: int) -> str:
        """The direct channel of an employee, who is hired if need be."""
        user = f"{HIRED}{number:06d}"
        self.slack.users.setdefault(user, f"employee {number}")
        self.slack.channels[HELP].members.add(user)
        return self.slack.direct(user)

    def dismiss(self) -> None:
        """Let all employees go, with their direct channels, so that a long run may hire new ones for ever."""
        gone = {user for user in self.slack.users if user.startswith(HIRED)}
        for user in gone:
            del self.slack.users[user]
            channel = self.slack.direct(user)
            self.api.pace.forget(channel)
            del self.slack.channels[channel]
        self.slack.channels[HELP].members -= gone

    async def until_seen(self, channel: str, words: str, patience: float) -> Json | None:
        """Our first message with these words in the channel, or None when patience ends."""
        for _ in range(max(1, int(patience / _POLL))):
            for seen in reversed(self.sightings.of(channel)):
                if words in seen.text and not seen.private_to:
                    return self.slack.channels[channel].message(seen.id)
            await asyncio.sleep(_POLL)
        return None

    async def until_quiet(self, patience: float) -> None:
        """Until nothing is waited for any more, or nothing new was seen for `patience` seconds."""
        await self.courier.finish()
        still, seen = time.monotonic(), len(self.sightings.rows)
        while self.outstanding and time.monotonic() - still < patience:
            await asyncio.sleep(_POLL)
            if len(self.sightings.rows) != seen:
                still, seen = time.monotonic(), len(self.sightings.rows)

    def judged(self, posted: Iterable[Posted] = ()) -> Judgement:
        """What was seen against what had to be seen, and against what Firstline holds for posted, if that is told."""
        expected = [
            replace(each, optional=each.optional or each.cause in self.unacknowledged) for each in self.expected
        ]
        return judge(expected, self.sightings.rows, self.confined, posted)

    def _see(self, seen: Seen) -> None:
        self.sightings.add(seen)
        self.outstanding.see(seen)


@asynccontextmanager
async def simulated_slack(
    plant: Plant, weather: Weather = FAIR, seed: int = 1, rules: Rules = message_problems
) -> AsyncIterator[SimulatedSlack]:
    """The workspace of the plant, listening on a free port of this machine until the block ends."""
    fake = FakeSlack(lambda: datetime.now(UTC))
    fake.channels[HELP] = Channel(HELP, {BOT_USER})
    for team in plant.teams:
        fake.users[team.agent] = f"Agent of {team.name}"
        fake.channels[team.triage] = Channel(team.triage, {BOT_USER, team.agent})
        fake.channels[team.leads] = Channel(team.leads, {BOT_USER, team.agent})
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        sky = Sky(weather, seed)
        world = SimulatedSlack(fake, sky, Courier(sky, session), Marks(seed), plant)
        world.api.rules = rules
        application = web.Application()
        world.api.routes(application)
        async with _listening(application) as world.entrance:
            fake.url = world.entrance.url
            yield world


@dataclass
class Entrance:
    """Listens on a free port of this machine. While it is shut, connections are refused there."""

    runner: web.AppRunner
    port: int
    _site: web.TCPSite | None = None

    @property
    def url(self) -> str:
        """Where it is, open or shut."""
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> None:
        """Listen, at the same address as before."""
        if self._site is None:
            self._site = web.TCPSite(self.runner, "127.0.0.1", self.port)
            await self._site.start()

    async def shut(self) -> None:
        """Refuse connections until `open`."""
        if self._site is not None:
            await self._site.stop()
            self._site = None


@asynccontextmanager
async def _listening(application: web.Application) -> AsyncIterator[Entrance]:
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    with kept_port() as port:
        try:
            entrance = Entrance(runner, port)
            await entrance.open()
            yield entrance
        finally:
            await runner.cleanup()
