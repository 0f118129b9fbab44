"""A Slack workspace with weather: it takes posts, remembers what people saw, and delivers events as Slack does."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

from adapters.slack.signature import sign
from bot.app import utc_now
from tests.contract.fake_slack import BOT_USER, SECRET, TOKEN, Channel, FakeSlack
from tests.contract.slack_web_api import Failure, SlackWebApi, read_arguments
from tests.load.faults.ports import free_port
from tests.load.simulator.seen import Seen, Sightings
from tests.load.simulator.weather import ACCEPTED_UNTOLD, FAIR, Sky, Trouble

Json = dict[str, Any]

RETRIES = (0.0, 0.0, 60.0, 300.0)
"""Seconds that Slack waits before each of its attempts: at once, at once again, after one minute, after five."""
BURST = 3.0
"""Messages that a channel takes faster than one a second, before it says 429."""
POSTING = frozenset({"chat.postMessage", "chat.postEphemeral"})


@dataclass
class Workspace:
    """`sky` decides what goes wrong, `seen` is what people saw, `counts` what happened how often."""

    slack: FakeSlack
    sky: Sky
    seen: Sightings = field(default_factory=Sightings)
    counts: Counter[str] = field(default_factory=Counter)
    hanging: bool = False
    """While the sky is down: connections are taken and nothing is answered, instead of answers with 503."""
    runner: web.AppRunner | None = None
    _session: aiohttp.ClientSession | None = None
    _site: web.TCPSite | None = None
    _tokens: dict[str, tuple[float, float]] = field(default_factory=dict)
    _versions: Counter[str] = field(default_factory=Counter)

    def settings(self) -> dict[str, str]:
        """What Firstline must be told to be an app of this workspace."""
        return {
            "FIRSTLINE_SLACK__BOT_TOKEN": TOKEN,
            "FIRSTLINE_SLACK__SIGNING_SECRET": SECRET,
            "FIRSTLINE_SLACK__API_URL": f"{self.slack.url}/api/",
            "FIRSTLINE_SLACK__PERMALINK_BASE": "https://first.slack.com",
            "FIRSTLINE_PLAYGROUND__ENABLED": "false",
        }

    def add_channel(self, id: str, *people: str) -> None:
        """A channel in which our app is."""
        self.slack.channels[id] = Channel(id, {*people, BOT_USER})

    # ------------------------------------------------------------ events out

    async def deliver(self, payload: Json) -> bool:
        """Deliver the event as Slack does, until it is acknowledged; False when Slack has given up."""
        body = json.dumps(payload).encode()
        for retry, pause in enumerate(RETRIES):
            await asyncio.sleep(self.sky.weather.seconds(pause))
            self.counts["deliveries"] += 1
            if await self._knock(body, retry):
                return True
        self.counts["given up by Slack"] += 1
        return False

    async def _knock(self, body: bytes, retry: int) -> bool:
        """One attempt; whether it was acknowledged in time."""
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": sign(SECRET, timestamp, body),
            **({"X-Slack-Retry-Num": str(retry)} if retry else {}),
        }
        limit = aiohttp.ClientTimeout(total=self.sky.weather.patience)
        try:
            async with self._client().post(self.slack.door, data=body, headers=headers, timeout=limit) as answer:
                await answer.read()
                self.counts[f"door {answer.status}"] += 1
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self.counts[f"door {type(error).__name__}"] += 1
            return False

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, force_close=True))
        return self._session

    async def open(self) -> None:
        """Listen, at the same address as before."""
        if self._site is None and self.runner is not None:
            self._site = web.TCPSite(self.runner, "127.0.0.1", urlsplit(self.slack.url).port or 0)
            await self._site.start()
            self.slack.url = self._site.name

    async def shut(self) -> None:
        """Refuse connections until `open`."""
        if self._site is not None:
            await self._site.stop()
            self._site = None

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()

    # ------------------------------------------------------------ posts in

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One call of the Web API."""
        try:
            arguments = await read_arguments(request)
        except ConnectionError:  # whoever called was killed in the middle of it
            self.counts["calls cut off"] += 1
            raise web.HTTPBadRequest from None
        if self.sky.down:
            return await self._absent(request)
        trouble = self.sky.trouble()
        self.counts["calls" if trouble is Trouble.NONE else f"calls {trouble}"] += 1
        if trouble is Trouble.LIMITED:
            return _limited(self.sky.weather.retry_after)
        if trouble is Trouble.FAILED_BEFORE:
            return web.Response(status=503, text="<html>no</html>")
        if trouble is Trouble.SLOW:
            await asyncio.sleep(self.sky.weather.slowness)
        return self._accept(request, arguments, trouble)

    def _accept(self, request: web.Request, arguments: Json, trouble: Trouble) -> web.StreamResponse:
        method = request.match_info["method"]
        if method in POSTING and not self._has_room(arguments["channel"]):
            self.counts["over the channel's rate"] += 1
            return _limited(1)
        try:
            answer = SlackWebApi(self.slack).answer(request.headers.get("Authorization", ""), method, arguments)
        except Failure as failure:
            self.counts[f"refused {failure}"] += 1
            return web.json_response({"ok": False, "error": str(failure)})
        self._note(method, arguments, answer, untold=trouble in ACCEPTED_UNTOLD)
        if trouble is Trouble.FAILED_AFTER:
            return web.Response(status=500, text="<html>no</html>")
        if trouble is Trouble.DROPPED_AFTER and request.transport:
            request.transport.abort()
        return web.json_response({"ok": True, **answer})

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """An answer at a command's `response_url`."""
        return await self._absent(request) if self.sky.down else await SlackWebApi(self.slack).hook(request)

    async def _absent(self, request: web.Request) -> web.StreamResponse:
        self.counts["calls while it was gone"] += 1
        if self.hanging:
            await asyncio.sleep(30)
        return web.Response(status=503, text="<html>gone</html>")

    def _has_room(self, channel: str) -> bool:
        now = time.monotonic()
        left, at = self._tokens.get(channel, (BURST, now))
        left = min(BURST, left + now - at)
        self._tokens[channel] = (left - 1 if left >= 1 else left, now)
        return left >= 1

    def _note(self, method: str, arguments: Json, answer: Json, *, untold: bool) -> None:
        if method in POSTING:
            id, private = answer.get("ts") or answer["message_ts"], arguments.get("user", "")
            key = ((arguments.get("metadata") or {}).get("event_payload") or {}).get("key", "")
        elif method == "chat.update":
            id, private, key = arguments["ts"], "", ""
        else:
            return
        self._versions[id] += 1
        text = json.dumps([arguments.get("text"), arguments.get("blocks")], ensure_ascii=False)
        where = "slack", arguments["channel"], arguments.get("thread_ts", ""), id, text
        self.seen.add(Seen(time.time(), *where, self._versions[id], private, key, untold and bool(private)))


def _limited(seconds: int) -> web.Response:
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(seconds)})


@asynccontextmanager
async def opened(sky: Sky | None = None) -> AsyncIterator[Workspace]:
    """A workspace that listens on a free port of this machine until the block ends."""
    workspace = Workspace(FakeSlack(utc_now), sky or Sky(FAIR))
    application = web.Application()
    application.router.add_post("/api/{method}", workspace.serve)
    application.router.add_post("/hooks/{id}", workspace.respond)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    workspace.runner, workspace.slack.url = runner, f"http://127.0.0.1:{free_port()}"
    await workspace.open()
    try:
        yield workspace
    finally:
        await workspace.close()
        await runner.cleanup()
