"""Ways to ask, told apart by the stems that say what they are about."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from kb.dictionary import everyday
from kb.lexicon import Numbers
from kb.postings import Postings


class Gists:
    """The slugs that claim each gist: the set of a way's stems without function words.

    Sets are held as the sum of a 64-bit mark for each stem: at a million ways two of them are taken for one another
    with a chance of one in thirty million.
    """

    def __init__(self, asked: Postings, owners: Numbers, stems: Mapping[str, int]) -> None:
        self._stems = stems
        marks = _marks(np.arange(len(stems), dtype=np.uint64))
        marks[[stems[stem] for stem in everyday().function if stem in stems]] = 0
        gists = np.zeros(len(owners), np.uint64)
        np.add.at(gists, asked.texts, marks[asked.stems()])
        self._gists, self._owners = _claimed(gists, owners)

    def owners(self, question: Iterable[str]) -> tuple[int, ...]:
        """The slugs of which a way to ask says what the question says, no more and no less, in rising order."""
        gist = set(question) - everyday().function
        numbers = [self._stems[stem] for stem in gist if stem in self._stems]
        if not gist or len(numbers) < len(gist):
            return ()
        mark = _marks(np.array(numbers, np.uint64)).sum(dtype=np.uint64)
        first, last = (int(np.searchsorted(self._gists, mark, side)) for side in ("left", "right"))
        return tuple(self._owners[first:last].tolist())


def _claimed(gists: NDArray[np.uint64], owners: Numbers) -> tuple[NDArray[np.uint64], Numbers]:
    """Each gist with each of its owners once, in rising order; ways without a gist claim nothing."""
    order = np.lexsort((owners, gists))
    gists, owners = gists[order], owners[order]
    new = (np.diff(gists, prepend=~gists[:1]) != 0) | (np.diff(owners, prepend=-1) != 0)
    kept = np.flatnonzero(new & (gists != 0))
    return gists[kept], owners[kept]


def _marks(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64 of each number (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014)."""
    mixed = (numbers + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ mixed >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return mixed ^ mixed >> np.uint64(31)
