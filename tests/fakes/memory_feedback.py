"""What people said of the answers, in memory."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from bot.ports.feedback import ALWAYS
from kb.feedback import Feedback
from kb.proposals import Declined


class MemoryFeedbackLog:
    """Looks at what units of work have committed."""

    def __init__(self, kept: Callable[[], Collection[Feedback]]) -> None:
        self._kept = kept
        self._declined: dict[Declined, datetime] = {}

    async def since(self, moment: datetime, limit: int, until: datetime = ALWAYS) -> Sequence[Feedback]:
        within = (each for each in self._kept() if moment <= each.at <= until)
        newest = sorted(within, key=lambda each: each.at, reverse=True)
        return newest[:limit]

    async def declined(self) -> Sequence[Declined]:
        return list(self._declined)

    async def decline(self, alias: Declined, now: datetime) -> None:
        self._declined.setdefault(alias, now)
