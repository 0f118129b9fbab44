"""A whole Firstline under fault: its database, its processes, its log."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from bot.app import utc_now
from bot.errors import FirstlineError
from storage.database import open_database
from storage.tables import history, posts, timers
from tests import postgres
from tests.load.faults.audit import Row
from tests.load.faults.nursery import Worker, start
from tests.load.faults.office import copy_articles, write_desk
from tests.load.faults.ports import free_port
from tests.load.faults.workspace import Workspace

PATIENCE = 120.0
"""Seconds after which something that should have come is given up for lost."""


@dataclass
class Installation:
    """The processes `commands` on one database, to be started, killed and looked into."""

    url: str
    folder: Path
    environment: dict[str, str]
    commands: tuple[str, ...]
    running: dict[int, Worker] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        """What all processes said."""
        return self.folder / "firstline.log"

    def start(self, place: int) -> None:
        """Start the process of this place."""
        self.running[place] = start(self.commands[place], self.environment, self.log)

    def start_all(self) -> None:
        """Start them all."""
        for place in range(len(self.commands)):
            self.start(place)

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
        port = int(self.environment["FIRSTLINE_PORT"])
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                except OSError:
                    self._check()
                    await asyncio.sleep(0.02)
                else:
                    writer.close()
                    return

    def _check(self) -> None:
        """Raise RuntimeError when a process has ended by itself."""
        ended = [worker.command for worker in self.running.values() if not worker.alive]
        if ended:
            raise RuntimeError(f"{ended} ended by themselves:\n{self.log.read_text(errors='replace')[-2000:]}")

    async def unfinished(self) -> int:
        """Posts that are to be sent, and timers that fire within the next minute."""
        soon = utc_now() + timedelta(minutes=1)
        waiting = select(posts.c.id).where(posts.c.state.in_(["waiting", "sending"]))
        pending = select(timers.c.key).where(timers.c.state == "pending", timers.c.due_at < soon)
        async with open_database(self.url, beside=True) as database, database.reading() as transaction:
            return len(await transaction.all(waiting)) + len(await transaction.all(pending))

    async def drained(self, within: float = PATIENCE) -> float:
        """Until nothing is left to do; seconds that it took. Raises TimeoutError."""
        began = time.monotonic()
        async with asyncio.timeout(within):
            while True:
                try:
                    if not await self.unfinished():
                        return time.monotonic() - began
                except FirstlineError:
                    pass
                await asyncio.sleep(0.3)

    async def outbox(self) -> list[Row]:
        """Every post."""
        columns = posts.c.key, posts.c.state, posts.c.private_id, posts.c.edits, posts.c.reason
        async with open_database(self.url, beside=True) as database, database.reading() as transaction:
            found = await transaction.all(select(*columns))
        return [
            Row(row["key"], row["state"], bool(row["private_id"]), bool(row["edits"]), row["reason"]) for row in found
        ]

    async def lateness(self) -> list[float]:
        """For each timer that fired and raised a ticket: seconds from its due time to its effect."""
        fired = select(timers.c.ticket, timers.c.due_at).where(timers.c.state == "fired", timers.c.kind == "unclaimed")
        raised = select(history.c.ticket, history.c.at).where(history.c.action == "escalated")
        async with open_database(self.url, beside=True) as database, database.reading() as transaction:
            due = {row["ticket"]: row["due_at"] for row in await transaction.all(fired)}
            done = {row["ticket"]: row["at"] for row in await transaction.all(raised)}
        return sorted((done[ticket] - at).total_seconds() for ticket, at in due.items() if ticket in done)

    def log_lines(self) -> Counter[str]:
        """How often each event was logged; "traceback" counts those that came with one, "?" what is no log line."""
        counts: Counter[str] = Counter()
        for line in self.log.read_text(encoding="utf-8", errors="replace").splitlines():
            counts.update(_events(line))
        return counts


def _events(line: str) -> Iterator[str]:
    if line.startswith("{"):
        try:
            entry = json.loads(line)
        except ValueError:
            yield "cut off"  # the process was killed while it wrote
            return
        yield f"{entry['level']}: {entry['event'].splitlines()[0][:160]}"
        if "trace" in entry:
            yield f"trace: {entry['trace'].splitlines()[-1][:160]}"


@asynccontextmanager
async def database_of(kind: str, folder: Path) -> AsyncIterator[str]:
    """Address of an empty database: a file in the folder, or one of a PostgreSQL server of the lab's own."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/firstline.sqlite3"
        return
    with ExitStack() as stack:  # in threads, because these run loops of their own
        address = await asyncio.to_thread(stack.enter_context, postgres.running_server())
        own = await asyncio.to_thread(stack.enter_context, postgres.database(address))
        try:
            yield own
        finally:
            await asyncio.to_thread(stack.close)


@asynccontextmanager
async def installed(
    kind: str, workspace: Workspace, url: str = "", seen_at: str = "", **settings: str
) -> AsyncIterator[Installation]:
    """Firstline set up for the workspace and not yet started: one process on SQLite, a web and two workers on
    PostgreSQL. What still runs at the end is killed.

    `url` is a database that is there already; `seen_at` where Firstline itself reaches it, if not there.
    """
    with TemporaryDirectory(prefix="firstline-lab-") as name:
        folder = Path(name)
        write_desk(folder / "desk.toml")
        copy_articles(folder / "articles")
        port = free_port()
        workspace.slack.door = f"http://127.0.0.1:{port}/slack/events"
        environment = {
            **workspace.settings(),
            "FIRSTLINE_DESK": str(folder / "desk.toml"),
            "FIRSTLINE_ARTICLES": json.dumps([str(folder / "articles")]),
            "FIRSTLINE_PORT": str(port),
            "LC_ALL": "C.UTF-8",
            "OPENBLAS_NUM_THREADS": "1",
        }
        commands = ("run",) if kind == "sqlite" else ("web", "worker", "worker")
        async with nullcontext(url) if url else database_of(kind, folder) as address:
            environment |= {"FIRSTLINE_DATABASE_URL": seen_at or address, **settings}
            installation = Installation(address, folder, environment, commands)
            try:
                yield installation
            finally:
                await installation.kill_all()
