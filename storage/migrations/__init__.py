"""Bringing a database to the shape of the tables, from any earlier version, on either database."""

from contextlib import AsyncExitStack
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.database import open_database
from storage.failures import translated

_LOCK = 7_311_020_001
"""Number of the lock by which one process at a time migrates a PostgreSQL database."""
_FOLDER = Path(__file__).parent


async def migrate(url: str) -> None:
    """Upgrade the database to the newest revision, in one transaction; nothing happens when it is there already.

    Raises Misconfigured, DatabaseBusy, DatabaseUnavailable, DatabaseFailed.
    """
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url))
        connection = await database.connect(stack)
        with translated():
            if not await connection.run_sync(_is_current):
                await connection.run_sync(upgrade)
            await connection.commit()


async def is_current(url: str, *, beside: bool = False) -> bool:
    """Whether the database is at the newest revision; `beside` a process that has it open. Raises as `migrate` does."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url, beside=beside))
        connection = await database.connect(stack)
        with translated():
            return await connection.run_sync(_is_current)


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the missing revisions, up to this one, on an open connection."""
    from alembic import command  # noqa: PLC0415 - 10 MB that a process with nothing to upgrade never needs
    from alembic.config import Config  # noqa: PLC0415 - the same

    if connection.dialect.name == "postgresql":
        _wait_for_others(connection)
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _wait_for_others(connection: Connection) -> None:
    """Let another process finish migrating, however long that takes; statements then wait for locks as they do
    elsewhere."""
    connection.execute(text("SET LOCAL lock_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
    connection.execute(text("SET LOCAL lock_timeout TO DEFAULT"))


def revision_of(connection: Connection) -> str:
    """The revision at which the database is; empty before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


@cache
def known_revisions() -> tuple[str, ...]:
    """Every revision that this release knows, newest first: what the names of its files begin with."""
    names = (path.name for path in (_FOLDER / "versions").glob("[0-9]*_*.py"))
    return tuple(sorted((name.partition("_")[0] for name in names), reverse=True))


def _is_current(connection: Connection) -> bool:
    return revision_of(connection) == known_revisions()[0]
