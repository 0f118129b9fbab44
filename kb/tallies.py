"""The tally of many articles, kept over restarts: to count 100,000 takes twenty seconds, to read their tally one."""

import sys
import unicodedata
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kb.kept import Kept, code_of, digest
from kb.lexicon import Lexicon
from kb.shelf import Packed, Shelf
from kb.tally import Tally, tally

FILE = "words.sqlite3"

_COUNTERS = ("article", "lexicon", "postings", "tallies", "tally", "words")
"""Modules that decide what is counted, and how that is kept."""
_TABLE = """
CREATE TABLE IF NOT EXISTS parts
    (name TEXT PRIMARY KEY, articles BLOB NOT NULL, data BLOB NOT NULL, digest INTEGER NOT NULL)
"""
_ARRAYS = {"asker": np.int32, "asked": np.uint64, "whole": np.uint64, "counts": np.int64, "stem_of": np.int32}
_TEXTS = ("words", "stems")
_BETWEEN = "\n"
"""No word holds it."""

Parts = Mapping[str, bytes]
Packs = Mapping[tuple[str, str], Packed]


class TallyCache:
    """Holds one tally. Threads and processes may share it; without its file, or with a damaged one, articles are
    counted as without it."""

    def __init__(self, path: Path) -> None:
        self._kept = Kept(path, _TABLE)

    def of(self, packed: Packs) -> Tally:
        """The tally of these articles, by language and slug, as it is kept, or counted now and kept."""
        articles = _digest(packed)
        if kept := self._load(articles):
            return _tally(kept, packed)
        counted = tally(Shelf(packed.values()))
        self._save(articles, counted)
        return counted

    def _load(self, articles: bytes) -> Parts | None:
        """What is kept for just these articles, if all of it is as it was written."""
        parts: dict[str, bytes] = {}
        with self._kept.told(), self._kept.open() as cache:
            rows = cache.execute("SELECT name, data, digest FROM parts WHERE articles = ?", (articles,))
            parts |= ((name, data) for name, data, seal in rows if isinstance(data, bytes) and crc32(data) == seal)
        return parts if parts.keys() == {*_ARRAYS, *_TEXTS} else None

    def _save(self, articles: bytes, counted: Tally) -> None:
        with self._kept.told(), self._kept.open() as cache:
            rows = ((name, articles, data, crc32(data)) for name, data in _parts(counted))
            cache.executemany("INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?)", rows)


def _parts(counted: Tally) -> Iterator[tuple[str, bytes]]:
    held = counted.lexicon
    arrays: tuple[NDArray[Any], ...] = (counted.asker, counted.asked, counted.whole, counted.counts, held.stem_of)
    for (name, kind), array in zip(_ARRAYS.items(), arrays, strict=True):
        yield name, array.astype(kind, copy=False).tobytes()
    for name, texts in zip(_TEXTS, (held.words, held.stems), strict=True):
        yield name, _BETWEEN.join(texts).encode(errors="surrogatepass")


def _tally(parts: Parts, packed: Packs) -> Tally:
    asker, asked, whole, counts, stem_of = (np.frombuffer(parts[name], kind) for name, kind in _ARRAYS.items())
    words, stems = (parts[name].decode(errors="surrogatepass").split(_BETWEEN) for name in _TEXTS)
    return Tally(Lexicon.of(words, stems, stem_of), tuple(packed), asker, asked, whole, counts)


def _digest(packed: Packs) -> bytes:
    """Of the articles, and of all that decides what is counted of them."""
    rules = f"{version('PyStemmer')} {unicodedata.unidata_version} {sys.byteorder}".encode()
    names = "\n".join(f"{language}/{slug}" for language, slug in packed).encode(errors="surrogatepass")
    return digest(code_of(*_COUNTERS), rules, names, *packed.values())
