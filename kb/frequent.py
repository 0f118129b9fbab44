"""Words of English and Russian by frequency: spelled right although no article uses them, or what a slip may mean."""

import gzip
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, islice
from pathlib import Path

import numpy as np

from kb.language import LANGUAGES
from kb.vocabulary import Vocabulary
from kb.words import stems_of

_MEANT = {"en": 15_000, "ru": 30_000}
"""Words of each language that a slip may mean; rarer ones are more often somebody's name or a word of the articles."""

_AT_ONCE = 4_096
"""Words in memory while a list is read."""

_AT_HAND = 4_096
"""Texts whose ranks are kept."""

NEVER = 1_000_000
"""The rank of what is on no list."""


class Ranks:
    """The rank of each text, 1 the most frequent. Only hashes are kept: 12 bytes for a text, and one taken for another
    with a chance of one in a hundred million million."""

    def __init__(self, lists: Sequence["array[int]"]) -> None:
        """The best rank of each text over lists of hashes in the order of frequency, the most frequent first."""
        hashes = np.concatenate([np.frombuffer(each, np.int64) for each in lists])
        ranks = np.concatenate([np.arange(1, len(each) + 1, dtype=np.int32) for each in lists])
        order = np.lexsort((ranks, hashes))
        hashes, ranks = hashes[order], ranks[order]
        best = np.diff(hashes, prepend=~hashes[:1]) != 0
        self._hashes = array("q", hashes[best].tobytes())
        self._ranks = array("i", ranks[best].tobytes())
        self.of = lru_cache(_AT_HAND)(self._of)
        """`_of`, kept for the last texts: each word of a question is asked for several times."""

    def _of(self, text: str) -> int:
        """The text's rank, `NEVER` where it has none."""
        hashed = hash(text)
        place = bisect_left(self._hashes, hashed)
        found = place < len(self._hashes) and self._hashes[place] == hashed
        return self._ranks[place] if found else NEVER


@dataclass(frozen=True, slots=True)
class Frequent:
    """`words` ranks words within their languages, `stems` their stems by the best of their words; `vocabulary` looks
    those up by likeness that a slip may mean."""

    words: Ranks
    stems: Ranks
    vocabulary: Vocabulary


@cache
def frequent() -> Frequent:
    """The lists that come with Firstline, read once; they take some 10 MB."""
    words, stems, meant = zip(*map(_read, LANGUAGES), strict=True)
    return Frequent(Ranks(words), Ranks(stems), Vocabulary(dict.fromkeys(chain(*meant))))


def _read(language: str) -> tuple["array[int]", "array[int]", list[str]]:
    """Hashes of a list's words and of their stems, and those words that a slip may mean."""
    words, stems, meant = array("q"), array("q"), list[str]()
    with gzip.open(Path(__file__).with_name(f"frequent.{language}.txt.gz"), "rt", encoding="utf-8") as lines:
        while some := [line.rstrip() for line in islice(lines, _AT_ONCE)]:
            words.extend(map(hash, some))
            stems.extend(map(hash, stems_of(some)))
            meant += some[: max(_MEANT[language] - len(meant), 0)]
    return words, stems, meant
