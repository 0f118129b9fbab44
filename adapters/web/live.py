"""Noticing what is new in the chat, whichever process wrote it."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bot.ports import ChatLog

log = logging.getLogger(__name__)

PACE = 0.25
"""Seconds between looks at the chat while somebody follows it."""

BATCH = 500
"""Lines in one look."""


class Feed:
    """Knows the newest revision of the chat and wakes whoever waits for a newer one."""

    def __init__(self, chat: ChatLog, pace: float = PACE) -> None:
        self._chat = chat
        self._pace = pace
        self._followers = 0
        self._nudged = asyncio.Event()
        self._moved = asyncio.Condition()
        self.latest = 0

    def nudge(self) -> None:
        """Look now: this process wrote something."""
        self._nudged.set()

    @contextmanager
    def following(self) -> Iterator[None]:
        """While somebody follows, the chat is looked at."""
        self._followers += 1
        self._nudged.set()
        try:
            yield
        finally:
            self._followers -= 1

    async def beyond(self, revision: int) -> None:
        """Return when there is something newer than `revision`."""
        async with self._moved:
            await self._moved.wait_for(lambda: self.latest > revision)

    async def run(self) -> None:
        """Look again and again until cancelled; a database that is gone is asked again."""
        while True:
            try:
                await self._look()
            except Exception:  # whatever it is, the page must come back when it is over
                log.exception("the chat cannot be read; trying again")
            await self._pause()

    async def _look(self) -> None:
        while self._followers and (lines := await self._chat.since(self.latest, BATCH)):
            async with self._moved:
                self.latest = lines[-1].revision
                self._moved.notify_all()

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._nudged.wait(), self._pace if self._followers else None)
        self._nudged.clear()
