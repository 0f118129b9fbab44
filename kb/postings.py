"""Which texts hold which stems, and how often: the arrays that a search reads."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
"""A stem in a text as one number: stem (24 bits), text (24 bits), how often (16 bits). Sorted, they are in the order of
`Postings`: one sort of plain numbers does what a sort of three columns would."""

_STEM, _TEXT, _TIMES = np.uint64(40), np.uint64(16), np.uint64(0xFFFF)
_NUMBER = np.uint64(0xFFFFFF)


@dataclass(frozen=True, slots=True)
class Postings:
    """`texts[starts[s]:starts[s + 1]]` hold stem s, in rising order; `times` says how often, at most 65,535."""

    starts: NDArray[np.int64]
    texts: NDArray[np.int32]
    times: NDArray[np.uint16]
    lengths: NDArray[np.int64]
    """Stems of each text, repeated ones counted."""

    @classmethod
    def made(cls, keys: Keys, stems: int, texts: int) -> "Postings":
        """The postings of sorted `keys`, of which each stem and text has one."""
        held, times = text_of(keys), (keys & _TIMES).astype(np.uint16)
        starts = np.searchsorted(keys, np.arange(stems + 1, dtype=np.uint64) << _STEM)
        lengths = np.bincount(held, weights=times, minlength=texts).astype(np.int64)
        return cls(starts.astype(np.int64), held, times, lengths)

    def of(self, stem: int) -> tuple[NDArray[np.int32], NDArray[np.uint16]]:
        """The texts that hold a stem, and how often each."""
        part = slice(self.starts[stem], self.starts[stem + 1])
        return self.texts[part], self.times[part]

    def keys(self) -> Keys:
        """The keys that these were made of."""
        return packed(self.stems(), self.texts, self.times)

    def stems(self) -> NDArray[np.int32]:
        """The stem of each posting."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))

    def spread(self, owners: NDArray[np.int32]) -> NDArray[np.int64]:
        """How many different owners hold each stem; `owners` has one for each text, in rising order."""
        stems, held = self.stems(), owners[self.texts]
        first = np.ones(len(stems), bool)
        first[1:] = (stems[1:] != stems[:-1]) | (held[1:] != held[:-1])
        return np.bincount(stems[first], minlength=len(self.starts) - 1)


def packed(stems: NDArray[np.int32], texts: NDArray[np.int32], times: NDArray[np.uint16]) -> Keys:
    """Keys of three columns."""
    keys: Keys = stems.astype(np.uint64) << _STEM
    keys |= texts.astype(np.uint64) << _TEXT
    keys |= times
    return keys


def stem_of(keys: Keys) -> NDArray[np.int32]:
    """The stem of each key."""
    return (keys >> _STEM).astype(np.int32)


def text_of(keys: Keys) -> NDArray[np.int32]:
    """The text of each key."""
    return (keys >> _TEXT & _NUMBER).astype(np.int32)


def renumbered(keys: Keys, texts: NDArray[np.int32]) -> Keys:
    """The keys with other numbers for their texts: number n becomes `texts[n]`. Not sorted."""
    return packed(stem_of(keys), texts[text_of(keys)], (keys & _TIMES).astype(np.uint16))
