"""A whole Firstline in a process of its own, with a fake Slack and a fake Teams around it, to be broken into."""

import asyncio
import os
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
from sqlalchemy import func, select

from storage.database import open_database
from storage.tables import metadata
from tests.contract.fake_connector import FakeConnector, serve
from tests.contract.fake_issuer import APP_ID, APP_PASSWORD, TENANT
from tests.contract.fake_slack import BOT_USER, SECRET, TOKEN, Channel, FakeSlack
from tests.contract.slack_web_api import running
from tests.load.hostile.corpus import WHO

ROOT = Path(__file__).parents[3]
_PATIENCE = 60.0


@dataclass
class House:
    """What is attacked. `log` is where its standard error goes."""

    process: Process
    url: str
    log: Path
    slack: FakeSlack
    connector: FakeConnector
    doors: str = ""
    playground: str = ""

    def memory(self) -> int:
        """Resident bytes."""
        return int(psutil.Process(self.process.pid).memory_info().rss)

    async def rows(self) -> dict[str, int]:
        """The number of rows of every table."""
        async with open_database(self.url, beside=True) as database, database.reading() as transaction:
            return {
                name: int((await transaction.all(select(func.count().label("n")).select_from(table)))[0]["n"])
                for name, table in metadata.tables.items()
            }

    def logged(self) -> str:
        """The log so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


@asynccontextmanager
async def attacked(url: str, folder: Path) -> AsyncIterator[House]:
    """A Firstline on the migrated or new database at `url`, with its log in the folder; ended with the block."""
    log = folder / "firstline.log"
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(running(_workspace()))
        connector = await stack.enter_async_context(serve(FakeConnector()))
        environment = _environment(url, slack, connector)
        with log.open("wb") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=ROOT, env=environment, stdin=DEVNULL, stdout=PIPE, stderr=errors
            )
        stack.push_async_callback(_end, process)
        house = House(process, url, log, slack, connector)
        await asyncio.wait_for(_ready(house), _PATIENCE)
        yield house


def _workspace() -> FakeSlack:
    slack = FakeSlack(lambda: datetime.now(UTC), {f"U0{who.upper()}": who for who in (*WHO, "bystander")})
    everybody = {*slack.users, BOT_USER}
    for channel in ("C0HELP", "C0TRIAGE", "C0LEADS"):
        slack.channels[channel] = Channel(channel, set(everybody))
    for user in slack.users:
        slack.direct(user)
    return slack


def _environment(url: str, slack: FakeSlack, connector: FakeConnector) -> dict[str, str]:
    base = connector.service_url.removesuffix("/teams/")
    return {
        **os.environ,
        "LC_ALL": "C.UTF-8",
        "FIRSTLINE_DATABASE_URL": url,
        "FIRSTLINE_DESK": str(ROOT / "tests" / "contract" / "desk.toml"),
        "FIRSTLINE_PORT": "0",
        "FIRSTLINE_SEARCH": "words",
        "FIRSTLINE_PLAYGROUND__PORT": "0",
        "FIRSTLINE_SLACK__BOT_TOKEN": TOKEN,
        "FIRSTLINE_SLACK__SIGNING_SECRET": SECRET,
        "FIRSTLINE_SLACK__API_URL": f"{slack.url}/api/",
        "FIRSTLINE_TEAMS__APP_ID": APP_ID,
        "FIRSTLINE_TEAMS__APP_PASSWORD": APP_PASSWORD,
        "FIRSTLINE_TEAMS__TENANT_ID": TENANT,
        "FIRSTLINE_TEAMS__OPENID_METADATA_URL": f"{base}/openid",
        "FIRSTLINE_TEAMS__LOGIN_URL": base,
        "FIRSTLINE_TEAMS__SERVICE_URL": connector.service_url,
        "FIRSTLINE_TEAMS__ALLOWED_SERVICE_HOSTS": '["127.0.0.1"]',
    }


async def _ready(house: House) -> None:
    assert house.process.stdout is not None
    async for line in house.process.stdout:
        words = line.decode()
        address = re.search(r"http://\S+", words)
        if address and words.startswith("Playground"):
            house.playground = address[0]
        elif address and words.startswith("Doors"):
            house.doors = address[0]
        elif "Ctrl+C" in words:
            return
    raise AssertionError(f"Firstline ended before it was ready:\n{house.logged()}")


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.communicate(), _PATIENCE)
    except TimeoutError:
        process.kill()
        await process.communicate()
