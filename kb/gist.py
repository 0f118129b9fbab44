"""Ways to ask, told apart by the stems that say what they are about."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from kb.dictionary import everyday
from kb.lexicon import Numbers
from kb.postings import Postings


class Gists:
    """The slug of each gist that one slug alone claims. A gist is the set of a way's stems without function words.

    Sets are held as the sum of a 64-bit mark for each stem: at a million ways two of them are taken for one another
    with a chance of one in thirty million.
    """

    def __init__(self, asked: Postings, owners: Numbers, stems: Mapping[str, int]) -> None:
        self._stems = stems
        marks = _marks(np.arange(len(stems), dtype=np.uint64))
        marks[[stems[stem] for stem in everyday().function if stem in stems]] = 0
        gists = np.zeros(len(owners), np.uint64)
        np.add.at(gists, asked.texts, marks[asked.stems()])
        self._gists, self._owners = _claimed_by_one(gists, owners)

    def owner(self, question: Iterable[str]) -> int | None:
        """The slug whose way to ask says what the question says, no more and no less."""
        gist = set(question) - everyday().function
        numbers = [self._stems[stem] for stem in gist if stem in self._stems]
        if not gist or len(numbers) < len(gist):
            return None
        mark = _marks(np.array(numbers, np.uint64)).sum(dtype=np.uint64)
        place = int(np.searchsorted(self._gists, mark))
        found = place < len(self._gists) and self._gists[place] == mark
        return int(self._owners[place]) if found else None


def _claimed_by_one(gists: NDArray[np.uint64], owners: Numbers) -> tuple[NDArray[np.uint64], Numbers]:
    order = np.lexsort((owners, gists))
    gists, owners = gists[order], owners[order]
    first = np.flatnonzero(np.diff(gists, prepend=~gists[:1]))
    last = np.append(first[1:], len(gists)) - 1
    alone = first[(owners[first] == owners[last]) & (gists[first] != 0)]
    return gists[alone], owners[alone]


def _marks(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64 of each number (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014)."""
    mixed = (numbers + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ mixed >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return mixed ^ mixed >> np.uint64(31)
