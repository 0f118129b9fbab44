"""The real Slack adapter between a fake Slack and an engine that only remembers, over real HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack.app import Slack
from adapters.slack.config import SlackConfig
from adapters.slack.door import PATH
from bot.errors import FirstlineError
from bot.messages import Message
from tests.contract.fake_slack import BOT_USER, SECRET, TOKEN, Channel, FakeSlack
from tests.contract.slack_web_api import running

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class DatabaseGone(FirstlineError):
    """The database does not answer."""


@dataclass
class Recorder:
    """An engine that remembers what it was given, once each, and fails when told to."""

    handled: list[Message] = field(default_factory=list)
    failures: int = 0

    async def handle(self, message: Message) -> None:
        if self.failures:
            self.failures -= 1
            raise DatabaseGone
        if message.delivery not in {known.delivery for known in self.handled}:
            self.handled.append(message)


@dataclass
class Rig:
    """Everything at once: what Slack has, what the engine got, the adapter between them."""

    slack: FakeSlack
    engine: Recorder
    adapter: Slack


@asynccontextmanager
async def open_door(**settings: object) -> AsyncIterator[Rig]:
    """A workspace with Maria in the help channel and in direct messages, and our app behind its door."""
    fake = FakeSlack(lambda: NOW, {"U0MARIA": "maria", "U0SAM": "sam"})
    fake.channels["C0HELP"] = Channel("C0HELP", {"U0MARIA", BOT_USER})
    fake.channels["C0OTHERS"] = Channel("C0OTHERS", {"U0MARIA"})
    fake.direct("U0MARIA")
    async with running(fake) as slack, aiohttp.ClientSession() as session:
        reaction = str(settings.pop("reaction", ""))
        given = {"bot_token": TOKEN, "signing_secret": SECRET, "api_url": f"{slack.url}/api/", **settings}
        engine = Recorder()
        config = SlackConfig(**given)  # type: ignore[arg-type]  # a shorthand
        adapter = Slack(config, engine, session, slack.clock, reaction=lambda: reaction)
        application = web.Application()
        if not adapter.socket_mode:
            adapter.routes(application)
        async with TestServer(application) as door:
            slack.door = str(door.make_url(PATH))
            yield Rig(slack, engine, adapter)
