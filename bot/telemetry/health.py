"""Whether a process lives, and whether it is ready for work. The judgement is pure; listeners only ask."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.errors import FirstlineError
from bot.ports.backlog import Watched
from bot.ports.platform import Clock

SILENT = timedelta(seconds=30)
"""A loop that comes round every second and has not for this long is not at work."""
STUCK = timedelta(minutes=6)
"""Longer than any wait after failures: a loop that is silent for so long will not come back by itself."""
PATIENCE = 3.0
"""Seconds for the database to answer; probes commonly wait longer than that."""


@dataclass(slots=True)
class Health:
    """What is known of the loops of this process: when each last came round, and which have failed."""

    clock: Clock
    stopping: Callable[[], bool]
    beats: dict[str, datetime] = field(default_factory=dict)
    failing: set[str] = field(default_factory=set)

    def beat(self, loop: str) -> None:
        """A loop that is expected to come round has done so."""
        if loop in self.beats:
            self.beats[loop] = self.clock()

    def expect(self, loop: str) -> None:
        """From now on the loop must come round."""
        self.beats[loop] = self.clock()

    def silent(self, limit: timedelta) -> list[str]:
        """Loops that have not come round for longer than `limit`."""
        now = self.clock()
        return [loop for loop, at in self.beats.items() if now - at > limit]

    def stuck(self) -> list[str]:
        """Why this process should be started again; empty while it lives."""
        return [f"{loop}: stuck" for loop in self.silent(STUCK)]

    def unready(self) -> list[str]:
        """Why this process itself cannot work now, as far as is known without asking anybody."""
        failing = [f"{loop}: failed, being started again" for loop in sorted(self.failing)]
        silent = [f"{loop}: not running" for loop in self.silent(SILENT) if loop not in self.failing]
        return [*(["stopping"] if self.stopping() else []), *failing, *silent]


@dataclass(frozen=True, slots=True)
class Readiness:
    """All that must hold before work is sent here. `articles` counts those that can be found."""

    health: Health
    ledger: Watched
    articles: Callable[[], int]

    async def reasons(self) -> list[str]:
        """Why this process is not ready; empty when it is."""
        articles = [] if self.articles() else ["articles: none could be read"]
        return [*self.health.unready(), *articles, *await self._of_the_database()]

    async def _of_the_database(self) -> list[str]:
        try:
            async with asyncio.timeout(PATIENCE):
                behind = await self.ledger.is_behind()
        except (FirstlineError, TimeoutError) as error:
            return [f"database: does not answer ({type(error).__name__})"]
        return ["database: not migrated to this release (firstline migrate)"] if behind else []
