"""How like a question is to what articles mean."""

import numpy as np
from numpy.typing import NDArray

from kb.field import ranges
from kb.lexicon import Numbers
from kb.meaning.blocks import Directions
from kb.meaning.encoder import Vectors
from kb.meaning.vectors import directions_of

Scores = NDArray[np.float32]
Slugs = NDArray[np.int64]

_AT_ONCE = 256
"""Rows that are made floating-point numbers at once: half a megabyte stays in a core's own cache, and four times as
many take half as long again."""

_AXES = 128
"""Axes on which many centres are looked at first, of some 500: a sixth of the memory and time."""

ALL = 2_000
"""Slugs up to which all are looked at in full: it takes some milliseconds."""


class Rows:
    """Vectors in eight bits, a fourth of their size, with a cosine of .9999 to the exact ones."""

    def __init__(self, directions: Directions) -> None:
        self._directions = directions
        parts = (self.floats(slice(first, first + _AT_ONCE)) for first in range(0, len(directions), _AT_ONCE))
        lengths = [np.linalg.norm(part, axis=1) for part in parts]
        self._lengths = np.maximum(np.concatenate([np.zeros(0, np.float32), *lengths]), np.float32(1))

    def floats(self, places: slice | NDArray[np.integer]) -> Vectors:
        """These rows as they are kept: not of length 1."""
        vectors: Vectors = self._directions[places].astype(np.float32)
        return vectors

    def cosines(self, question: Vectors, places: Numbers | None = None) -> Scores:
        """Those of these rows, or of all, to a question of length 1; 0 for a row of zeros."""
        count = len(self._directions) if places is None else len(places)
        found = np.empty(count, np.float32)
        for first in range(0, count, _AT_ONCE):
            part = slice(first, first + _AT_ONCE)
            found[part] = self.floats(part if places is None else places[part]) @ question
        found /= self._lengths if places is None else self._lengths[places]
        return found


class Coarse:
    """Many vectors on the axes on which they differ most (Pearson's principal components, 1901): tells in a scan which
    of them are worth a closer look."""

    def __init__(self, vectors: Vectors) -> None:
        """The vectors must have length 1."""
        _, axes = np.linalg.eigh(vectors.T @ vectors)
        self._axes: Vectors = np.ascontiguousarray(axes[:, -_AXES:])
        self._vectors = vectors @ self._axes

    def near(self, question: Vectors, count: int) -> Slugs:
        """The places of those that seem nearest, in rising order."""
        scores = self._vectors @ (question @ self._axes)
        return np.sort(np.argpartition(-scores, min(count, len(scores)) - 1)[:count]).astype(np.int64)


class Likeness:
    """The ways to ask as vectors, and for each slug the centre of its own. Only read once made: threads may share it.

    The nearest way to ask catches what was asked before; the centre what all ways have in common. Both together do
    better than either on every set of questions that was tried.
    """

    def __init__(self, ways: Directions, owners: Numbers) -> None:
        """`ways` to ask, a row of zeros for one without words, in the order of their slugs, `owners`."""
        self._ways = Rows(ways)
        self._bounds = np.append(np.flatnonzero(np.diff(owners, prepend=-1)), len(owners))
        centres = self._middles()
        self._centres = Rows(directions_of(centres))
        self._coarse = Coarse(centres) if len(centres) > ALL else None

    def near(self, question: Vectors, count: int) -> Slugs | None:
        """Slugs whose centres are nearest, in rising order; None says that all may be looked at."""
        return self._coarse.near(question, count) if self._coarse else None

    def of(self, question: Vectors, slugs: Slugs | None = None) -> tuple[Scores, Scores]:
        """The cosines of the nearest way to ask and of the centre, for these slugs or for all."""
        if slugs is None:
            nearest = np.maximum.reduceat(self._ways.cosines(question), self._bounds[:-1])
            return nearest, self._centres.cosines(question)
        places, begins = ranges(self._bounds[slugs], self._bounds[slugs + 1])
        nearest = np.maximum.reduceat(self._ways.cosines(question, places), begins)
        return nearest, self._centres.cosines(question, slugs.astype(np.int32))

    def _middles(self) -> Vectors:
        """The centres at length 1, some slugs at a time."""
        slugs = len(self._bounds) - 1
        made = [np.zeros((0, self._ways.floats(slice(0)).shape[1]), np.float32)]
        for first in range(0, slugs, _AT_ONCE):
            bounds = self._bounds[first : first + _AT_ONCE + 1]
            rows = unit(self._ways.floats(slice(int(bounds[0]), int(bounds[-1]))))
            made.append(unit(np.add.reduceat(rows, bounds[:-1] - bounds[0], axis=0)))
        return np.concatenate(made)


def unit(vectors: Vectors) -> Vectors:
    """The rows at length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    made: Vectors = vectors / np.maximum(lengths, np.float32(1e-9))
    return made
