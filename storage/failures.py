"""What the databases' own errors mean in ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import Conflict, DatabaseBusy, DatabaseFailed, DatabaseUnavailable, FirstlineError

_LOST_RACES = frozenset({"40001", "40P01", "55P03"})
"""PostgreSQL: serialization failure, deadlock, lock not available in time."""

_AWAY = ("08", "57P", "53")
"""PostgreSQL's classes of errors for a broken connection, a server shutting down or starting, and one that is full."""


@contextmanager
def translated() -> Iterator[None]:
    """Around one call of the database: raises Conflict, DatabaseBusy, DatabaseUnavailable or DatabaseFailed."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise _meaning(error) from error


def _meaning(error: Exception) -> FirstlineError:
    if isinstance(error, IntegrityError):
        return Conflict()
    if isinstance(error, OSError | PoolTimeout):
        return DatabaseUnavailable()
    if "database is locked" in str(getattr(error, "orig", error)):
        return DatabaseBusy("another program holds this SQLite file locked; close it, and this is tried again")
    if not isinstance(error, DBAPIError):
        return DatabaseFailed()
    state = getattr(error.orig, "sqlstate", None) or ""
    if state in _LOST_RACES:
        return Conflict()
    gone = error.connection_invalidated or state.startswith(_AWAY)
    return DatabaseUnavailable() if gone else DatabaseFailed()
