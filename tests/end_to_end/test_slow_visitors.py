"""S2: slow and idle crowds at every listener of a whole process: others are served, and each of the slow ones is ended.

The limits are those of production, so this takes as long as the longest of them: 5 s for a body, then 10 s for whoever
goes on sending it.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import psutil
import pytest
from yarl import URL

from adapters.slack.signature import sign
from tests.contract.fake_slack import SECRET, TOKEN, FakeSlack
from tests.contract.slack_web_api import running
from tests.end_to_end.process import PATIENCE, ROOT, Started, start

MOST = 500
"""Connections that may stand at one listener, as SECURITY.md says."""
CROWD = 700
"""Idle connections at the doors: more than the limit by more than all other open files."""
EACH = 4
"""Slow visitors of each kind at each listener."""
AT_ONCE = 32
"""Of the idle ones at the same moment: who finds no room in the queue before a door is turned away by the system."""
OTHER_FILES = 64
"""Open files besides: the database, connections to Slack, and good requests."""
MARIA = "U0MARIA"


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[tuple[Started, FakeSlack]]:
    """A Firstline with all its listeners, and the Slack that it serves."""
    workspace = FakeSlack(lambda: datetime.now(UTC), {MARIA: "maria"})
    async with running(workspace) as slack:
        started = await start("run", {
            "FIRSTLINE_DATABASE_URL": f"sqlite:///{folder}/firstline.sqlite3",
            "FIRSTLINE_DESK": str(ROOT / "tests" / "contract" / "desk.toml"),
            "FIRSTLINE_SLACK__BOT_TOKEN": TOKEN,
            "FIRSTLINE_SLACK__SIGNING_SECRET": SECRET,
            "FIRSTLINE_SLACK__API_URL": f"{slack.url}/api/",
        })  # fmt: skip
        try:
            yield started, slack
        finally:
            assert await started.stop() == 0


def signed(body: bytes) -> dict[str, str]:
    stamp = str(int(time.time()))
    signature = sign(SECRET, stamp, body)
    return {
        "Content-Type": "application/json", "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature,
    }  # fmt: skip


def unfinished(path: str, method: str = "POST", headers: dict[str, str] | None = None) -> bytes:
    """A request of which the body is still to come."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Length: 9999"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode()


def beginnings(started: Started) -> list[tuple[str, bytes]]:
    """Where they knock and what they say before they become slow."""
    half = b"GET /healthz HTTP/1.1\r\nX-Slow: "
    said = [(address, half) for address in (started.doors, started.address, started.operators)]
    said += [(started.doors, unfinished("/slack/events", headers=signed(b"?")))]
    said += [(started.doors, unfinished(path)) for path in ("/slack/events", "/api/messages", "/healthz")]
    said += [(started.address, unfinished(path, "GET")) for path in ("/", "/live")]
    said += [(started.operators, unfinished(path, "GET")) for path in ("/metrics", "/readyz")]
    return said


async def visit(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    url = URL(address)
    assert url.host
    return await asyncio.open_connection(url.host, url.port)


async def gone(reader: asyncio.StreamReader) -> None:
    """Return when the other side has ended the connection."""
    try:
        await reader.read()
    except ConnectionError:
        return


async def crowd(addresses: Sequence[str]) -> list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """All of them at their doors, where they say nothing."""
    entrance = asyncio.Semaphore(AT_ONCE)

    async def enter(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        async with entrance:
            return await visit(address)

    return list(await asyncio.gather(*(enter(address) for address in addresses)))


async def trickle(address: str, beginning: bytes) -> None:
    """A letter now and then, until sent away."""
    reader, writer = await visit(address)
    writer.write(beginning)
    ended = asyncio.create_task(gone(reader))
    while not ended.done():
        writer.write(b"x")
        await asyncio.wait([ended], timeout=0.5)
    writer.transport.abort()


async def ask_in_slack(started: Started, slack: FakeSlack) -> None:
    """A signed question of somebody else is acknowledged and answered."""
    channel = slack.direct(MARIA)
    said = len(slack.channels[channel].messages)
    body = json.dumps(slack.event(slack.write(MARIA, channel, "how do I add a printer?"), channel)).encode()
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{started.doors}/slack/events", data=body, headers=signed(body)) as answer,
    ):
        assert answer.status == 200
    async with asyncio.timeout(PATIENCE):
        while len(slack.channels[channel].messages) < said + 2:  # noqa: ASYNC110 - the fake Slack tells nobody
            await asyncio.sleep(0.05)


async def look_in(addresses: Sequence[str]) -> None:
    async with aiohttp.ClientSession() as session:
        for address in addresses:
            async with session.get(address) as answer:
                assert answer.status == 200, address


@pytest.mark.slow
async def test_S2_slow_and_idle_crowds_are_sent_away_and_others_served_at_every_listener(tmp_path: Path) -> None:
    async with house(tmp_path) as (started, slack):
        process = psutil.Process(started.process.pid)
        await ask_in_slack(started, slack)
        files = process.num_fds()
        slow = [asyncio.create_task(trickle(*each)) for each in beginnings(started) * EACH]
        idle = await crowd([started.address, started.operators] * EACH + [started.doors] * CROWD)
        await ask_in_slack(started, slack)
        await look_in([f"{started.doors}/healthz", f"{started.address}/", f"{started.operators}/metrics"])
        assert process.num_fds() <= files + MOST + len(slow) + 2 * EACH + OTHER_FILES
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*slow, *(gone(reader) for reader, _ in idle))
        for _, writer in idle:
            writer.transport.abort()
        assert process.num_fds() <= files + OTHER_FILES
        await ask_in_slack(started, slack)
