"""Tickets with their histories, as they are read outside a unit of work."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.ports.records import AuditEntry
from bot.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Story:
    """A ticket and its history, oldest first."""

    ticket: Ticket
    history: tuple[AuditEntry, ...]


class Chronicle(Protocol):
    """The desk's tickets, to be read only; nobody waits for it, and nothing is locked."""

    async def story(self, number: int) -> Story | None:
        """The ticket of this number, with its history."""
        ...

    def stories(self, opened_since: datetime) -> AsyncIterator[Story]:
        """Those of tickets opened since then, the newest first, up to the first that is older. What is opened meanwhile
        may be left out."""
        ...
