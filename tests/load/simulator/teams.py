"""A Microsoft Teams of our own: token issuer, Bot Connector, and a tenant full of people, on one port of loopback."""

import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import aiohttp
from aiohttp import web

from adapters.teams.app import PATH
from tests.contract.fake_connector import CHANNELS, NAMES, FakeConnector, Posted
from tests.contract.fake_issuer import APP_ID, APP_PASSWORD, TENANT
from tests.contract.fake_teams import FakeTeams
from tests.contract.teams_faults import Fault
from tests.load.plant import Team
from tests.load.simulator.seen import Seen, Sightings
from tests.load.simulator.teams_courier import Courier
from tests.load.simulator.teams_people import People
from tests.load.simulator.teams_weather import Fate
from tests.load.simulator.weather import Sky

_READ = frozenset({"text", "title", "value", "label", "placeholder"})
"""Properties of an activity whose words people read."""
_UNREAD = frozenset({"data", "fallback", "msteams"})
"""Properties whose words nobody sees."""


@dataclass(frozen=True, slots=True)
class Company:
    """Who works there: the five of the contract tests' desk, `employees` more ("e0", "e1"…), and those of `teams`."""

    employees: int = 100
    teams: tuple[Team, ...] = ()

    @property
    def names(self) -> dict[str, str]:
        """Everybody, by id."""
        agents = {agent_of(team): f"Agent of {team.name}" for team in self.teams}
        return NAMES | {who: f"Employee {who}" for who in self.staff} | agents

    @property
    def channels(self) -> tuple[str, ...]:
        """Everywhere that people and the bot are together."""
        of_teams = (name for team in self.teams for name in (triage_of(team), f"19:leads-{team.name}@thread.tacv2"))
        return (*CHANNELS, *of_teams)

    @property
    def staff(self) -> tuple[str, ...]:
        """Those who only ask."""
        return tuple(f"e{number}" for number in range(self.employees))


@dataclass(slots=True)
class TeamsSimulator:
    """`connector` keeps what the bot posted, `sightings` what people could see when; `sky` is the weather.

    `scale` stretches the windows of the rate limits: 1 is Microsoft's own.
    """

    company: Company = field(default_factory=Company)
    sightings: Sightings = field(default_factory=Sightings)
    sky: Sky = field(default_factory=Sky)
    scale: float = 1.0
    clock: Callable[[], float] = time.time
    fate: Fate = field(init=False)
    connector: FakeConnector = field(init=False)
    _untold: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self.fate = Fate(self.sky, self.scale)
        self.connector = FakeConnector(self.company.names, self.company.channels, self._meet, self._see)

    def environment(self) -> dict[str, str]:
        """Settings of a Firstline that talks to this Teams; once it is served."""
        address = self.connector.service_url.removesuffix("/teams/")
        teams = {
            "APP_ID": APP_ID,
            "APP_PASSWORD": APP_PASSWORD,
            "TENANT_ID": TENANT,
            "OPENID_METADATA_URL": f"{address}/openid",
            "LOGIN_URL": address,
            "SERVICE_URL": self.connector.service_url,
            "ALLOWED_SERVICE_HOSTS": '["127.0.0.1"]',
        }
        return {f"FIRSTLINE_TEAMS__{name}": value for name, value in teams.items()}

    def people(self, session: aiohttp.ClientSession, doors: Sequence[str]) -> People:
        """The people, in front of the doors (addresses such as http://127.0.0.1:3978)."""
        urls = [f"{door.rstrip('/')}{PATH}" for door in doors]
        courier = Courier(self.connector, session, urls, self.sky)
        return People(FakeTeams(self.connector, session, urls[0], self._now), courier)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self.clock(), UTC)

    def _meet(self, method: str, conversation: str) -> Fault | None:
        fault = self.fate.meet(method, conversation)
        self._untold = fault is not None and fault.fails
        return fault

    def _see(self, posted: Posted) -> None:
        """The connector sees to a call without a pause after its fate is decided, so `_untold` is of this call."""
        self.sightings.add(sighting(posted, self.clock(), unknowable=self._untold))


def agent_of(team: Team) -> str:
    """The only member of a team of the plant, by the name that its directory id is made of."""
    return f"agent-{team.name}"


def triage_of(team: Team) -> str:
    """The team's triage channel in Teams."""
    return f"19:triage-{team.name}@thread.tacv2"


def sighting(posted: Posted, at: float, *, unknowable: bool = False) -> Seen:
    """What people see of it. In Teams all that is for one person comes in the chat with that person."""
    words = "\n".join(_words(posted.activity.get("attachments") or posted.activity))
    return Seen(at, "teams", posted.base, posted.root, posted.id, words, posted.edits + 1, unknowable=unknowable)


@asynccontextmanager
async def serving(
    simulator: TeamsSimulator, *further: Callable[[web.Application], None]
) -> AsyncIterator[TeamsSimulator]:
    """The simulator listening on a free port of loopback, with `further` routes beside its own."""
    app = web.Application(client_max_size=1 << 20)
    for mount in (simulator.connector.routes, *further):
        mount(app)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        simulator.connector.service_url = f"http://127.0.0.1:{runner.addresses[0][1]}/teams/"
        yield simulator
    finally:
        await runner.cleanup()


def _words(found: object) -> Iterator[str]:
    match found:
        case dict():
            for name, value in found.items():
                if name not in _UNREAD:
                    yield from ([value] if name in _READ and isinstance(value, str) else _words(value))
        case list():
            for each in found:
                yield from _words(each)
