"""One searchable part of the articles: BM25 over its texts, the best text of each slug counting for it."""

import logging
from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray

from kb.weight import Document, Weights

Scores = NDArray[np.float32]
"""A number in 0..1 for every slug."""


class Field:
    """BM25 with our own word weights, divided by the most that the question could reach, so that it is absolute."""

    def __init__(self, documents: Sequence[Document], weights: Weights, *, k1: float, b: float) -> None:
        self._weights = weights
        self._owners = np.array([owner for owner, _ in documents], dtype=np.intp)
        self._slugs = int(self._owners.max()) + 1
        texts = [list(stems) for _, stems in documents]
        self._index = _indexed(texts, k1, b) if any(texts) else None
        self._vocabulary: dict[str, int] = self._index.vocab_dict if self._index else {}
        if self._index:
            self._reweigh(self._index)

    def best(self, question: Sequence[str]) -> Scores:
        """For each slug the score of its best text; a question without words scores 0 everywhere."""
        known = [stem for stem in question if stem in self._vocabulary]
        if self._index is None or not known:
            return np.zeros(self._slugs, dtype=np.float32)
        return self._by_slug(self._index.get_scores(known)) / np.float32(self._weights.total(question))

    def _by_slug(self, scores: Scores) -> Scores:
        best = np.zeros(self._slugs, dtype=np.float32)
        np.maximum.at(best, self._owners, scores)
        return best

    def _reweigh(self, index: bm25s.BM25) -> None:
        """Put our weights in the place of bm25s' own idf, which counts texts instead of slugs."""
        widths = np.diff(index.scores["indptr"])
        theirs = np.log(1 + (len(self._owners) - widths + 0.5) / (widths + 0.5))
        ours = np.empty(len(self._vocabulary), dtype=np.float32)
        for stem, column in self._vocabulary.items():
            ours[column] = self._weights(stem)
        index.scores["data"] *= np.repeat((ours / theirs).astype(np.float32), widths)


def _indexed(texts: list[list[str]], k1: float, b: float) -> bm25s.BM25:
    logging.getLogger("bm25s").setLevel(logging.WARNING)  # bm25s sets its logger to DEBUG, whatever the program wants
    index = bm25s.BM25(method="lucene", k1=k1, b=b, dtype="float32", backend="numpy")
    index.index(texts, create_empty_token=False, show_progress=False)
    return index
