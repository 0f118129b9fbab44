"""A file of vectors in blocks: what many texts became, written together and read together."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kb.kept import Kept

Keys = NDArray[np.uint64]
"""Digests of texts. Among a million of them two are equal with a chance of one in 30 million."""

Directions = NDArray[np.int8]
"""Vectors in eight bits, one a row, each as long as fits: 400,000 of 384 numbers take 150 MB."""

Block = tuple[Keys, Directions]

_TABLE = """
CREATE TABLE IF NOT EXISTS blocks
    (number INTEGER PRIMARY KEY, model TEXT NOT NULL, keys BLOB NOT NULL, rows BLOB NOT NULL, digest INTEGER NOT NULL)
"""


class Blocks:
    """Threads and processes may share the file; nothing here raises. See `Kept`."""

    def __init__(self, path: Path) -> None:
        self._kept = Kept(path, _TABLE)

    def of(self, model: str, dimensions: int) -> Iterator[Block]:
        """All blocks of a model, but for those that are not as they were written."""
        with self._kept.told(), self._kept.open() as file:
            query = "SELECT keys, rows, digest FROM blocks WHERE model = ? ORDER BY number"
            for keys, rows, digest in file.execute(query, (model,)):
                if _is_whole(keys, rows, digest, dimensions):
                    yield np.frombuffer(keys, np.uint64), np.frombuffer(rows, np.int8).reshape(-1, dimensions)

    def add(self, model: str, block: Block) -> None:
        """One block more."""
        with self._kept.told(), self._kept.open() as file:
            file.execute(_ADD, _row(model, block))

    def replace(self, model: str, blocks: Iterable[Block]) -> None:
        """These instead of all that the model had, at once."""
        with self._kept.told(), self._kept.open() as file:
            file.execute("DELETE FROM blocks WHERE model = ?", (model,))
            file.executemany(_ADD, (_row(model, block) for block in blocks))

    def keep(self, models: Sequence[str]) -> None:
        """Forget all models but these."""
        marks = ",".join("?" * len(models))
        with self._kept.told(), self._kept.open() as file:
            file.execute(f"DELETE FROM blocks WHERE model NOT IN ({marks})", models)  # noqa: S608 - question marks


_ADD = "INSERT INTO blocks (model, keys, rows, digest) VALUES (?, ?, ?, ?)"


def _row(model: str, block: Block) -> tuple[str, bytes, bytes, int]:
    keys, rows = (part.tobytes() for part in block)
    return model, keys, rows, crc32(rows, crc32(keys))


def _is_whole(keys: object, rows: object, digest: object, dimensions: int) -> bool:
    if not (isinstance(keys, bytes) and isinstance(rows, bytes)) or len(keys) * dimensions != len(rows) * 8:
        return False
    return crc32(rows, crc32(keys)) == digest
