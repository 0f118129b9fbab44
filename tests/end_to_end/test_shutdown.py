"""O6: SIGTERM while posts are on their way to a Slack that does not answer."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.contract.fake_slack import SECRET, TOKEN, FakeSlack
from tests.end_to_end.process import PATIENCE, Started, start


@dataclass
class Silent:
    """A Slack that takes every post and answers none."""

    slack: FakeSlack = field(default_factory=lambda: FakeSlack(lambda: datetime.now(UTC), {"U0MARIA": "maria"}))
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    line: asyncio.Transport | None = None
    """On which the post came."""

    async def serve(self, request: web.Request) -> web.Response:
        if request.match_info["method"] == "chat.postMessage":
            self.line = request.transport
            self.asked.set()
            await self.over.wait()
        return web.json_response({"ok": True})

    async def ask(self) -> int:
        channel = self.slack.direct("U0MARIA")
        message = self.slack.write("U0MARIA", channel, "my vpn wont connect")
        status, _ = await self.slack.deliver(self.slack.event(message, channel))
        return status

    async def until_refused(self) -> None:
        """Ask until nobody opens the door any more."""
        with suppress(aiohttp.ClientConnectionError):
            while True:
                await self.ask()


@asynccontextmanager
async def at_work(folder: Path) -> AsyncIterator[tuple[Silent, Started]]:
    """A whole Firstline with a post on its way to a Slack that does not answer."""
    silent, application = Silent(), web.Application()
    application.router.add_post("/api/{method}", silent.serve)
    async with TestServer(application) as server:
        settings = {
            "FIRSTLINE_DATABASE_URL": f"sqlite:///{folder}/firstline.sqlite3",
            "FIRSTLINE_SLACK__BOT_TOKEN": TOKEN,
            "FIRSTLINE_SLACK__SIGNING_SECRET": SECRET,
            "FIRSTLINE_SLACK__API_URL": f"{server.make_url('/api/')}",
        }
        started = await start("run", settings)
        silent.slack.door = f"{started.doors}/slack/events"
        try:
            assert await silent.ask() == 200
            await asyncio.wait_for(silent.asked.wait(), PATIENCE)
            yield silent, started
        finally:
            silent.over.set()
            if started.process.returncode is None:
                await started.kill()


async def test_O6_takes_nothing_new_while_it_finishes_what_was_begun(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (silent, started):
        started.process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(silent.until_refused(), PATIENCE)
        assert silent.line is not None
        assert not silent.line.is_closing(), "it still waits for the answer to what it has sent"
        silent.over.set()
        assert await asyncio.wait_for(started.process.wait(), PATIENCE) == 0


async def test_O6_a_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    """What is not finished then is delivered after the next start, as after any death."""
    async with at_work(tmp_path) as (silent, started):
        started.process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(silent.until_refused(), PATIENCE)
        started.process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(started.process.wait(), PATIENCE) == -signal.SIGTERM
