"""The bare Bolt app as a baseline among others, measured as they are."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.contract.fake_slack import SECRET, TOKEN
from tests.load.baselines import echo
from tests.load.installation import SLACK_DOOR, launch
from tests.load.scenario import Options

HOW = "slack-bolt as Firstline has it, one aiohttp session, signatures verified, acknowledges first, keeps nothing"


async def echo_rate(options: Options, events: int) -> echo.Figures:
    """Its echoes per second."""
    return await echo.measure(_running, events, options, "bolt.log")


@asynccontextmanager
async def _running(api: str, log: Path) -> AsyncIterator[echo.Started]:
    names = {"BOT_TOKEN": TOKEN, "SIGNING_SECRET": SECRET, "API_URL": api}
    settings = {f"FIRSTLINE_SLACK__{name}": value for name, value in names.items()}
    app = await launch(["tests.load.baselines.bolt_echo"], settings, log)
    try:
        yield echo.Started(app.address + SLACK_DOOR, app.process.pid)
    finally:
        await app.kill()
