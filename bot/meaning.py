"""What articles mean, by the settings of an installation: its encoders, and learning behind the answers."""

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bot.memory import give_back
from bot.settings import Settings
from kb.library import Library
from kb.meaning.apart import Twin
from kb.meaning.building import Progress
from kb.meaning.minilm import ModelError
from kb.meaning.multilingual import Multilingual
from kb.meaning.tiers import semantic

log = logging.getLogger(__name__)

SEARCHED = "articles are searched by meaning"
"""Logged whenever all that there is to learn has been learned."""

_LEFT = 2.0
"""Seconds in which learning is to have stopped; what it does then ends with the process, and costs only time."""
_AGAIN = 60.0
"""Seconds until what could not be learned is tried again."""


def twins(settings: Settings) -> tuple[Twin, ...]:
    """The encoders of the installation's tier. Where the semantic tier's model cannot be used, those of the base:
    people are answered, and the log and the doctor say what to do."""
    if settings.search == "words":
        return ()
    return _semantic(settings.data) if settings.search == "semantic" else _base(settings.data)


def _base(folder: Path) -> tuple[Twin, ...]:
    return (Twin(Multilingual(folder), partial(Multilingual, folder)),)


def _semantic(folder: Path) -> tuple[Twin, ...]:
    try:
        return (Twin(semantic(folder), partial(semantic, folder)),)
    except ModelError as error:
        what = {"reason": f"{type(error).__name__}: {error}", "mend": "firstline doctor"}
        log.warning("the semantic tier cannot be used, searching with the base tier", extra=what)
        return _base(folder)


@dataclass(slots=True)
class Deepening:
    """Learns what the articles mean, at the start and whenever they have changed; meanwhile people are answered.

    `told` hears how far it is.
    """

    articles: Library
    told: Callable[[Progress], None]
    _changed: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    def wake(self) -> None:
        """The articles have changed."""
        self._changed.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Learn what there is to learn, until `stop` is set."""
        while not stop.is_set():
            self._changed.clear()
            await _first(stop, self._changed, None if await self._learn(stop) else _AGAIN)

    async def _learn(self, stop: asyncio.Event) -> bool:
        def told(progress: Progress) -> bool:
            self.told(progress)
            return not stop.is_set()

        learning = _begun(partial(self.articles.deepen, told))
        stopping = asyncio.ensure_future(stop.wait())
        waits: set[asyncio.Future[Any]] = {learning, stopping}
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        if stopping.cancel() or learning.done():
            return await self._judged(learning)
        await asyncio.wait({learning}, timeout=_LEFT)
        return False

    async def _judged(self, learning: asyncio.Future[bool]) -> bool:
        try:
            settled = await learning
        except (BrokenProcessPool, OSError) as error:
            reason = {"error": type(error).__name__, "reason": str(error)}
            log.warning("what articles mean cannot be learned now, searching as before", extra=reason)
            return False
        if settled and self.articles.knowledge.has_meaning:
            log.info(SEARCHED)
        return settled


def _begun(work: Callable[[], bool]) -> asyncio.Future[bool]:
    """What the work gives, done in a thread that a process which ends does not wait for."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[bool] = loop.create_future()

    def tell(result: bool, error: Exception | None) -> None:
        if not done.cancelled():
            done.set_exception(error) if error else done.set_result(result)

    def run() -> None:
        result, error = False, None
        try:
            result = work()
        except Exception as failed:  # told to whoever waits
            error = failed
        give_back()
        with suppress(RuntimeError):  # nobody waits any more
            loop.call_soon_threadsafe(tell, result, error)

    threading.Thread(target=run, name="meaning", daemon=True).start()
    return done


async def _first(one: asyncio.Event, other: asyncio.Event, seconds: float | None) -> None:
    """Wait for one of the two, or for so long."""
    waits = [asyncio.ensure_future(event.wait()) for event in (one, other)]
    await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
