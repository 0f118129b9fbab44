"""The whole engine behind local-slack, a Slack that is not ours: over signed HTTP and over Socket Mode (O2, S11)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack.app import Slack
from adapters.slack.config import SlackConfig
from adapters.slack.door import PATH
from bot.commands.forms import Forms
from tests.contract.fake_slack import APP_TOKEN, SECRET, TOKEN
from tests.contract.play import Player
from tests.contract.stack import MovedClock, Stack, guided
from tests.contract.test_dialogue import held_against_the_expected
from tests.end_to_end.local_slack import LocalSlack, free_port, start
from tests.fakes.memory_ledger import MemoryLedger

pytestmark = pytest.mark.real_client


def utc_now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def stack() -> Stack:
    ledger = MemoryLedger()
    return Stack(ledger, ledger.chat, MovedClock(), library=guided)


@asynccontextmanager
async def connected(mode: str, stack: Stack, folder: Path) -> AsyncIterator[LocalSlack]:
    """local-slack with the stack behind it; its clock is the real one, as its signatures are."""
    port, doors, stop = free_port(), web.Application(), asyncio.Event()
    config = SlackConfig(
        bot_token=TOKEN,
        signing_secret=SECRET if mode == "http" else "",
        app_token="" if mode == "http" else APP_TOKEN,
        api_url=f"http://127.0.0.1:{port}/api/",
    )
    async with aiohttp.ClientSession() as session:
        forms = Forms(stack.desk_now, lambda: stack.clock().date())
        adapter = Slack(config, stack.handler, session, utc_now, forms)
        await stack.attach(adapter.platform)
        if mode == "http":
            adapter.routes(doors)
            async with TestServer(doors) as server, start(folder, port, str(server.make_url(PATH))) as slack:
                yield slack
            return
        async with start(folder, port) as slack:
            running = asyncio.create_task(adapter.run_socket(stop))
            await slack.connected()
            yield slack
            stop.set()
            await running


@pytest.mark.parametrize("mode", ["http", "socket"])
async def test_the_dialogue_in_local_slack(mode: str, stack: Stack, tmp_path: Path) -> None:
    async with connected(mode, stack, tmp_path) as slack:
        played = await Player(slack, stack).play()
        # Of who submits a form local-slack tells the handle alone.
        for handle, name in (("ivan", "Иван Смирнов"), ("maria", "Maria Silva")):
            played = played.replace(f"Requester: {handle}", f"Requester: {name}")
        assert not held_against_the_expected(played)


async def test_S34_a_form_says_what_is_missing_beside_the_field(stack: Stack, tmp_path: Path) -> None:
    async with connected("http", stack, tmp_path) as slack:
        await slack.say("maria", "dm", "I need a human")
        await stack.settle()
        [card] = [shown for shown in await slack.look("sam", "triage") if "Reply" in shown.buttons]
        await slack.press("sam", card, "Reply")
        [view] = await slack.views()
        assert (await slack.submit("sam", view, {"text": "  "})).keys() == {"text"}
        assert await slack.submit("sam", view, {"text": "I am looking"}) == {}
        await stack.settle()
        assert any("I am looking" in shown.text for shown in await slack.look("maria", "dm"))
