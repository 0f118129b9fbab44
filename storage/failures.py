"""What the databases' own errors mean in ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.errors import Conflict, DatabaseBusy, DatabaseFailed, DatabaseUnavailable, FirstlineError

_LOST_RACES = frozenset({"40001", "40P01", "55P03"})
"""PostgreSQL: serialization failure, deadlock, lock not available in time."""

_TAKEN = "23"
"""PostgreSQL's class of errors for a row that a constraint refuses."""

_AWAY = ("08", "57P", "53", "28", "3D")
"""PostgreSQL's classes of errors for a broken connection, a server shutting down or starting, one that is full,
and one that does not let us in."""

_FULL = "the disk of the database is full: make room on it; nothing is lost meanwhile, and work goes on by itself"
_READ_ONLY = "the database is read-only: let this service write to it (the file and its folder, or the server's mode)"
_BROKEN_DISK = "the disk refuses to be written or read: the system's log says why"
_ERRORS = (SQLAlchemyError, sqlite3.Error)
"""Those of asyncpg are known by their `sqlstate` or module: on SQLite it is not loaded at all, which saves 3 MB."""
_WORDS = {
    "53100": _FULL,
    "53300": "the server has no connection left: raise its max_connections, or run fewer processes",
    "25006": _READ_ONLY,
    "28P01": "the server refuses the user or the password: look at the database's address in the settings",
    "28000": "the server does not let this user in: look at its pg_hba.conf",
    "3D000": "the server has no database of that name: create it, or look at the address in the settings",
    "disk is full": _FULL,
    "readonly database": _READ_ONLY,
    "disk I/O error": _BROKEN_DISK,
    "file is not a database": "the file is no database of SQLite: look at the address in the settings",
    "unable to open database file": "the database file cannot be opened: look at the rights of its folder",
}
"""What an operator can do, by PostgreSQL's code or by words of SQLite."""


@contextmanager
def translated() -> Iterator[None]:
    """Around calls of the database: raises Conflict, DatabaseBusy, DatabaseUnavailable or DatabaseFailed."""
    try:
        yield
    except Exception as error:
        if (ours := meaning(error)) is None:
            raise
        raise ours from error


def meaning(error: Exception) -> FirstlineError | None:
    """Our error for one of a database or its driver; None for any other."""
    if isinstance(error, IntegrityError | sqlite3.IntegrityError):
        return Conflict()
    if isinstance(error, OSError | PoolTimeout):
        return DatabaseUnavailable()
    if isinstance(error, _ERRORS) or hasattr(error, "sqlstate"):
        return _by_state(error)
    if type(error).__module__.startswith("asyncpg"):  # its client's own errors: of a value, else of the connection
        return DatabaseFailed() if isinstance(error, ValueError) else DatabaseUnavailable()
    return None


def _by_state(error: Exception) -> FirstlineError:
    cause = getattr(error, "orig", error)
    if "database is locked" in str(cause):
        return DatabaseBusy("another program holds this SQLite file locked; close it, and this is tried again")
    state = getattr(cause, "sqlstate", None) or ""
    if state in _LOST_RACES or state.startswith(_TAKEN):
        return Conflict()
    gone = getattr(error, "connection_invalidated", False) or state.startswith(_AWAY)
    return (DatabaseUnavailable if gone else DatabaseFailed)(_advice(state, str(cause)))


def _advice(state: str, said: str) -> str:
    """What to do about it; empty where only the trace can tell."""
    return _WORDS.get(state) or next((advice for words, advice in _WORDS.items() if words in said), "")
