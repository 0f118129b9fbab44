"""Words and meaning together: which slugs fit a question best, and how well."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from kb.field import Scores
from kb.index import Asked, Index, top
from kb.meaning.encoder import Vectors
from kb.meaning.head import Head
from kb.meaning.meaning import Alike, Meaning
from kb.shortlist import Slugs

_NEAR = 100
"""Slugs that each of words and meaning puts forward where there are too many to look at all."""

_NOTHING = np.zeros(0, np.int64)
_HIDDEN = np.float32(-1)
"""The score of what does not count, below all others."""

_ALL = 5_000
"""Slugs up to which all are looked at, by words; how many by meaning, that decides."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What speaks for a slug, each in 0..1: how its words fit (nearest way to ask, whole article), how its meaning fits
    (nearest way to ask, centre of all of them), and the chance that the head gives it. None is not known."""

    words: float | None = None
    article: float | None = None
    meaning: float | None = None
    centre: float | None = None
    head: float | None = None


_SHARES = {"words": 0.35, "article": 1.4, "meaning": 0.75, "centre": 1.0, "head": 1.0}
"""What each part counts in the score. Chosen on questions that were held out from the articles of six desks and on the
tuning questions of CLINC150; sums of absolute scores do better there than ranks."""


def weighed(parts: Parts) -> dict[str, float]:
    """What each part that is known adds to the score, by its name."""
    known = {name: value for name in _SHARES if (value := getattr(parts, name)) is not None}
    shares = _shares(known)
    return {name: shares[name] * value for name, value in known.items()}


def _shares(known: Collection[str]) -> dict[str, float]:
    """What each part that is known counts, 1 together. Without a head, the centre speaks for it: of all parts it says
    most of the same."""
    shares = {name: _SHARES[name] for name in known}
    if "centre" in shares and "head" not in shares:
        shares["centre"] += _SHARES["head"]
    total = sum(shares.values())
    return {name: share / total for name, share in shares.items()}


@dataclass(frozen=True, slots=True)
class Found:
    """A slug, its score in 0..1, and what it is made of. `same` tells that one of its ways to ask is the question;
    `adjustment` is what the score was moved by afterwards."""

    slug: int
    score: float
    parts: Parts
    same: bool = False
    adjustment: float = 0.0


@dataclass(frozen=True, slots=True)
class View:
    """What of a ranking counts for a question: all but the `hidden` slugs, in rising order, and `same` is the slug that
    alone has a way to ask that says the same as the question."""

    hidden: Slugs
    same: int | None


class Ranking:
    """An index of words, and the meaning of the same articles once it is known. Only read: threads may share it."""

    def __init__(self, index: Index, meaning: Meaning | None = None) -> None:
        self._index = index
        self._meaning = meaning

    @property
    def head(self) -> Head | None:
        """What was learned of the articles' meaning, if anything."""
        return self._meaning.head if self._meaning else None

    def claims(self, words: Sequence[str]) -> tuple[int, ...]:
        """The slugs of which a way to ask says the same as a question's words."""
        return self._index.weigh(words).claims

    def best(self, text: str, words: Sequence[str], count: int, view: View | None = None) -> list[Found]:
        """The slugs that fit best, the best first; of equal ones the first. `words` are those of the question `text` as
        they were meant.

        1 is the most that any article could reach: the score is absolute, and can be held against a threshold. By words
        alone, a question that says what one title or alias says but for function words has it. Where meaning is known
        it tells more: "how do I place an order" is not "my order was placed".
        """
        asked = self._index.weigh(words)
        view = view or View(_NOTHING, sole(asked.claims))
        meant = self._meaning.question(text, words) if self._meaning else None
        slugs = self._candidates(asked, meant, view)
        columns = self._columns(asked, slugs, words, meant)
        scores = _fused(columns)
        if view.same is not None and self._meaning is None:
            scores[view.same if slugs is None else np.searchsorted(slugs, view.same)] = 1.0
        scores[view.hidden if slugs is None else np.isin(slugs, view.hidden)] = _HIDDEN
        best = (place for place in top(scores, count).tolist() if scores[place] > _HIDDEN)
        return [_found(place, slugs, float(scores[place]), columns, view.same) for place in best]

    def _candidates(self, asked: Asked, meant: Vectors | None, view: View) -> Slugs | None:
        """The slugs that words or meaning put forward; None says all."""
        count = _NEAR + len(view.hidden)
        alike = None if self._meaning is None or meant is None else self._meaning.near(meant, count)
        if alike is None and (meant is not None or self._index.slugs <= _ALL):
            return None
        near = [self._index.near(asked, count), _NOTHING if alike is None else alike]
        if view.same is not None:
            near.append(np.array([view.same]))
        return np.unique(np.concatenate(near))

    def _columns(
        self, asked: Asked, slugs: Slugs | None, words: Sequence[str], meant: Vectors | None
    ) -> list[Scores | None]:
        """The parts of `slugs`, or of all, in the order of `Parts`; None for those that are not known."""
        nearest, whole = self._index.scores(asked, slugs)
        alike = None if self._meaning is None or meant is None else self._meaning.of(meant, words, slugs)
        return [nearest, whole, *_meant(alike)]


def sole(claims: Collection[int]) -> int | None:
    """The slug that claims what no other does."""
    return next(iter(claims)) if len(claims) == 1 else None


def _meant(alike: Alike | None) -> tuple[Scores | None, ...]:
    if alike is None:
        return None, None, None
    return np.maximum(alike.nearest, 0), np.maximum(alike.centre, 0), alike.chance


def _fused(columns: Sequence[Scores | None]) -> Scores:
    """The weighted mean of the parts that are known."""
    known = {name: column for name, column in zip(_SHARES, columns, strict=True) if column is not None}
    shares = _shares(known)
    scores: Scores = np.stack([np.float32(shares[name]) * column for name, column in known.items()]).sum(axis=0)
    return scores


def _found(place: int, slugs: Slugs | None, score: float, columns: Sequence[Scores | None], same: int | None) -> Found:
    slug = place if slugs is None else int(slugs[place])
    parts = Parts(*[None if column is None else float(column[place]) for column in columns])
    return Found(slug, score, parts, slug == same)
