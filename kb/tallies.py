"""The tally of many articles, kept over restarts: to count 100,000 takes twenty seconds, to read their tally one."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.lexicon import Lexicon
from kb.parts import KeptParts, Packs, digest_of
from kb.shelf import Shelf
from kb.tally import Tally, tally

FILE = "words.sqlite3"

_ARRAYS = {"asker": np.int32, "asked": np.uint64, "whole": np.uint64, "counts": np.int64, "stem_of": np.int32}
_TEXTS = ("words", "stems")
_BETWEEN = "\n"
"""No word holds it."""


class TallyCache:
    """Holds one tally. Threads and processes may share it; without its file, or with a damaged one, articles are
    counted as without it."""

    def __init__(self, path: Path) -> None:
        self._kept = KeptParts(path)

    def of(self, packed: Packs) -> Tally:
        """The tally of these articles as it is kept, or counted now and kept."""
        articles = digest_of(packed)
        if kept := self._kept.load(articles, (*_ARRAYS, *_TEXTS)):
            return _tally(kept, packed)
        counted = tally(Shelf(packed.values()))
        self._kept.save(articles, dict(_parts(counted)))
        return counted


def _parts(counted: Tally) -> Iterator[tuple[str, bytes]]:
    held = counted.lexicon
    arrays: tuple[NDArray[Any], ...] = (counted.asker, counted.asked, counted.whole, counted.counts, held.stem_of)
    for (name, kind), array in zip(_ARRAYS.items(), arrays, strict=True):
        yield name, array.astype(kind, copy=False).tobytes()
    for name, texts in zip(_TEXTS, (held.words, held.stems), strict=True):
        yield name, _BETWEEN.join(texts).encode(errors="surrogatepass")


def _tally(parts: Mapping[str, bytes], packed: Packs) -> Tally:
    asker, asked, whole, counts, stem_of = (np.frombuffer(parts[name], kind) for name, kind in _ARRAYS.items())
    words, stems = (parts[name].decode(errors="surrogatepass").split(_BETWEEN) for name in _TEXTS)
    return Tally(Lexicon.of(words, stems, stem_of), tuple(packed), asker, asked, whole, counts)
