"""The ledger of one desk: everything that storage offers to the core."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from datetime import datetime, timedelta

from bot.audit.chain import NO_KEY, Keys
from bot.ports import Limits, Preference
from bot.ports.backlog import Backlog
from storage.address import Address, PostgresServer
from storage.backlog import backlog, is_behind
from storage.chat_log import SqlChatLog
from storage.chronicle import SqlChronicle
from storage.database import Database, open_database
from storage.feedback import SqlFeedbackLog
from storage.outbox import SqlOutbox
from storage.preferences import preferences_since
from storage.seals import SqlSealLog
from storage.timers import DUE_TIMERS
from storage.wake import LISTENER, Doorbell, Wake, deliverer
from storage.work import SqlWork


class SqlLedger:
    """Implements `bot.ports.Ledger` on an open database, for one desk."""

    def __init__(self, database: Database, desk: str, pace: Mapping[str, Limits], keys: Keys = NO_KEY) -> None:
        self._database = database
        self._desk = desk
        self._keys = keys
        self._wake = Wake()
        self._bell: Doorbell | None = None
        self._outbox = SqlOutbox(database, desk, pace)
        self._chat = SqlChatLog(database, desk)
        self._feedback = SqlFeedbackLog(database, desk)
        self._chronicle = SqlChronicle(database, desk)
        self._seals = SqlSealLog(database, desk)

    @property
    def outbox(self) -> SqlOutbox:
        """Posts on their way out."""
        return self._outbox

    @property
    def chat(self) -> SqlChatLog:
        """The playground's chat."""
        return self._chat

    @property
    def feedback(self) -> SqlFeedbackLog:
        """What people said of the answers."""
        return self._feedback

    @property
    def chronicle(self) -> SqlChronicle:
        """Tickets with their histories."""
        return self._chronicle

    @property
    def seals(self) -> SqlSealLog:
        """The seals over the history."""
        return self._seals

    @asynccontextmanager
    async def work(self) -> AsyncIterator[SqlWork]:
        """A new unit of work. One at a time in a task: on SQLite a second one inside it would wait for ever."""
        async with self._database.writing() as transaction:
            work = SqlWork(transaction, self._desk, self._keys)
            yield work
        if work.woke:
            self._ring()

    async def due_timers(self, now: datetime, limit: int, but: Collection[str] = ()) -> Sequence[str]:
        """Keys of pending timers that are due, the most overdue first, without those of `but`."""
        wanted = {"desk": self._desk, "now": now, "most": limit, "but": list(but)}
        async with self._database.reading() as transaction:
            return [row["key"] for row in await transaction.all(DUE_TIMERS, wanted)]

    async def preferences(self, since: datetime) -> Sequence[Preference]:
        """What people chose from this moment on, the oldest first."""
        return await preferences_since(self._database, self._desk, since)

    async def changed(self, limit: timedelta) -> None:
        """Return when a commit may have left something to deliver, or after `limit`. For one waiter in a process."""
        await self._wake.wait(limit)

    async def backlog(self, now: datetime) -> Backlog:
        """What waits now, for operators."""
        async with self._database.reading() as transaction:
            return await backlog(transaction, self._desk, now)

    async def is_behind(self) -> bool:
        """Whether the database lacks a migration of this release; one of a newer release is not behind."""
        async with self._database.reading() as transaction:
            return await is_behind(transaction)

    def _ring(self) -> None:
        """There is something to deliver: in this process, and in all others."""
        self._wake.ring()
        if self._bell is not None:
            self._bell.push()

    @asynccontextmanager
    async def listening(self, dsn: str, *, delivers: bool) -> AsyncIterator[None]:
        """Hear and be heard by the other processes on a PostgreSQL server."""
        name = deliverer(self._desk) if delivers else LISTENER
        self._bell = Doorbell(dsn, self._desk, self._wake.ring, name)
        task = asyncio.create_task(self._bell.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@asynccontextmanager
async def open_ledger(
    url: str,
    desk: str,
    pace: Mapping[str, Limits],
    *,
    keys: Keys = NO_KEY,
    beside: bool = False,
    delivers: bool = False,
) -> AsyncIterator[SqlLedger]:
    """The desk's ledger in a migrated database, at sqlite:///path/file.sqlite3 or postgresql://user:password@host/db.

    `pace` holds the limits of each platform that has any. With `keys` the history is signed.
    `beside` is for an operator's short look beside a running process; what that one has leased stays leased. That a
    process `delivers` can be seen by the doctor.
    Raises Misconfigured for another address, DatabaseBusy when another process has the SQLite file open.
    """
    async with open_database(url, beside=beside) as database:
        ledger = SqlLedger(database, desk, pace, keys)
        address = database.address
        if not beside and not isinstance(address, PostgresServer):
            await ledger.outbox.rescue()
        async with _heard(ledger, address, delivers=delivers):
            yield ledger


def _heard(ledger: SqlLedger, address: Address, *, delivers: bool) -> AbstractAsyncContextManager[None]:
    """Where other processes may work in the database, they are heard."""
    if isinstance(address, PostgresServer):
        return ledger.listening(address.dsn, delivers=delivers)
    return nullcontext()
