"""Texts that say nearly the same, found without comparing all with all.

MinHash over runs of three words (Broder, "On the resemblance and containment of documents", 1997), and buckets of a few
of these numbers: like texts meet in one. Only texts that met are compared, each with the first of its bucket, so that
the work grows with the number of texts.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"\w+")
_BANDS, _ROWS = 16, 4
"""Texts with a likeness of 0.8 meet with a chance of 1 - (1 - 0.8⁴)¹⁶ = 0.9998, of 0.3 with one of 0.12."""
_FEWEST = 8
"""Runs of three words; shorter texts are alike by chance."""

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Alike:
    """The text at `place` is like the one at `first`, which comes before it. `likeness` is that of Jaccard, 0..1."""

    place: int
    first: int
    likeness: float


def alike(texts: Iterable[str], least: float = 0.8) -> Iterator[Alike]:
    """For each text the one that it is most like among those before it, if that is `least` or more."""
    kept: list[Hashes] = []
    buckets: dict[bytes, int] = {}
    seeds = _seeds()
    for place, text in enumerate(texts):
        runs = _runs(text)
        kept.append(runs)
        if len(runs) < _FEWEST:
            continue
        met = {buckets.setdefault(name, place) for name in _names(runs, seeds)} - {place}
        best = max(((_likeness(runs, kept[other]), -other) for other in met), default=(0.0, 0))
        if best[0] >= least:
            yield Alike(place, -best[1], best[0])


def _runs(text: str) -> Hashes:
    """A number for each run of three words, each once, in order."""
    words = np.array([zlib.crc32(word.encode()) for word in _WORD.findall(text.casefold())], np.uint64)
    if len(words) < 3:
        return np.zeros(0, np.uint64)
    first, second, third = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
    return np.unique(words[:-2] * first + words[1:-1] * second + words[2:] * third)


def _seeds() -> Hashes:
    """Odd numbers, one for each hash; always the same."""
    return np.random.default_rng(1997).integers(1, 2**63, _BANDS * _ROWS, np.uint64) * np.uint64(2) + np.uint64(1)


def _names(runs: Hashes, seeds: Hashes) -> Iterator[bytes]:
    """The buckets of a text."""
    mixed = runs[None, :] * seeds[:, None]
    least = (mixed ^ (mixed >> np.uint64(29))).min(axis=1).reshape(_BANDS, _ROWS)
    return (bytes([band]) + row.tobytes() for band, row in enumerate(least))


def _likeness(one: Hashes, other: Hashes) -> float:
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / (len(one) + len(other) - both)
