"""Tickets with their histories, and what was promised when, as they are read outside a unit of work."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.ports.records import AuditEntry
from bot.tickets.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Story:
    """A ticket and its history, oldest first."""

    ticket: Ticket
    history: tuple[AuditEntry, ...]


class Chronicle(Protocol):
    """What happened to the desk's tickets; every call is a transaction of its own, and nothing is locked."""

    async def story(self, number: int) -> Story | None:
        """The ticket of this number, with its history."""
        ...

    def stories(self, opened_since: datetime) -> AsyncIterator[Story]:
        """Those of tickets opened since then, the newest first, up to the first that is older. What is opened meanwhile
        may be left out."""
        ...

    async def promised(self) -> Sequence[tuple[datetime, object]]:
        """What was promised since when, oldest first: data of `bot.desk.promises.promises_to_json`."""
        ...

    async def promise(self, since: datetime, promises: object) -> None:
        """Keep what is promised from then on; if another process has said so for the very moment, that stays."""
        ...
