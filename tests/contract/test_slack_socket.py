"""Socket Mode (S11): an envelope is acknowledged when what it carries has been committed, and not before."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack.app import Slack
from adapters.slack.config import SlackConfig
from bot.errors import Misconfigured
from tests.contract.fake_slack import APP_TOKEN, BOT_USER, TOKEN, Channel, FakeSlack
from tests.contract.slack_rig import NOW, Recorder

Json = dict[str, Any]


@dataclass
class Socket:
    """Slack's end of the WebSocket: sends envelopes, keeps what comes back."""

    connected: asyncio.Queue[web.WebSocketResponse] = field(default_factory=asyncio.Queue)
    answers: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)
    base: str = ""

    async def open(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == f"Bearer {APP_TOKEN}"
        return web.json_response({"ok": True, "url": self.base.replace("http", "ws", 1) + "/socket"})

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await self.connected.put(socket)
        async for message in socket:
            await self.answers.put(message.json())
        return socket


@asynccontextmanager
async def connected(engine: Recorder) -> AsyncIterator[tuple[Socket, web.WebSocketResponse, asyncio.Event]]:
    socket, application = Socket(), web.Application()
    application.router.add_post("/api/apps.connections.open", socket.open)
    application.router.add_get("/socket", socket.serve)
    async with TestServer(application) as server, aiohttp.ClientSession() as session:
        socket.base = str(server.make_url("")).rstrip("/")
        config = SlackConfig(bot_token=TOKEN, app_token=APP_TOKEN, api_url=f"{socket.base}/api/")
        stop = asyncio.Event()
        running = asyncio.create_task(Slack(config, engine, session, lambda: NOW).run_socket(stop))
        yield socket, await socket.connected.get(), stop
        stop.set()
        await running


def workspace() -> FakeSlack:
    fake = FakeSlack(lambda: NOW, {"U0MARIA": "maria"})
    fake.channels["C0HELP"] = Channel("C0HELP", {"U0MARIA", BOT_USER})
    return fake


def envelope(id_: str, kind: str, payload: Json) -> Json:
    return {"envelope_id": id_, "type": kind, "payload": payload, "accepts_response_payload": kind != "events_api"}


async def test_S5_an_envelope_is_acknowledged_only_when_it_was_handled() -> None:
    engine, slack = Recorder(failures=1), workspace()
    async with connected(engine) as (socket, end, _):
        failing, working = (slack.event(slack.write("U0MARIA", "C0HELP", text), "C0HELP") for text in ("one", "two"))
        await end.send_json(envelope("e1", "events_api", failing))
        await end.send_json(envelope("e2", "events_api", working))
        assert (await socket.answers.get())["envelope_id"] == "e2"
        await end.send_json(envelope("e3", "events_api", failing))
        assert (await socket.answers.get())["envelope_id"] == "e3"
        assert [message.text for message in engine.handled] == ["two", "one"]


async def test_S7_commands_and_the_unknown_are_acknowledged() -> None:
    engine, slack = Recorder(), workspace()
    async with connected(engine) as (socket, end, _):
        await end.send_json(envelope("e1", "slash_commands", slack.command("U0MARIA", "C0HELP", "help")))
        await end.send_json(envelope("e2", "interactive", {"type": "made_up_tomorrow"}))
        answers = [await socket.answers.get() for _ in range(2)]
        assert {answer["envelope_id"] for answer in answers} == {"e1", "e2"}
        assert [message.text for message in engine.handled] == ["help"]


async def test_S11_a_lost_connection_is_opened_again() -> None:
    engine, slack = Recorder(), workspace()
    async with connected(engine) as (socket, end, _):
        await end.send_json({"type": "disconnect", "reason": "refresh_requested"})
        again = await socket.connected.get()
        event = slack.event(slack.write("U0MARIA", "C0HELP", "still there?"), "C0HELP")
        await again.send_json(envelope("e1", "events_api", event))
        assert (await socket.answers.get())["envelope_id"] == "e1"


async def test_S3_socket_mode_opens_no_unverified_door() -> None:
    config = SlackConfig(bot_token=TOKEN, app_token=APP_TOKEN)
    async with aiohttp.ClientSession() as session:
        adapter = Slack(config, Recorder(), session, lambda: NOW)
        assert adapter.socket_mode
        with pytest.raises(Misconfigured):
            adapter.routes(web.Application())
