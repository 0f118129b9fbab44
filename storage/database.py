"""Opening a database: SQLite for one process, PostgreSQL for as many as you like."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from filelock import FileLock, Timeout

from bot.errors import DatabaseBusy, NotFound
from storage.address import SqliteFile, read_address
from storage.postgres import PostgresDatabase
from storage.sqlite import SqliteDatabase

Database = SqliteDatabase | PostgresDatabase


@asynccontextmanager
async def open_database(url: str, *, beside: bool = False) -> AsyncIterator[Database]:
    """The database at the address in a setting.

    `beside` is for an operator's short look at a SQLite file that a running process has open. Raises Misconfigured,
    DatabaseBusy when another process has the SQLite file open, and NotFound when there is nothing to look at.
    """
    address = read_address(url)
    async with AsyncExitStack() as stack:
        if isinstance(address, SqliteFile) and beside and not address.path.exists():
            raise NotFound(f"there is no database at {address.path} yet: run “firstline migrate”")
        if isinstance(address, SqliteFile) and not beside:
            stack.enter_context(_only_process(address))
            if not address.path.exists():
                address.path.touch(mode=0o600)  # what people wrote is nobody else's to read
        database = SqliteDatabase(address) if isinstance(address, SqliteFile) else PostgresDatabase(address)
        stack.push_async_callback(database.close)
        yield database


def _only_process(address: SqliteFile) -> FileLock:
    address.path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{address.path}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise DatabaseBusy(
            f"another process is using {address.path}: stop it first, or move to PostgreSQL, "
            "which carries more than one process (set the database address to postgresql://…)"
        ) from error
    return lock
