"""What is promised since when, kept whenever desk.toml promises something else: clocks keep what they counted."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pydantic import ValidationError

from bot.desk.desk import Desk
from bot.desk.happenings import Terms
from bot.desk.promises import promises_from_json, promises_to_json
from bot.pause import pause
from bot.ports import Chronicle, Clock

log = logging.getLogger(__name__)

_EVERY = 1.0
"""Seconds between two looks at the desk."""


@dataclass(slots=True)
class Agreement:
    """Call it for the desk in force with its terms. `live` gives the desk as it is described now."""

    live: Callable[[], Desk]
    chronicle: Chronicle
    clock: Clock
    _terms: tuple[Terms, ...] = field(default=(), init=False)
    _unkept: list[Terms] = field(default_factory=list, init=False)
    _described: Desk | None = field(default=None, init=False)
    _desk: Desk | None = field(default=None, init=False)

    def __call__(self) -> Desk:
        """The desk in force. What it promises anew counts from the first look at it."""
        described = self.live()
        if self._desk is None or described is not self._described:
            self._agree(described)
            self._described, self._desk = described, replace(described, terms=self._terms)
        return self._desk

    async def begin(self) -> None:
        """Read what was promised before. Raises what the database raises."""
        self._terms = tuple(await known_terms(self.chronicle))
        await self.keep()

    async def keep(self) -> None:
        """Keep what is promised anew. Raises what the database raises."""
        self()
        while self._unkept:
            await self.chronicle.promise(self._unkept[0].since, promises_to_json(self._unkept[0].promises))
            del self._unkept[0]

    async def run(self, stop: asyncio.Event) -> None:
        """Keep it whenever it changes, until `stop` is set."""
        while not stop.is_set():
            await self.keep()
            await pause(stop, _EVERY)

    def _agree(self, described: Desk) -> None:
        terms = agreed(self._terms, described, self.clock())
        self._unkept += terms[len(self._terms) :]
        self._terms = terms


def agreed(terms: Sequence[Terms], desk: Desk, now: datetime) -> tuple[Terms, ...]:
    """The terms with those of the desk, which count from now on if it promises anything else."""
    anew = not terms or terms[-1].promises != desk.promises
    return (*terms, Terms(now, desk.promises)) if anew else tuple(terms)


async def known_terms(chronicle: Chronicle) -> Sequence[Terms]:
    """What was promised since when, oldest first. Raises what the database raises."""
    terms: list[Terms] = []
    for since, data in await chronicle.promised():
        try:
            terms.append(Terms(since, promises_from_json(data)))
        except ValidationError:
            log.warning("promises of another release are left out", extra={"since": since.isoformat()})
    return terms
