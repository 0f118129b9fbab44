"""The words of the articles, looked up by likeness: which of them could be this word, mistyped."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

Marks = NDArray[np.uint64]

_ONE = np.uint64(1)


class Vocabulary:
    """Words with how often they are used. Words with digits are known, but nothing is taken for them.

    Two words can be near only when they hold nearly the same letters. That is seen from 64 bits for each word, held
    against all words of a length at once, and leaves some hundred in a hundred thousand to be compared.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in counts:
            if word.isalpha():
                by_length[len(word)].append(word)
        self._by_length = {length: (words, marks(words)) for length, words in by_length.items()}

    def near(self, word: str, mistakes: int) -> Iterator[tuple[str, int]]:
        """The words at most so many mistakes away (letters swapped, left out, put in or changed), and how many."""
        for length in range(len(word) - mistakes, len(word) + mistakes + 1):
            words = self._alike(word, length, mistakes)
            found = extract(word, words, scorer=OSA.distance, score_cutoff=mistakes, limit=None)
            yield from ((candidate, int(distance)) for candidate, distance, _ in found)

    def _alike(self, word: str, length: int, mistakes: int) -> list[str]:
        """The words of a length whose letters allow it: each mistake changes at most two of a word's marks."""
        if length not in self._by_length:
            return []
        words, theirs = self._by_length[length]
        differing = np.bitwise_count(theirs ^ marks([word])[0])
        return [words[place] for place in np.flatnonzero(differing <= 2 * mistakes)]


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
