"""A whole Firstline as processes of the operating system, pointed at the simulators."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.load.log_lines import complaints
from tests.load.plant import STARTER_ARTICLES, Plant

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds that a process may take to start or to stop."""
SLACK_DOOR = "/slack/events"


@dataclass(slots=True)
class Running:
    """One process; `address` is where it takes what the platforms send, empty for a worker."""

    process: Process
    address: str = ""
    is_ready: bool = False

    @property
    def cpu_seconds(self) -> float:
        """Time that it has used on a core, in our code and in the system's."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    @property
    def memory(self) -> float:
        """Megabytes resident."""
        return float(psutil.Process(self.process.pid).memory_info().rss) / 2**20

    async def kill(self) -> None:
        """kill -9."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM, as an operator does; returns the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), PATIENCE)


@dataclass(slots=True)
class Installation:
    """The processes of one installation, which are started here and ended with it."""

    environment: Mapping[str, str]
    log: Path
    processes: list[Running] = field(default_factory=list)
    patience: float = PATIENCE
    """Seconds that a process may take until it is ready: longer where there is much to read."""

    async def start(self, *commands: str) -> list[Running]:
        """Start `firstline <command>` for each of "run", "web", "worker", and wait until they are ready."""
        starting = [asyncio.create_task(self._launch(command)) for command in commands]
        return await asyncio.gather(*starting)

    async def _launch(self, command: str) -> Running:
        running = await launch(["bot", command], self.environment, self.log, self.patience)
        self.processes.append(running)
        return running

    @property
    def doors(self) -> list[str]:
        """Where Slack's events are taken."""
        return [running.address + SLACK_DOOR for running in self.processes if running.address]

    @property
    def cpu_seconds(self) -> float:
        """Of all processes together."""
        return sum(running.cpu_seconds for running in self.processes)

    async def said(self, event: str) -> None:
        """Wait until this stands in the log. Raises TimeoutError."""
        async with asyncio.timeout(self.patience):
            while event not in await asyncio.to_thread(self.log.read_text, "utf-8", "replace"):  # noqa: ASYNC110
                await asyncio.sleep(0.2)  # a file rings no bell

    def complaints(self, *, failing: bool = False) -> tuple[str, ...]:
        """What must not stand in the log; tracebacks may where things are made to fail."""
        secrets = [value for name, value in self.environment.items() if name.endswith(("TOKEN", "SECRET", "PASSWORD"))]
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return complaints(lines, secrets, failing=failing)

    async def end(self) -> None:
        """Kill what still runs."""
        for running in self.processes:
            await running.kill()


@asynccontextmanager
async def installed(folder: Path, url: str, plant: Plant, settings: Mapping[str, str]) -> AsyncIterator[Installation]:
    """An installation on the migrated database at `url`, without processes yet; `settings` are those of platforms."""
    plant.write(folder)
    environment = {
        "FIRSTLINE_DATABASE_URL": url,
        "FIRSTLINE_DATA": str(folder / "data"),
        "FIRSTLINE_SEARCH": "words",
        "FIRSTLINE_DESK": str(folder / "desk.toml"),
        "FIRSTLINE_ARTICLES": f'["{STARTER_ARTICLES}", "{folder / "articles"}"]',
        "FIRSTLINE_PLAYGROUND__ENABLED": "false",
        "FIRSTLINE_PORT": "0",
        "FIRSTLINE_LOG_LEVEL": "WARNING",
        **settings,
    }
    installation = Installation(environment, folder / "firstline.log")
    try:
        yield installation
    finally:
        await installation.end()


async def launch(module: list[str], environment: Mapping[str, str], log: Path, patience: float = PATIENCE) -> Running:
    """Run `python -m <module>` until it says that it is ready; what it logs is added to the file."""
    with log.open("ab") as file:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", *module), cwd=ROOT, env=clean(environment), stdin=DEVNULL, stdout=PIPE, stderr=file
        )
    running = Running(process)
    try:
        await asyncio.wait_for(_ready(running), patience)
    except EOFError as error:
        raise RuntimeError(f"{module} ended before it was ready: {last_words(log)}") from error
    finally:
        if not running.is_ready:
            await running.kill()
    return running


def last_words(log: Path) -> str:
    """The end of a log, in which the reason of a failure stands."""
    return log.read_text(encoding="utf-8", errors="replace")[-2000:]


def clean(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without settings of whoever runs the lab."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("FIRSTLINE_")}
    return {**inherited, "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1", **environment}


async def _ready(running: Running) -> None:
    assert running.process.stdout is not None
    async for line in running.process.stdout:
        words = line.decode()
        address = re.search(r"http://\S+", words)
        if address and words.startswith("Doors"):
            running.address = address[0].rstrip(".")
        if "Ctrl+C" in words:
            running.is_ready = True
            return
    raise EOFError
