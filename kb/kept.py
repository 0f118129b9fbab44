"""A small SQLite file of what could be made again: to lose it costs time, nothing else."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

_PATIENCE = 30.0
"""Seconds to wait for another process that writes."""

log = logging.getLogger(__name__)


class Kept:
    """Threads and processes may share the file, and it may be deleted at any time.

    `with kept.told(), kept.open() as file:` is one transaction that does not raise: a file that is damaged or none of
    ours is thrown away, and where none can be kept (a full disk, a folder that may not be written) that is logged.
    """

    def __init__(self, path: Path, table: str) -> None:
        """`table` makes the table where it is not there."""
        self._path = path
        self._script = f"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; {table};"

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """The file during one transaction, in a folder that is made if need be. Raises sqlite3.Error, OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as file:
            file.executescript(self._script)
            with file:
                yield file

    @contextmanager
    def told(self) -> Iterator[None]:
        """What goes wrong with the file is logged, and ends what was meant to be done with it."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        damaged = isinstance(error, sqlite3.Error) and _is_damage(error)
        event = "a cache is damaged and made anew" if damaged else "a cache cannot be kept"
        log.warning(event, extra={"path": str(self._path), "reason": str(error)})
        for ending in ("", "-wal", "-shm") if damaged else ():
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)


def _is_damage(error: sqlite3.Error) -> bool:
    """What is no matter of disks and locks says that the file is not as we wrote it."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return code in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@cache
def code_of(*modules: str) -> bytes:
    """A digest of these modules of `kb`: what other code made is not believed."""
    return digest(*(files("kb").joinpath(f"{name}.py").read_bytes() for name in modules))


def digest(*data: bytes) -> bytes:
    """Tells data that is as it was written from other data."""
    hashed = blake2b(digest_size=16)
    for each in data:
        hashed.update(len(each).to_bytes(8))
        hashed.update(each)
    return hashed.digest()
