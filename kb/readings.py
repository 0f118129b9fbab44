"""What files were read as, kept over restarts: 100,000 of them take a minute to read, and seconds to be looked up."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

from kb.kept import Kept
from kb.pickling import NotOurs, pickled, unpickled
from kb.reader import File

FILE = "articles.sqlite3"

_READERS = ("article", "front_matter", "inline", "outline", "plain", "reader", "shelf")
"""Modules that decide what a file is read as: what others than these made is not believed."""
_TABLE = """
CREATE TABLE IF NOT EXISTS files
    (path TEXT PRIMARY KEY, readers BLOB NOT NULL, file BLOB NOT NULL, digest BLOB NOT NULL)
"""


class ReadingCache:
    """Threads and processes may share one. Without its file, or with a damaged one, files are read as without it."""

    def __init__(self, path: Path) -> None:
        self._kept = Kept(path, _TABLE)

    def load(self) -> dict[Path, File]:
        """What was kept, by path; what is not as it was written, or was read by other rules than ours, is left out."""
        kept: dict[Path, File] = {}
        with self._kept.told(), self._kept.open() as cache:
            rows = cache.execute("SELECT path, file, digest FROM files WHERE readers = ?", (_readers(),))
            kept |= ((Path(path), file) for path, data, digest in rows if (file := _file(data, digest)))
        return kept

    def save(self, before: Mapping[Path, File], now: Mapping[Path, File]) -> None:
        """Keep what is now, where `before` is kept already. Files with mistakes are not: they are read each time, so
        that a mistake is told as long as it is there."""
        good = {path: file for path, file in now.items() if file.packed and not file.mistakes}
        new = ((path, file) for path, file in good.items() if before.get(path) is not file)
        with self._kept.told(), self._kept.open() as cache:
            cache.executemany("DELETE FROM files WHERE path = ?", ((str(p),) for p in before if p not in good))
            cache.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", _rows(new))


def _rows(read: Iterable[tuple[Path, File]]) -> Iterator[tuple[str, bytes, bytes, bytes]]:
    for path, file in read:
        data = pickled(file)
        yield str(path), _readers(), data, _digest(data)


def _file(data: object, digest: object) -> File | None:
    if not isinstance(data, bytes) or _digest(data) != digest:
        return None
    try:
        file = unpickled(data)
    except NotOurs:
        return None
    return file if isinstance(file, File) else None


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=8).digest()


@cache
def _readers() -> bytes:
    """A digest of the code that reads."""
    code = b"".join(files("kb").joinpath(f"{name}.py").read_bytes() for name in _READERS)
    return _digest(code)
