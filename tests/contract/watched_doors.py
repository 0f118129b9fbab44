"""Teams, and Slack over Socket Mode, in front of a watched stack: as drivers, with doors and an HTTP client watched."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack.app import Slack
from adapters.slack.config import SlackConfig
from adapters.teams.app import PATH, Teams
from bot.telemetry.calls import call_traces
from bot.telemetry.listener import watched_doors
from tests.contract.drivers.slack import workspace
from tests.contract.fake_connector import FakeConnector, serve
from tests.contract.fake_slack import APP_TOKEN, TOKEN, FakeSlack
from tests.contract.fake_teams import FakeTeams
from tests.contract.slack_web_api import SlackWebApi
from tests.contract.watched import WatchedStack

Json = dict[str, Any]
TICKET = "canary-ticket-of-the-socket"
"""Whoever knows it may listen in Slack's place of us."""


@asynccontextmanager
async def teams(stack: WatchedStack) -> AsyncIterator[FakeTeams]:
    """People in Teams."""
    traced = list(call_traces(stack.watch.traces))
    async with (
        serve(FakeConnector()) as connector,
        aiohttp.ClientSession(trace_configs=traced) as ours,
        aiohttp.ClientSession() as theirs,
    ):
        adapter = Teams(connector.config(), stack.handler, ours, stack.clock)
        await stack.attach(adapter.platform)
        doors = watched_doors(stack.watch.metrics)
        adapter.routes(doors)
        async with TestServer(doors) as server:
            yield FakeTeams(connector, theirs, str(server.make_url(PATH)), stack.clock)


@dataclass
class SocketSlack:
    """Slack's end of Socket Mode. Without `healthy` it gives out tickets to a socket that nobody serves."""

    slack: FakeSlack
    healthy: bool = True
    tickets: int = 0
    opened: asyncio.Queue[web.WebSocketResponse] = field(default_factory=asyncio.Queue)
    answers: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def routes(self, app: web.Application) -> None:
        app.router.add_post("/api/apps.connections.open", self._open)
        app.router.add_post("/api/{method}", SlackWebApi(self.slack).serve)
        app.router.add_get("/socket", self._serve)

    async def _open(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == f"Bearer {APP_TOKEN}"
        self.tickets += 1
        path = "socket" if self.healthy else "gone"
        return web.json_response(
            {"ok": True, "url": f"{self.slack.url.replace('http', 'ws', 1)}/{path}?ticket={TICKET}"}
        )

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        assert request.query["ticket"] == TICKET
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await self.opened.put(socket)
        async for message in socket:
            await self.answers.put(message.json())
        return socket

    async def say(self, text: str) -> Json:
        """Maria writes in her direct messages; the answer to the envelope."""
        message = self.slack.write("U0MARIA", "D0MARIA", text)
        event = self.slack.event({**message, "type": "message"}, "D0MARIA")
        socket = await self.opened.get()
        await self.opened.put(socket)
        await socket.send_json({"envelope_id": f"e{next(self._ids)}", "type": "events_api", "payload": event})
        return await self.answers.get()


@asynccontextmanager
async def socket_slack(stack: WatchedStack, *, healthy: bool = True) -> AsyncIterator[SocketSlack]:
    """Slack, connected by a socket that we opened."""
    theirs, app = SocketSlack(workspace(stack), healthy), web.Application()
    theirs.routes(app)
    traced = list(call_traces(stack.watch.traces))
    async with TestServer(app) as server, aiohttp.ClientSession(trace_configs=traced) as session:
        theirs.slack.url = str(server.make_url("")).rstrip("/")
        config = SlackConfig(bot_token=TOKEN, app_token=APP_TOKEN, api_url=f"{theirs.slack.url}/api/")
        adapter, stop = Slack(config, stack.handler, session, stack.clock), asyncio.Event()
        await stack.attach(adapter.platform)
        running = asyncio.create_task(adapter.run_socket(stop))
        try:
            yield theirs
        finally:
            stop.set()
            await running
