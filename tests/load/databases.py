"""Databases for the lab: a SQLite file, or a database of its own on a real PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import psutil

from storage.migrations import migrate
from tests import postgres


@asynccontextmanager
async def migrated(kind: str, folder: Path) -> AsyncIterator[str]:
    """Address of a new database of the kind, "sqlite" or "postgres"; gone after the block."""
    if kind == "sqlite":
        url = f"sqlite:///{folder}/firstline.sqlite3"
        await migrate(url)
        yield url
        return
    stack = ExitStack()
    url = await asyncio.to_thread(stack.enter_context, _postgres())
    try:
        await migrate(url)
        yield url
    finally:
        await asyncio.to_thread(stack.close)


@contextmanager
def _postgres() -> Iterator[str]:
    with postgres.running_server() as server, postgres.database(server) as url:
        yield url


@dataclass(frozen=True, slots=True)
class Server:
    """The processes of a database on this machine; of none for SQLite, which is part of ours, or one elsewhere."""

    head: psutil.Process | None = None

    @property
    def cpu_seconds(self) -> float:
        """Time that all of them have used, also those that have ended."""
        if self.head is None:
            return 0.0
        ended = sum(self.head.cpu_times()[2:4])
        return float(ended + sum(sum(each.cpu_times()[:2]) for each in (self.head, *self.head.children())))


async def server(url: str) -> Server:
    """The server behind the address."""
    processes = await server_processes(url)
    return Server(processes[0] if processes else None)


async def server_processes(url: str) -> list[psutil.Process]:
    """The processes of a PostgreSQL on this machine, its head first; none for SQLite, or for a server elsewhere."""
    if url.startswith("sqlite"):
        return []
    connection = await asyncpg.connect(url)
    try:
        pid = await connection.fetchval("SELECT pg_backend_pid()")
        head = psutil.Process(pid).parent()
    except psutil.NoSuchProcess:
        return []
    finally:
        await connection.close()
    return [head, *head.children()] if head else []
