"""Tickets with their histories, in memory."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime

from bot.ports import AuditEntry, Story
from bot.tickets.ticket import Ticket


class MemoryChronicle:
    """Reads what is committed."""

    def __init__(
        self, tickets: Callable[[], Mapping[int, Ticket]], history: Callable[[], Sequence[AuditEntry]]
    ) -> None:
        self._tickets = tickets
        self._history = history
        self._promised: dict[datetime, object] = {}

    async def story(self, number: int) -> Story | None:
        ticket = self._tickets().get(number)
        return Story(ticket, tuple(each for each in self._history() if each.ticket == number)) if ticket else None

    async def stories(self, opened_since: datetime) -> AsyncIterator[Story]:
        for number in sorted(self._tickets(), reverse=True):
            story = await self.story(number)
            if story is None or story.ticket.opened_at < opened_since:
                return
            yield story

    async def promised(self) -> Sequence[tuple[datetime, object]]:
        return sorted(self._promised.items(), key=lambda each: each[0])

    async def promise(self, since: datetime, promises: object) -> None:
        self._promised.setdefault(since, promises)
