"""One searchable part of the articles: BM25 over its texts, the best text of each slug counting for it."""

import numpy as np
from numpy.typing import NDArray

from kb.lexicon import Numbers
from kb.postings import Postings
from kb.weight import Weighed

Scores = NDArray[np.float32]
"""A number in 0..1 for every slug."""


class Field:
    """BM25 with our own word weights, divided by the most that the question could reach, so that it is absolute.

    A stem that stands `times` in a text weighs times / (times + k1 (1 - b + b length / mean length)) of its weight: the
    form of Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), without the constant k1 + 1.
    """

    def __init__(
        self, postings: Postings, owners: Numbers, *, k1: float, b: float, like: "Field | None" = None
    ) -> None:
        """`like` is the field whose mean length counts, if not this one's own."""
        self._postings = postings
        self._owners = owners
        self._bounds = np.append(np.flatnonzero(np.diff(owners, prepend=-1)), len(owners))
        """Where the texts of each slug begin and end; they are in the order of their slugs, and every slug has one."""
        self.slugs = len(self._bounds) - 1
        self._mean: float = like._mean if like else max(float(postings.lengths.mean()), 1.0)
        lengths = postings.lengths / self._mean
        self._norms = (k1 * (1 - b + b * lengths)).astype(np.float32)

    def best(self, question: Weighed) -> Scores:
        """For each slug the score of its best text; a question without known stems scores 0 everywhere."""
        scores = np.zeros(len(self._norms), np.float32)
        for stem, weight in question.stems:
            texts, times = self._postings.of(stem)
            scores[texts] += weight * self._share(texts, times)  # a text stands there once, so none is added to twice
        best: Scores = np.maximum.reduceat(scores, self._bounds[:-1])
        return best / np.float32(question.total)

    def best_of(self, question: Weighed, slugs: NDArray[np.int64]) -> Scores:
        """As `best`, for these slugs alone."""
        texts, begins = ranges(self._bounds[slugs], self._bounds[slugs + 1])
        scores = np.zeros(len(texts), np.float32)
        for stem, weight in question.stems:
            held, times = self._postings.of(stem)
            places = np.searchsorted(held, texts)
            found = np.flatnonzero(held.take(places, mode="clip") == texts) if len(held) else places[:0]
            scores[found] += weight * self._share(texts[found], times[places[found]])
        best: Scores = np.maximum.reduceat(scores, begins)
        return best / np.float32(question.total)

    def held(self, stem: int) -> int:
        """How many texts hold the stem."""
        return len(self._postings.of(stem)[0])

    def holders(self, stem: int) -> Numbers:
        """The slug of each text that holds the stem."""
        return self._owners[self._postings.of(stem)[0]]

    def _share(self, texts: Numbers, times: NDArray[np.uint16]) -> NDArray[np.float32]:
        often = times.astype(np.float32)
        often /= often + self._norms[texts]
        return often


def ranges(begins: NDArray[np.int64], ends: NDArray[np.int64]) -> tuple[Numbers, NDArray[np.int64]]:
    """The numbers from each beginning to its end, one range after the other, and where each range begins there."""
    lengths = ends - begins
    starts = np.cumsum(lengths) - lengths
    return (np.arange(lengths.sum()) + np.repeat(begins - starts, lengths)).astype(np.int32), starts
