"""How many messages are handled at a time, and what becomes of more.

When more comes in than can be handled, everything would be begun, nothing would be done in time, and platforms would
send all of it again: a process that is a little too slow would do next to nothing. So messages wait in line, and one
whose turn does not come in time is handed back before any work is done. Its platform sends it again, later.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.errors import Overloaded
from bot.messages import Message
from bot.ports import Handler

log = logging.getLogger(__name__)

MOST = 40
"""Messages under way: enough to share commits, and few enough that each is done soon after it was begun."""
_PATIENCE = {"slack": 1.5, "teams": 8.0}
"""Seconds in line of what was said, by platform. Slack gives up after 3 s (rule S4) and sends it again at once, after a
minute and after five (S6); Teams gives up after some 15 s (T8). Others wait as long as it takes."""
_TOLD_EVERY = 60.0


@dataclass(slots=True)
class Admission:
    """Implements `bot.ports.Handler`: hands on to another at most `most` messages at a time, in the order in which they
    came. `steady` counts seconds and is never set."""

    handler: Handler
    most: int = MOST
    steady: Callable[[], float] = time.monotonic
    _room: asyncio.Semaphore = field(init=False)
    _told_at: float = field(init=False, default=float("-inf"))

    def __post_init__(self) -> None:
        self._room = asyncio.Semaphore(self.most)

    async def handle(self, message: Message) -> None:
        """See `Handler.handle`. Raises Overloaded too."""
        try:
            async with asyncio.timeout(patience(message)):
                await self._room.acquire()
        except TimeoutError:
            self._tell()
            raise Overloaded from None
        try:
            await self.handler.handle(message)
        finally:
            self._room.release()

    def _tell(self) -> None:
        if self.steady() - self._told_at >= _TOLD_EVERY:
            self._told_at = self.steady()
            log.warning("more comes in than can be handled: messages are handed back, to be sent again later")


def patience(message: Message) -> float | None:
    """Seconds that a message may wait in line; None for as long as it takes, as for commands and presses, which no
    platform is known to send again."""
    if message.pressed or message.command:
        return None
    return _PATIENCE.get(message.thread.platform)
