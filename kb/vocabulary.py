"""The words of the articles, looked up by likeness: which of them could be this word, mistyped."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from kb.words import LONGEST

Marks = NDArray[np.uint64]

_ONE = np.uint64(1)
_NONE = np.zeros(0, np.uint64)


_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-z]")


class Vocabulary:
    """Words to look up by likeness; those with digits are left out, as nothing is taken for them.

    Two words can be near only when they hold nearly the same letters: those of one alphabet are none of the other's.
    """

    def __init__(self, known: Iterable[str], like: "Vocabulary | None" = None) -> None:
        """Those that are `known`, and all of another's, `like`, none of which must be among them."""
        by_script: dict[str, list[str]] = defaultdict(list)
        for word in known:
            if word.isalpha():
                by_script[_script(word)].append(word)
        own = [(script, _Shelf(words)) for script, words in by_script.items()]
        self._shelves: Sequence[tuple[str, _Shelf]] = [*(like._shelves if like else ()), *own]

    def near(self, word: str, mistakes: int) -> Iterator[tuple[str, int]]:
        """The words at most so many mistakes away (letters swapped, left out, put in or changed), and how many."""
        script = _script(word)
        shelves = (shelf for other, shelf in self._shelves if not script or other in (script, ""))
        alike = [candidate for shelf in shelves for candidate in shelf.alike(word, mistakes)]
        found = extract(word, alike, scorer=OSA.distance, score_cutoff=mistakes, limit=None)
        return ((candidate, int(distance)) for candidate, distance, _ in found)


def _script(word: str) -> str:
    """The one alphabet that a word is of, empty for a word of both or of another."""
    latin, cyrillic = _LATIN.search(word), _CYRILLIC.search(word)
    return "" if bool(latin) == bool(cyrillic) else "latin" if latin else "cyrillic"


class _Shelf:
    """Words by length, with their letters as 64 bits each: held against all words of a length at once, these leave some
    hundred in a hundred thousand to be compared."""

    def __init__(self, known: Iterable[str]) -> None:
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in known:
            by_length[len(word)].append(word)
        words = [word for length in sorted(by_length) for word in by_length[length]]
        self._words = np.array(words, object)
        self._marks = np.concatenate([_NONE, *(marks(by_length[length]) for length in sorted(by_length))])
        lengths = np.array([len(word) for word in words], np.int64)
        self._starts = np.searchsorted(lengths, np.arange(LONGEST + 3)).tolist()
        """Where the words of each length begin."""

    def alike(self, word: str, mistakes: int) -> list[str]:
        """The words whose length and letters allow it: each mistake changes at most two of a word's marks."""
        start = self._starts[min(max(len(word) - mistakes, 0), LONGEST)]
        end = self._starts[min(len(word) + mistakes + 1, LONGEST + 2)]
        differing = np.bitwise_count(self._marks[start:end] ^ marks_of(word))
        alike: list[str] = self._words[start:end][differing <= 2 * mistakes].tolist()
        return alike


def marks(words: Sequence[str]) -> Marks:
    """Which letters each of these words of one length has: bit n for one of the n-th kind, bit 32 + n for two of it."""
    codes = np.frombuffer("".join(words).encode("utf-32-le"), np.uint32).reshape(len(words), -1)
    letters = (codes % 32).astype(np.uint64)
    once, twice = np.zeros(len(letters), np.uint64), np.zeros(len(letters), np.uint64)
    for column in letters.T:
        bit = _ONE << column
        twice |= once & bit
        once |= bit
    return once | twice << np.uint64(32)


def marks_of(word: str) -> np.uint64:
    """`marks` of a single word, which takes less time without arrays."""
    once = twice = 0
    for letter in word:
        bit = 1 << ord(letter) % 32
        twice |= once & bit
        once |= bit
    return np.uint64(once | twice << 32)
