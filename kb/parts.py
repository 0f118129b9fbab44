"""What was made of some articles, in parts, kept for as long as they are the same."""

import sys
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from zlib import crc32

from kb.kept import Kept, digest
from kb.shelf import Packed

Packs = Mapping[tuple[str, str], Packed]
"""Articles by language and slug."""

_TABLE = """
CREATE TABLE IF NOT EXISTS parts
    (name TEXT PRIMARY KEY, made_of BLOB NOT NULL, data BLOB NOT NULL, digest INTEGER NOT NULL)
"""


class KeptParts:
    """A file for the parts of one thing, by their names. Threads and processes may share it; nothing here raises."""

    def __init__(self, path: Path) -> None:
        self._kept = Kept(path, _TABLE)

    def load(self, made_of: bytes, names: Collection[str]) -> Mapping[str, bytes] | None:
        """All parts, if they were made of just that and are as they were written."""
        parts: dict[str, bytes] = {}
        with self._kept.told(), self._kept.open() as file:
            rows = file.execute("SELECT name, data, digest FROM parts WHERE made_of = ?", (made_of,))
            parts |= ((name, data) for name, data, seal in rows if isinstance(data, bytes) and crc32(data) == seal)
        return parts if parts.keys() == set(names) else None

    def save(self, made_of: bytes, parts: Mapping[str, bytes]) -> None:
        """Keep these, and no others any more."""
        with self._kept.told(), self._kept.open() as file:
            file.execute("DELETE FROM parts")
            rows = ((name, made_of, data, crc32(data)) for name, data in parts.items())
            file.executemany("INSERT INTO parts VALUES (?, ?, ?, ?)", rows)


def digest_of(packed: Packs, *more: str) -> bytes:
    """Of articles in their order, of whatever else something is made of, and of all our code that makes it."""
    rules = (version("PyStemmer"), unicodedata.unidata_version, sys.byteorder, *more)
    names = (f"{language}/{slug}" for language, slug in packed)
    texts = (text.encode(errors="surrogatepass") for text in (*rules, *names))
    return digest(_code(), *texts, *packed.values())


@cache
def _code() -> bytes:
    """A digest of our code: what another release made is not believed."""
    folder = Path(__file__).parent
    return digest(*(path.read_bytes() for path in sorted(folder.rglob("*.py"))))
