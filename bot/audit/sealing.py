"""Sealing the history: now and then the ends of all chains that grew are noted in a chain of their own.

A ticket's chain tells by itself what is missing, but not when it is gone with its ticket, nor when all of it was put
back to how it was yesterday. The seals do, for what is older than a minute or two. Nobody waits for them.
"""

import asyncio
import logging
from dataclasses import dataclass, field

from bot.audit.chain import Keys, Seal, key_name, last_heads, sealed
from bot.pause import pause
from bot.ports import Clock, SealLog

log = logging.getLogger(__name__)

EVERY = 60.0
"""Seconds between two looks. What was committed by one look is sealed at the next: a line that got its sequence before
another may be committed after it, but not by so much. If it is, its ticket's next line seals it too."""
_PAGE = 500
"""Lines of one seal."""
_PAUSE = 0.02
"""Seconds between two pages, while a history is sealed for the first time."""


@dataclass(slots=True)
class Sealing:
    """Seals the history of one desk; several processes may do so."""

    log: SealLog
    desk: str
    keys: Keys
    clock: Clock
    _settled: int | None = field(default=None, init=False)
    _last: Seal | None = field(default=None, init=False)

    async def run(self, stop: asyncio.Event) -> None:
        """Look every minute until `stop` is set."""
        while not stop.is_set():
            more = await self.look()
            await pause(stop, _PAUSE if more else EVERY)

    async def look(self) -> bool:
        """Seal a page of what was there at the last look; whether there is more. Raises what the database raises."""
        if self._settled is None:
            self._settled = await self.log.newest()
            return False
        if await self._seal(self._settled):
            return True
        self._settled = await self.log.newest()
        return False

    async def _seal(self, settled: int) -> bool:
        last = await self.log.last()
        self._compare(last)
        self._last = last
        if last is not None and not self.keys.knows(last.signature):
            log.error("the history was sealed with a key that is not in the settings", extra={"seal": last.number})
            return False
        if last is not None and key_name(last.signature) and not self.keys.current:
            log.error("the history was sealed with a key, and none is in the settings", extra={"seal": last.number})
            return False
        return await self._seal_after(last, settled)

    async def _seal_after(self, last: Seal | None, settled: int) -> bool:
        """With another key than before, from the beginning: so what was signed without it, or with an earlier one, is
        held by the new one too."""
        anew = last is None or key_name(last.signature) != self.keys.name
        after = 0 if last is None or anew else last.reached
        lines = await self.log.lines(after, settled, _PAGE) if after < settled else ()
        if not lines:
            return False
        unkeyed = last is None or key_name(last.signature) == ""
        found = settled if anew and unkeyed else (last.found if last else 0)
        number, before = (last.number, last.signature) if last else (0, "")
        heads = last_heads([head for _, head in lines])
        seal = sealed(self.keys, self.desk, Seal(number + 1, self.clock(), lines[-1][0], found, heads), before)
        if await self.log.add(seal):
            self._last = seal
            log.info("history sealed", extra={"seal": seal.number, "signature": seal.signature})
        return len(lines) == _PAGE

    def _compare(self, last: Seal | None) -> None:
        known = self._last
        if known is None:
            return
        if last is None or last.number < known.number or (last.number == known.number and last != known):
            log.error("seals of the history were taken away or changed", extra={"seal": known.number})
