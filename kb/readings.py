"""What files were read as, kept over restarts: 100,000 of them take a minute to read, and seconds to be looked up."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kb.kept import Kept, code_of, digest
from kb.reader import File

FILE = "articles.sqlite3"

READERS = (
    *("article", "article_file", "free_outline", "front_matter", "guide", "guide_file", "inline", "language"),
    *("outline", "plain", "plain_front", "reader", "readings", "shelf"),
)
"""Modules that decide what a file is read as, and how that is kept."""
_TABLE = """
DROP TABLE IF EXISTS files; -- of earlier releases
CREATE TABLE IF NOT EXISTS readings
    (path TEXT PRIMARY KEY, readers BLOB NOT NULL, content BLOB NOT NULL, language TEXT NOT NULL, slug TEXT NOT NULL,
    shown INTEGER NOT NULL, packed BLOB NOT NULL, digest BLOB NOT NULL)
"""

Row = tuple[str, bytes, bytes, str, str, int, bytes, bytes]


class ReadingCache:
    """Threads and processes may share one. Without its file, or with a damaged one, files are read as without it."""

    def __init__(self, path: Path) -> None:
        self._kept = Kept(path, _TABLE)

    def load(self) -> dict[Path, File]:
        """What was kept, by path; what is not as it was written, or was read by other rules than ours, is left out."""
        kept: dict[Path, File] = {}
        with self._kept.told(), self._kept.open() as cache:
            rows = cache.execute("SELECT * FROM readings WHERE readers = ?", (_readers(),))
            kept |= ((Path(row[0]), _file(row)) for row in rows if _is_whole(row))
        return kept

    def save(self, before: Mapping[Path, File], now: Mapping[Path, File]) -> None:
        """Keep what is now, where `before` is kept already. Files with mistakes are not: they are read each time, so
        that a mistake is told as long as it is there."""
        good = {path: file for path, file in now.items() if file.packed and not file.mistakes}
        new = ((path, file) for path, file in good.items() if before.get(path) is not file)
        with self._kept.told(), self._kept.open() as cache:
            cache.executemany("DELETE FROM readings WHERE path = ?", ((str(p),) for p in before if p not in good))
            cache.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _rows(new))


def _rows(read: Iterable[tuple[Path, File]]) -> Iterator[Row]:
    for path, file in read:
        row = (str(path), _readers(), file.digest, *file.key, int(file.shown), file.packed)
        yield (*row, _seal(row))


def _file(row: Row) -> File:
    _, _, content, language, slug, shown, packed, _ = row
    return File(content, (language, slug), packed, (), bool(shown))


def _is_whole(row: Row) -> bool:
    *parts, seal = row
    kinds = (str, bytes, bytes, str, str, int, bytes)
    return all(isinstance(part, kind) for part, kind in zip(parts, kinds, strict=True)) and _seal(parts) == seal


def _seal(row: Iterable[object]) -> bytes:
    return digest(*(part if isinstance(part, bytes) else str(part).encode(errors="surrogatepass") for part in row))


def _readers() -> bytes:
    """A digest of the code that reads."""
    return code_of(*READERS)
