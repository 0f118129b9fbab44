"""Being woken when a commit has left something to deliver."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncpg

from storage.failures import meaning

log = logging.getLogger(__name__)

CHANNEL = "firstline"
"""Name under which PostgreSQL passes on the ring; the payload is the desk."""

LISTENER = "firstline-listen"
"""How a running process is called in PostgreSQL's list of connections; one that delivers has its desk in it."""

_AGAIN = 1.0
"""Seconds until a lost connection is made again."""

_GATHER = 0.01
"""Seconds in which rings are gathered into one."""

_ASK = 10.0
"""Seconds between questions to the server on a silent connection, to notice that it is gone."""


def deliverer(desk: str) -> str:
    """How a process is called that delivers the desk's posts. PostgreSQL keeps 63 bytes, and the desk's name may be
    longer."""
    return f"{LISTENER} {blake2b(desk.encode(), digest_size=8).hexdigest()}"


class Wake:
    """Rings when told so, by this process or by a listener. For one waiter: ringing is remembered until `wait`."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Something may have changed."""
        self._rung.set()

    async def wait(self, limit: timedelta) -> None:
        """Return when it rings, or after `limit`: whoever waits must look for himself, so a lost ring only delays."""
        with suppress(TimeoutError):
            async with asyncio.timeout(limit.total_seconds()):
                await self._rung.wait()
        self._rung.clear()


class Doorbell:
    """PostgreSQL's own bell: heard in every process, and rung for all commits of some milliseconds at once, since to
    ring it within a transaction makes commits wait for each other. A ring that gets lost only delays, as in `Wake`."""

    def __init__(self, dsn: str, desk: str, heard: Callable[[], None], name: str = LISTENER) -> None:
        self._dsn = dsn
        self._name = name
        self._desk = desk
        self._heard = heard
        self._pushed = asyncio.Event()
        self._connected = True
        """Or never tried: the loss of it is worth one line in the log."""

    def push(self) -> None:
        """Tell every process that this desk has something to deliver."""
        self._pushed.set()

    async def run(self) -> None:
        """Listen, until cancelled, whatever goes wrong. A lost connection is made again, and whatever was missed is
        looked for."""
        while True:
            try:
                await self._run_once()
            except Exception as error:
                self._lost(error)
            await asyncio.sleep(_AGAIN)

    def _lost(self, error: Exception) -> None:
        """Say so once; with a trace where it was not the connection that failed."""
        if self._connected:
            unforeseen = None if meaning(error) else error
            cause = type(error).__name__
            log.warning("not woken by PostgreSQL, looking from time to time: %s", cause, exc_info=unforeseen)
        self._connected = False

    async def _run_once(self) -> None:
        import asyncpg  # noqa: PLC0415 - 3 MB that a process on SQLite does without

        connection = await asyncpg.connect(self._dsn, timeout=_ASK, server_settings={"application_name": self._name})
        try:
            await connection.add_listener(CHANNEL, self._on_notice)
            self._connected = True
            self._heard()
            while True:
                await self._ring(connection)
                await asyncio.sleep(_GATHER)
        finally:
            connection.terminate()

    async def _ring(self, connection: "asyncpg.Connection[Any]") -> None:
        """Pass on that somebody pushed; on a silent connection, ask now and then whether the server is there."""
        try:
            async with asyncio.timeout(_ASK):
                await self._pushed.wait()
        except TimeoutError:
            await connection.execute("SELECT 1", timeout=_ASK)
        else:
            self._pushed.clear()
            await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, self._desk, timeout=_ASK)

    def _on_notice(self, *notice: object) -> None:
        if notice[-1] == self._desk:
            self._heard()
