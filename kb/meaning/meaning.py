"""What articles and questions mean: the part of the search that does not depend on words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from kb.lexicon import Numbers
from kb.meaning.blocks import Directions
from kb.meaning.encoder import Encoder, Vectors
from kb.meaning.hashing import hashed
from kb.meaning.head import Head, is_trainable, train
from kb.meaning.likeness import Likeness, Scores, Slugs, unit
from kb.meaning.vectors import condensed
from kb.words import normalise, stem, stems, tokens

_WORDS = np.float32(0.5)
"""Length of the words' vector beside the meaning's, which is 1, in what the head sees."""

_AS_TYPED = 8
"""Power of the share of words that were read as they were typed: of 1, 2, 4 and 8 the last lost least to typing
mistakes (2.4, 1.6, 1.5 and 1.2 points, on questions held out from six desks), and plain questions lost nothing."""


_HARDLY = 0.02
"""Share up to which what was typed counts so little that it is not encoded: such a question, with four in ten words
mistyped, takes long enough to read."""


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
        self.head = head
        """Learned from the ways to ask; None where there are too many of them."""
        self._weight = weight

    def near(self, question: Vectors, count: int) -> Slugs | None:
        """Slugs that seem nearest to a question, in rising order; None says that all may be looked at."""
        return self._likeness.near(question, count)

    def of(self, question: Vectors, words: Sequence[str], slugs: Slugs | None = None) -> Alike:
        """How like these slugs, or all, are to a question and its words as they were meant."""
        nearest, centre = self._likeness.of(question, slugs)
        return Alike(nearest, centre, self._chances(question, words))

    def question(self, text: str, words: Sequence[str]) -> Vectors:
        """A question as a vector of length 1, as it was typed and in its words as they were meant.

        What was typed has what its words have lost, case and marks; but it counts only as far as it was read as it
        stands, since a mistyped word means anything: see `_AS_TYPED`."""
        typed = tokens(normalise(text))
        kept = np.float32((len(set(typed) & set(words)) / max(len(set(typed)), 1)) ** _AS_TYPED)
        meant = " ".join(words)
        vectors = self._encoder.encode(tuple(dict.fromkeys((text, meant))) if kept > _HARDLY else (meant,))
        as_typed, as_meant = vectors[0], vectors[-1]  # one and the same where there was nothing to mend
        vector: Vectors = unit((kept * as_typed + as_meant)[None])[0]
        return vector

    def _chances(self, question: Vectors, words: Sequence[str]) -> Scores | None:
        if self.head is None:
            return None
        chances: Scores = self.head.chances(features(question[None], (tuple(map(stem, words)),), self._weight))[0]
        return chances


def learn(
    encoder: Encoder,
    ways: Sequence[str],
    owners: Numbers,
    weight: Callable[[str], float],
    headless: bool = False,
    head: Head | None = None,
) -> Meaning:
    """The meaning of these ways to ask, in the order of their slugs, `owners`. Takes a millisecond for each of them,
    and some seconds to train a head, if there is none yet."""
    rows = _rows(encoder, ways)
    slugs = int(owners.max()) + 1
    if head is None and not headless and is_trainable(slugs, len(ways)):
        head = _head(rows, ways, owners, weight)
    return Meaning(encoder, Likeness(rows, owners), head, weight)


def _head(rows: Directions, ways: Sequence[str], owners: Numbers, weight: Callable[[str], float]) -> Head | None:
    said: list[int] = np.flatnonzero(rows.any(axis=1)).tolist()
    seen = features(unit(rows[said].astype(np.float32)), [stems(ways[place]) for place in said], weight)
    return train(seen, owners[said]) if said else None


def features(vectors: Vectors, texts: Sequence[Iterable[str]], weight: Callable[[str], float]) -> Vectors:
    """What the head sees of texts: what they mean, and their stems."""
    return np.hstack([vectors, _WORDS * hashed(texts, weight)])


def _rows(encoder: Encoder, ways: Sequence[str]) -> Directions:
    """A row for each way to ask; one without words means nothing, and has zeros."""
    said = [place for place, way in enumerate(ways) if way.strip()]
    if len(said) == len(ways):
        return condensed(encoder, ways)
    rows = np.zeros((len(ways), encoder.dimensions), np.int8)
    rows[said] = condensed(encoder, [ways[place] for place in said])
    return rows
