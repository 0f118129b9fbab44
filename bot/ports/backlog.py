"""What waits in the ledger at a moment, as an operator wants to know it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

GIVEN_UP = ("dead", "uncertain")
STATES = ("waiting", "sending", *GIVEN_UP)
"""Of a post that is not sent."""


@dataclass(frozen=True, slots=True)
class Queue:
    """Posts of one platform in one of `STATES`; the oldest that is due has been so since `due_since`."""

    platform: str
    state: str
    posts: int
    due_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Backlog:
    """All that waits; the oldest timer that should have acted was due at `timers_due_since`."""

    queues: tuple[Queue, ...] = ()
    timers_due_since: datetime | None = None


class Watched(Protocol):
    """The ledger, for whoever looks after the process."""

    async def backlog(self, now: datetime) -> Backlog:
        """What waits. Raises DatabaseUnavailable, DatabaseFailed."""
        ...

    async def is_behind(self) -> bool:
        """Whether the database lacks a migration of this release; one of a newer release is not behind.

        Raises DatabaseUnavailable, DatabaseFailed.
        """
        ...
