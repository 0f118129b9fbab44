"""The ledger: units of work, the outbox, due timers."""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.messages import Thread
from bot.ports.chronicle import Chronicle
from bot.ports.feedback import FeedbackLog
from bot.ports.platform import Parcel
from bot.ports.records import Preference
from bot.ports.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Leased:
    """A post taken by this process to be delivered; `token` proves the lease, which ends at `until`. `maybe_sent`: look
    before sending."""

    parcel: Parcel
    token: str
    until: datetime
    attempts: int
    maybe_sent: bool
    first_tried_at: datetime | None
    last_tried_at: datetime | None = None
    """When the attempt before this one left, if its outcome is unknown."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A post that was given up: `state` is "dead" or "uncertain"."""

    key: str
    thread: Thread
    state: str
    reason: str
    at: datetime
    attempts: int
    ticket_text: str


class Outbox(Protocol):
    """Posts on their way out; every call is a transaction of its own."""

    async def lease(
        self, platforms: Sequence[str], now: datetime, limit: int, *, set_forward: timedelta = timedelta(0)
    ) -> Sequence[Leased]:
        """Take up to `limit` due posts, at most one of each lane, the head of its lane; urgent ones first.

        They are marked as being sent before this returns. A channel's pace and pauses are kept across processes.
        A post whose lease ran out comes back with `maybe_sent`. `set_forward` is by how much the clock was set forward
        of late: leases are not over before they would have been without that.
        """
        ...

    async def put_right(self, now: datetime) -> None:
        """Moments that lie in the future because the clock was set back since are moved back as much."""
        ...

    async def sent(self, leased: Leased, message_id: str, now: datetime) -> None:
        """It is there, under the platform's `message_id`; binds the thread to its ticket if it opens one.

        Timers for the receipt of an urgent post fall due now, here as in `wait` and `give_up`."""
        ...

    async def wait(
        self, leased: Leased, until: datetime, *, maybe_sent: bool, whole_channel: bool = False, tried: bool = True
    ) -> None:
        """Not now: due again at `until`, and with `whole_channel` nothing else to that channel before it.

        `tried` is False when nothing left in this lease, so that it does not count as an attempt.
        """
        ...

    async def give_up(self, leased: Leased, state: str, reason: str, now: datetime) -> None:
        """State "dead" (refused) or "uncertain" (never known): the lane goes on without it."""
        ...

    async def dead_letters(self, limit: int = 100) -> Sequence[DeadLetter]:
        """Posts given up, newest first."""
        ...

    async def resend(self, key: str, now: datetime) -> int:
        """Put a given-up post back in its lane, and with it the given-up ones that it belongs to or that belong to it;
        how many these are, 0 if there is none of this key."""
        ...

    async def next_due(self, platforms: Sequence[str], now: datetime) -> datetime | None:
        """When the next waiting post falls due."""
        ...


class Ledger(Protocol):
    """The product's tables, on either database."""

    @property
    def outbox(self) -> Outbox:
        """Posts on their way out."""
        ...

    @property
    def feedback(self) -> FeedbackLog:
        """What people said of the answers."""
        ...

    @property
    def chronicle(self) -> Chronicle:
        """Tickets with their histories."""
        ...

    def work(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A new unit of work."""
        ...

    async def due_timers(self, now: datetime, limit: int, but: Collection[str] = ()) -> Sequence[str]:
        """Keys of pending timers that are due, the most overdue first, without those of `but`."""
        ...

    async def preferences(self, since: datetime) -> Sequence[Preference]:
        """What people chose from this moment on, the oldest first."""
        ...

    async def changed(self, limit: timedelta) -> None:
        """Return when a commit (of any process) may have left something to deliver, or after `limit`."""
        ...
