"""A file of vectors in blocks: what many texts became, written together and read together."""

import logging
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
"""Digests of texts. Among a million of them two are equal with a chance of one in 30 million."""

Directions = NDArray[np.int8]
"""Vectors in eight bits, one a row, each as long as fits: 400,000 of 384 numbers take 150 MB."""

Block = tuple[Keys, Directions]

_PATIENCE = 30.0
"""Seconds to wait for another process that writes."""

_TABLE = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS blocks
    (number INTEGER PRIMARY KEY, model TEXT NOT NULL, keys BLOB NOT NULL, rows BLOB NOT NULL, digest INTEGER NOT NULL);
"""

log = logging.getLogger(__name__)


class Blocks:
    """Threads and processes may share the file, and it may be deleted at any time.

    A file that is damaged, or is none of ours, is thrown away; nothing here raises. Where none can be kept (a full
    disk, a folder that may not be written) that is logged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, model: str, dimensions: int) -> Iterator[Block]:
        """All blocks of a model, but for those that are not as they were written."""
        with self._told(), self._file() as file:
            query = "SELECT keys, rows, digest FROM blocks WHERE model = ? ORDER BY number"
            for keys, rows, digest in file.execute(query, (model,)):
                if _is_whole(keys, rows, digest, dimensions):
                    yield np.frombuffer(keys, np.uint64), np.frombuffer(rows, np.int8).reshape(-1, dimensions)

    def add(self, model: str, block: Block) -> None:
        """One block more."""
        with self._told(), self._file() as file:
            file.execute(_ADD, _row(model, block))

    def replace(self, model: str, blocks: Iterable[Block]) -> None:
        """These instead of all that the model had, at once."""
        with self._told(), self._file() as file:
            file.execute("DELETE FROM blocks WHERE model = ?", (model,))
            file.executemany(_ADD, (_row(model, block) for block in blocks))

    def keep(self, models: Sequence[str]) -> None:
        """Forget all models but these."""
        marks = ",".join("?" * len(models))
        with self._told(), self._file() as file:
            file.execute(f"DELETE FROM blocks WHERE model NOT IN ({marks})", models)  # noqa: S608 - question marks

    @contextmanager
    def _file(self) -> Iterator[sqlite3.Connection]:
        """The file during one transaction."""
        with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as file:
            file.executescript(_TABLE)
            with file:
                yield file

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong with the file is logged, and ends what was meant to be done with it."""
        try:
            yield
        except sqlite3.Error as error:
            self._failed(error)

    def _failed(self, error: sqlite3.Error) -> None:
        """What is no matter of disks and locks says that the file is not as we wrote it."""
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        damaged = code in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        event = "vectors are made anew" if damaged else "vectors cannot be kept"
        log.warning(event, extra={"path": str(self._path), "reason": str(error)})
        if damaged:
            for ending in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)


_ADD = "INSERT INTO blocks (model, keys, rows, digest) VALUES (?, ?, ?, ?)"


def _row(model: str, block: Block) -> tuple[str, bytes, bytes, int]:
    keys, rows = (part.tobytes() for part in block)
    return model, keys, rows, crc32(rows, crc32(keys))


def _is_whole(keys: object, rows: object, digest: object, dimensions: int) -> bool:
    if not (isinstance(keys, bytes) and isinstance(rows, bytes)) or len(keys) * dimensions != len(rows) * 8:
        return False
    return crc32(rows, crc32(keys)) == digest
