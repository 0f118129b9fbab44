"""A small classifier on top of the vectors: learns from the articles' own ways to ask what tells them apart."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.lexicon import Numbers
from kb.meaning.encoder import Vectors

Weights = NDArray[np.float32]

_PENALTY = np.float32(1 / 30)
"""Of the squared weights, next to the sum of the texts' losses."""

_STEPS = 24
"""Steps of the descent: half as many cost a point of the right first articles, twice as many bring none."""

_BIAS = np.float32(0.5)

_ROWS = 4_096
"""Texts that are worked on at once: their chances for thousands of slugs take memory."""

MOST = 2_000
"""Slugs up to which a head is trained: its time grows with the square of their number."""

_MOST_WORK = 30_000_000
"""Texts times slugs up to which it is: some ten seconds."""


@dataclass(frozen=True, slots=True)
class Head:
    """Multinomial logistic regression: the chance of each slug, given that one of them is meant."""

    weights: Weights
    """One column for each slug, the bias in the last row."""

    def chances(self, features: Vectors) -> NDArray[np.float32]:
        """A row of chances for each row of features."""
        return _softmax(_with_bias(features) @ self.weights)


def is_trainable(slugs: int, ways: int) -> bool:
    """Whether there is something to tell apart, and not far too much."""
    return 2 <= slugs <= MOST and slugs * ways <= _MOST_WORK


def train(features: Vectors, owners: Numbers) -> Head | None:
    """A head for texts with these features and slugs, or None where there is nothing to tell apart or far too much.

    Every slug weighs the same, however many ways to ask it has. The descent takes steps of the bound that Böhning
    found on the curvature ("Multinomial logistic regression algorithm", 1992), which needs one matrix for all steps
    and slugs, with Nesterov's momentum (1983).
    """
    slugs = int(owners.max()) + 1
    if not is_trainable(slugs, len(owners)):
        return None
    rows = _with_bias(features)
    counts = np.bincount(owners, minlength=slugs)
    shares = (len(owners) / (np.count_nonzero(counts) * counts[owners])).astype(np.float32)
    bound = np.float32(0.5) * (rows.T * shares) @ rows + _PENALTY * np.eye(rows.shape[1], dtype=np.float32)
    step = np.linalg.inv(bound).astype(np.float32)
    weights: Weights = np.zeros((rows.shape[1], slugs), np.float32)
    ahead = weights
    pace = 1.0
    for _ in range(_STEPS):
        moved: Weights = ahead - step @ (_gradient(rows, owners, shares, ahead) + _PENALTY * ahead)
        faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead = moved + np.float32((pace - 1) / faster) * (moved - weights)
        weights, pace = moved, faster
    return Head(weights)


def _gradient(rows: Vectors, owners: Numbers, shares: NDArray[np.float32], weights: Weights) -> Weights:
    gradient = np.zeros_like(weights)
    for start in range(0, len(rows), _ROWS):
        part = slice(start, start + _ROWS)
        wrong = _softmax(rows[part] @ weights)
        wrong[np.arange(len(wrong)), owners[part]] -= 1
        wrong *= shares[part, None]
        gradient += rows[part].T @ wrong
    return gradient


def _with_bias(features: Vectors) -> Vectors:
    return np.hstack([features, np.full((len(features), 1), _BIAS, np.float32)])


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    scores -= scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=1, keepdims=True)
    return scores
