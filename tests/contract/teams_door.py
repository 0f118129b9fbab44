"""A Teams door with something behind it that remembers what came through, for the tests of the door and the clients."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams.app import PATH, Teams
from bot.errors import DatabaseBusy
from bot.messages import Message
from tests.contract.fake_connector import FakeConnector, serve
from tests.contract.fake_teams import FakeTeams


@dataclass
class Heard:
    """Remembers messages; fails while `broken`."""

    messages: list[Message] = field(default_factory=list)
    broken: bool = False

    async def handle(self, message: Message) -> None:
        if self.broken:
            raise DatabaseBusy
        self.messages.append(message)


@dataclass
class SetClock:
    now: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


@dataclass
class Rig:
    """Everything on both sides of the adapter."""

    connector: FakeConnector
    people: FakeTeams
    heard: Heard
    teams: Teams
    clock: SetClock


@asynccontextmanager
async def open_door(**changes: Any) -> AsyncIterator[Rig]:
    """A door with the fake connector's settings, changed as asked."""
    clock, heard = SetClock(), Heard()
    async with serve(FakeConnector()) as connector, aiohttp.ClientSession() as session:
        teams = Teams(connector.config(**changes), heard, session, clock)
        app = web.Application()
        teams.routes(app)
        async with TestServer(app) as server:
            people = FakeTeams(connector, session, str(server.make_url(PATH)), clock)
            yield Rig(connector, people, heard, teams, clock)
