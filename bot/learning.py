"""Keeps what the search has learnt from people up to date, in every process."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.pause import pause
from bot.ports import Clock, FeedbackLog
from bot.ports.feedback import ALWAYS
from kb.feedback import FORGOTTEN, Adjustments, Feedback, Learned

MOST = 20_000
"""What is learnt from: the newest."""
_EVERY = timedelta(seconds=5)
"""How often is looked for what was said here or in another process: one row of an index where nothing was."""
_ANEW = timedelta(hours=1)
"""How often all is read again, so that what was deleted is forgotten, and age counts."""
_OVERLAP = timedelta(minutes=5)
"""Commits may come later than the moments that they hold, and clocks of machines differ."""
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Learning:
    """Reads the desk's feedback and tells the knowledge base (`teach`) what follows."""

    log: FeedbackLog
    teach: Callable[[Adjustments], None]
    clock: Clock
    page: int = 500
    """Rows read at a time: some milliseconds, in which the process does nothing else where the database is a file."""
    _told: dict[tuple[str, str, str], Feedback] = field(default_factory=dict, init=False)
    _newest: datetime = field(default=_NEVER, init=False)
    _anew_at: datetime = field(default=_NEVER, init=False)

    async def refresh(self) -> bool:
        """Take up what was said since the last time; whether that was anything. Raises what the database raises."""
        now = self.clock()
        anew = now >= self._anew_at
        told = await self._read(now - FORGOTTEN if anew else self._newest - _OVERLAP)
        if not anew and all(self._told.get(key) == each for key, each in told.items()):
            return False
        self._told = told if anew else self._told | told
        self._newest = min(now, max((each.at for each in self._told.values()), default=now))
        self._anew_at = now + _ANEW if anew else self._anew_at
        self.teach(await asyncio.to_thread(Learned, tuple(self._told.values()), now))
        return True

    async def _read(self, since: datetime) -> dict[tuple[str, str, str], Feedback]:
        told: dict[tuple[str, str, str], Feedback] = {}
        until = ALWAYS
        while len(told) < MOST:
            page = await self.log.since(since, self.page, until)
            before = len(told)
            told |= {_key(each): each for each in page}
            if len(page) < self.page or len(told) == before:
                break
            until = page[-1].at
            await asyncio.sleep(0)
        return told

    async def run(self, stop: asyncio.Event) -> None:
        """Refresh every few seconds until `stop` is set."""
        while not stop.is_set():
            await self.refresh()
            await pause(stop, _EVERY.total_seconds())


def _key(feedback: Feedback) -> tuple[str, str, str]:
    return feedback.conversation, feedback.person, feedback.slug
