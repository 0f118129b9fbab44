"""Background loops of a process: none may end silently while the process lives."""

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine
from dataclasses import dataclass
from datetime import timedelta

from bot.attempt import backoff
from bot.pause import pause
from bot.ports.telemetry import Failed, Telemetry

log = logging.getLogger(__name__)

GRACE = timedelta(seconds=20)
"""How long a process that is told to stop may finish what it has begun: longer than a client's time limit (10 s),
shorter than the 30 s after which container platforms kill."""

Loop = Callable[[], Coroutine[None, None, None]]
"""Something that runs until the process stops, or until it is done."""


@dataclass(frozen=True, slots=True)
class Supervisor:
    """Runs loops until `stop` is set, and again after an error; `failing` names those that wait to be run again."""

    stop: asyncio.Event
    telemetry: Telemetry
    failing: set[str]

    async def run(self, name: str, loop: Loop) -> None:
        """Run the loop until it is done."""
        failures = 0
        while not self.stop.is_set():
            try:
                await self._attempt(name, loop)
            except Exception as error:
                failures += 1
                self.failing.add(name)
                self.telemetry.note(Failed(name, error))
                log.exception("loop failed, starting it again", extra={"loop": name})
                await pause(self.stop, backoff(failures).total_seconds())
            else:
                return

    async def _attempt(self, name: str, loop: Loop) -> None:
        self.failing.discard(name)
        await loop()


async def finish(tasks: Collection[asyncio.Task[None]]) -> None:
    """Wait until all have ended what they had begun, at most GRACE; whatever is cut off then is as after a crash."""
    _, unfinished = await asyncio.wait(tasks, timeout=GRACE.total_seconds())
    for task in unfinished:
        log.warning("stopped before it was done", extra={"loop": task.get_name()})
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
