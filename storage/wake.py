"""Being woken when a commit has left something to deliver."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import asyncpg

from storage.transaction import CHANNEL

log = logging.getLogger(__name__)

_AGAIN = 1.0
"""Seconds until a lost connection is made again."""

_ASK = 30.0
"""Seconds between questions to the server on a silent connection, to notice that it is gone."""


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


async def listen(dsn: str, heard: Callable[[str], None]) -> None:
    """Call `heard` with each desk that PostgreSQL announces, until cancelled. A lost connection is made again, and
    then `heard` is called with "" for whatever was missed."""
    while True:
        try:
            await _listen_once(dsn, heard)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("not woken by PostgreSQL, looking from time to time instead: %s", type(error).__name__)
        await asyncio.sleep(_AGAIN)


async def _listen_once(dsn: str, heard: Callable[[str], None]) -> None:
    connection = await asyncpg.connect(dsn, server_settings={"application_name": "firstline-listen"})
    try:
        await connection.add_listener(CHANNEL, lambda *call: heard(str(call[-1])))
        heard("")
        while True:
            await asyncio.sleep(_ASK)
            await connection.execute("SELECT 1", timeout=_ASK)
    finally:
        connection.terminate()
