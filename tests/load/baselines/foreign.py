"""Runs a bot that is no part of this project, in its own environment, until it answers at its door."""

import asyncio
import json
import os
import socket
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from tests.contract.fake_slack import SECRET
from tests.load.baselines.echo import Started
from tests.load.baselines.environment import Environment, NotDriven
from tests.load.simulator.slack_courier import signed

PATIENCE = 60.0
"""Seconds to start."""
_POLL = 0.05


@dataclass(frozen=True, slots=True)
class Foreign:
    """`app` is run with the address of Slack's API, a port, and an empty folder; its door is at `path`."""

    environment: Environment
    app: Path
    path: str

    @asynccontextmanager
    async def running(self, api: str, log: Path) -> AsyncIterator[Started]:
        """Install and start it, and end it with the block. Raises NotDriven."""
        await self.environment.prepare()
        port = _free_port()
        door = f"http://127.0.0.1:{port}{self.path}"
        with log.open("wb") as file, tempfile.TemporaryDirectory() as folder:
            process = await asyncio.create_subprocess_exec(
                self.environment.python,
                self.app,
                *(api, str(port), folder),
                env={"PATH": os.defpath, "HOME": folder, "LC_ALL": "C.UTF-8"},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=file,
                stderr=file,
            )
            try:
                await _until_ready(door, process)
                yield Started(door, process.pid)
            finally:
                await _end(process)


async def _until_ready(door: str, process: asyncio.subprocess.Process) -> None:
    """Until it answers Slack's first question, the challenge."""
    body = json.dumps({"type": "url_verification", "challenge": "who", "token": "t"}).encode()
    for _ in range(int(PATIENCE / _POLL)):
        if process.returncode is not None:
            raise NotDriven(f"it ended by itself with status {process.returncode}")
        headers = {"Content-Type": "application/json", **signed(SECRET, str(int(time.time())), body)}
        try:
            async with aiohttp.request("POST", door, data=body, headers=headers) as answer:
                if answer.status == 200 and "who" in await answer.text():
                    return
        except (aiohttp.ClientError, OSError):
            pass
        await asyncio.sleep(_POLL)
    raise NotDriven(f"no door at {door} within {PATIENCE:.0f} s")


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), 10)
    except TimeoutError:
        process.kill()
        await process.wait()


def _free_port() -> int:
    """A port that was free just now: these bots cannot be told to take any and say which."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
