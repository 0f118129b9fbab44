"""An installation under fault: its processes, each in a place of its own, to be killed, started again and stopped."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.migrations import migrate
from tests.load.databases import migrated
from tests.load.faults.books import Books
from tests.load.faults.nursery import Preparation, Worker, start
from tests.load.faults.ports import kept_port
from tests.load.installation import SLACK_DOOR, Installation, installed, last_words
from tests.load.simulator.slack import SimulatedSlack

PATIENCE = 120.0
"""Seconds after which something that should have come is given up for lost."""
_EVENT_ID = re.compile(r"\bEv\w+")
"""Of Slack; each is logged once, and all alike are one kind of line."""
COMMANDS = {"sqlite": ("run",), "postgres": ("web", "worker", "worker")}


@dataclass
class Crew:
    """The processes `commands` of the installation; `books` is what stands in its database."""

    installation: Installation
    books: Books
    commands: tuple[str, ...]
    port: int
    prepare: Preparation | None = None
    """Called in each new process before it begins."""
    running: dict[int, Worker] = field(default_factory=dict)

    def start(self, place: int) -> None:
        """Start the process of this place."""
        told = self.installation.environment, self.installation.log
        self.running[place] = start(self.commands[place], *told, self.prepare)

    async def start_all(self) -> None:
        """Start them all; returns when the door is open."""
        for place in range(len(self.commands)):
            self.start(place)
        await self.ready()

    async def kill(self, place: int) -> None:
        """kill -9."""
        await self.running.pop(place).kill()

    async def stop(self, *, twice: bool = False) -> list[int]:
        """SIGTERM to all, and again a second later if `twice`; their exit statuses."""
        workers = list(self.running.values())
        self.running.clear()
        for worker in workers:
            worker.process.terminate()
        if twice:
            await asyncio.sleep(1)
            for worker in workers:
                worker.process.terminate()
        return [await asyncio.wait_for(worker.ended(), PATIENCE) for worker in workers]

    async def kill_all(self) -> None:
        """kill -9 to what is left."""
        for place in list(self.running):
            await self.kill(place)

    async def ready(self) -> None:
        """Until the door is open."""
        async with asyncio.timeout(PATIENCE):
            while not await self._is_open():
                if ended := self.ended:
                    raise RuntimeError(f"{ended} ended by themselves: {last_words(self.installation.log)}")
                await asyncio.sleep(0.02)

    @property
    def ended(self) -> list[str]:
        """What has ended though nobody told it to."""
        return [worker.command for worker in self.running.values() if not worker.alive]

    def log_lines(self) -> Counter[str]:
        """How often each event was logged; "trace" counts the exceptions that came with them."""
        counts: Counter[str] = Counter()
        for line in self.installation.log.read_text(encoding="utf-8", errors="replace").splitlines():
            counts.update(_events(line))
        return counts

    async def _is_open(self) -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        return True


def _events(line: str) -> Iterator[str]:
    if line.startswith("{"):
        try:
            entry = json.loads(line)
        except ValueError:
            yield "cut off"  # the process was killed while it wrote
            return
        yield f"{entry['level']}: {_EVENT_ID.sub('Ev…', entry['event'].splitlines()[0])[:160]}"
        if "trace" in entry:
            yield f"trace: {entry['trace'].splitlines()[-1][:160]}"


@asynccontextmanager
async def crewed(
    kind: str, world: SimulatedSlack, url: str = "", reached_at: str = "", prepare: Preparation | None = None
) -> AsyncIterator[Crew]:
    """Firstline set up for the workspace and not yet started: one process on SQLite, a web and two workers on
    PostgreSQL. What still runs at the end is killed.

    `url` is a database that is there already; `reached_at` where Firstline itself reaches it, if not there.
    """
    with TemporaryDirectory(prefix="firstline-lab-") as name, kept_port() as port:
        folder = Path(name)
        world.courier.doors = [f"http://127.0.0.1:{port}{SLACK_DOOR}"]
        async with nullcontext(url) if url else migrated(kind, folder) as address:
            if url:
                await migrate(url)
            settings = {**world.settings(), "FIRSTLINE_PORT": str(port), "OPENBLAS_NUM_THREADS": "1"}
            async with installed(folder, reached_at or address, world.plant, settings) as installation:
                crew = Crew(installation, Books(address), COMMANDS[kind], port, prepare)
                try:
                    yield crew
                finally:
                    await crew.kill_all()
