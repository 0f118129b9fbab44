"""What articles and questions mean: the part of the search that does not depend on words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kb.lexicon import Numbers
from kb.meaning.encoder import Encoder, Vectors
from kb.meaning.hashing import hashed
from kb.meaning.head import Head, train
from kb.meaning.likeness import Likeness, Scores, unit
from kb.words import normalise, stem, stems, tokens

_WORDS = np.float32(0.5)
"""Length of the words' vector beside the meaning's, which is 1, in what the head sees."""


@dataclass(frozen=True, slots=True)
class Alike:
    """How like a question each slug is: cosines of its nearest way to ask and of its centre, and the head's chance."""

    nearest: Scores
    centre: Scores
    chance: Scores | None


class Meaning:
    """The meaning of articles. Only read once made: threads may share it."""

    def __init__(self, encoder: Encoder, likeness: Likeness, head: Head | None, weight: Callable[[str], float]) -> None:
        """`weight` says how much a stem says."""
        self._encoder = encoder
        self._likeness = likeness
        self._head = head
        self._weight = weight

    def of(self, text: str, words: Sequence[str]) -> Alike:
        """How like each slug is to a question, as it was typed and in its words as they were meant."""
        question = self._question(text, words)
        nearest, centre = self._likeness.of(question)
        return Alike(nearest, centre, self._chances(question, words))

    def _question(self, text: str, words: Sequence[str]) -> Vectors:
        """What was typed has what its words have lost, case and marks; but it counts only as far as it was read as it
        stands, since a mistyped word means anything."""
        typed = tokens(normalise(text))
        kept = np.float32(len(set(typed) & set(words)) / max(len(set(typed)), 1))
        as_typed, as_meant = self._encoder.encode((text, " ".join(words)))
        vector: Vectors = unit((kept * as_typed + as_meant)[None])[0]
        return vector

    def _chances(self, question: Vectors, words: Sequence[str]) -> Scores | None:
        if self._head is None:
            return None
        chances: Scores = self._head.chances(features(question[None], (tuple(map(stem, words)),), self._weight))[0]
        return chances


def learn(
    encoder: Encoder, ways: Sequence[str], owners: Numbers, weight: Callable[[str], float], headless: bool = False
) -> Meaning:
    """The meaning of these ways to ask, in the order of their slugs, `owners`. Takes a millisecond for each of them,
    and some seconds to train the head."""
    vectors = _vectors(encoder, ways)
    said: list[int] = np.flatnonzero(vectors.any(axis=1)).tolist()
    seen = features(vectors[said], [stems(ways[place]) for place in said], weight)
    head = train(seen, owners[said]) if said and not headless else None
    return Meaning(encoder, Likeness(vectors, owners), head, weight)


def features(vectors: Vectors, texts: Sequence[Iterable[str]], weight: Callable[[str], float]) -> Vectors:
    """What the head sees of texts: what they mean, and their stems."""
    return np.hstack([vectors, _WORDS * hashed(texts, weight)])


def _vectors(encoder: Encoder, ways: Sequence[str]) -> Vectors:
    """A vector for each way to ask; one without words means nothing, and has zeros."""
    said = [place for place, way in enumerate(ways) if way.strip()]
    vectors = np.zeros((len(ways), encoder.dimensions), np.float32)
    if said:
        vectors[said] = encoder.encode([ways[place] for place in said])
    return vectors
