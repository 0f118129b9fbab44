"""Word search over articles: BM25 over the ways to ask and over whole articles, on an absolute scale."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kb.field import Field, Scores
from kb.gist import Gists
from kb.lexicon import Numbers
from kb.postings import Keys, Postings, renumbered
from kb.shortlist import Parts, Slugs, shortlist
from kb.tally import ASKED, Tally
from kb.weight import Weighed, Weights
from kb.words import stem

_WHOLE = 0.8
"""Share of the whole article in what words say; the nearest way to ask has the rest."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's different stems, what they weigh, and the slugs of which a way to ask says the same, no more and no
    less."""

    stems: tuple[str, ...]
    weighed: Weighed
    claims: tuple[int, ...]


class Index:
    """The searchable form of counted articles. Built once and only read after: threads may share it.

    The translations of an article are separate texts of one slug, and the best of them counts. So a question may mix
    languages, and a word's weight follows from how many slugs hold it.
    """

    def __init__(self, tally: Tally, slugs: Numbers, like: "Index | None" = None) -> None:
        """`slugs` is the number of each article's slug, in the order in which the articles were counted.

        With the weights of words and the mean lengths of the index `like`, a text scores the same as it would there.
        """
        stems = tally.lexicon.stems
        asked, askers = _postings(tally.asked, slugs[tally.asker], len(stems))
        whole, owners = _postings(tally.whole, slugs, len(stems))
        self.slugs = int(slugs.max()) + 1
        self._stems = stems
        self._weights: Weights = (
            like._weights if like else Weights(self.slugs, stems, asked.spread(askers), whole.spread(owners))
        )
        theirs = [field for _, field in like._parts] if like else [None, None]
        nearest = Field(asked, askers, k1=1.2, b=0.5, like=theirs[0])
        entire = Field(whole, owners, k1=1.2 * ASKED, b=0.75, like=theirs[1])
        self._parts: Parts = ((1 - _WHOLE, nearest), (_WHOLE, entire))
        self._same = Gists(asked, askers, stems)

    def weigh(self, words: Sequence[str]) -> Asked:
        """A question's words, as `Spelling.read` gives them, as the index looks for them."""
        stems = tuple(dict.fromkeys(map(stem, words)))
        return Asked(stems, self._weights.weigh(stems, self._stems), self._same.owners(stems))

    def weight(self, stem: str) -> float:
        """How much a stem says: see `Weights.weight`."""
        return self._weights.weight(stem)

    def knows(self, stem: str) -> bool:
        """Whether any article holds the stem."""
        return self._weights.knows(stem)

    def near(self, asked: Asked, count: int) -> Slugs:
        """The `count` slugs that fit best by words alone, or all there are, in rising order."""
        slugs = shortlist(self._parts, asked.weighed, count, lambda slugs: _sum(self.scores(asked, slugs)))
        scores = _sum(self.scores(asked, slugs))
        places = top(scores, count)
        places.sort()
        return places if slugs is None else slugs[places]

    def scores(self, asked: Asked, slugs: Slugs | None) -> tuple[Scores, Scores]:
        """How well the nearest way to ask and the whole article fit, for these slugs or for all.

        1 is the most that any text could reach: the scores are absolute, and can be held against a threshold.
        """
        one, other = (
            field.best(asked.weighed) if slugs is None else field.best_of(asked.weighed, slugs)
            for _, field in self._parts
        )
        return one, other


def _sum(scores: tuple[Scores, Scores]) -> Scores:
    return np.float32(1 - _WHOLE) * scores[0] + np.float32(_WHOLE) * scores[1]


def top(scores: Scores, count: int) -> Slugs:
    """The places of the highest scores, the best first and of equal ones the first."""
    least = np.partition(scores, -count)[-count] if count < len(scores) else -np.inf
    places = np.flatnonzero(scores >= least)
    best: Slugs = places[np.argsort(-scores[places], kind="stable")][:count]
    return best


def _postings(keys: Keys, owners: Numbers, stems: int) -> tuple[Postings, Numbers]:
    """The postings with the texts in the order of their owners, and the owners in that order."""
    order = np.argsort(owners, kind="stable")
    places = np.empty(len(order), np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    keys = renumbered(keys, places)
    keys.sort()
    return Postings.made(keys, stems, len(owners)), owners[order]
