"""Word search over articles: BM25 over the ways to ask and over whole articles, on an absolute scale."""

from collections.abc import Sequence

import numpy as np

from kb.field import Field, Scores
from kb.gist import Gists
from kb.lexicon import Numbers
from kb.postings import Keys, Postings, renumbered
from kb.shortlist import Slugs, shortlist
from kb.tally import ASKED, Tally
from kb.weight import Weighed, Weights
from kb.words import stem

_WHOLE = 0.6
"""Share of the whole article in the score; the nearest way to ask has the rest."""


class Index:
    """The searchable form of counted articles. Built once and only read after: threads may share it.

    The translations of an article are separate texts of one slug, and the best of them counts. So a question may mix
    languages, and a word's weight follows from how many slugs hold it.
    """

    def __init__(self, tally: Tally, slugs: Numbers) -> None:
        """`slugs` is the number of each article's slug, in the order in which the articles were counted."""
        stems = tally.lexicon.stems
        asked, askers = _postings(tally.asked, slugs[tally.asker], len(stems))
        whole, owners = _postings(tally.whole, slugs, len(stems))
        self._weights = Weights(int(slugs.max()) + 1, stems, asked.spread(askers), whole.spread(owners))
        nearest, entire = Field(asked, askers, k1=1.2, b=0.5), Field(whole, owners, k1=1.2 * ASKED, b=0.75)
        self._parts = ((1 - _WHOLE, nearest), (_WHOLE, entire))
        self._same = Gists(asked, askers, stems)

    def best(self, words: Sequence[str], count: int) -> list[tuple[int, float]]:
        """The slugs that fit a question's words best (as `Spelling.read` gives them), by number, with their scores.

        1 is the most that any text could reach: the score is absolute, and can be held against a threshold. A question
        that says what one title or alias says, no more and no less, has it. Of equal slugs the first comes first.
        """
        question = list(dict.fromkeys(map(stem, words)))
        weighed = self._weights.weigh(question)
        slugs = shortlist(self._parts, weighed, count, lambda slugs: self._scores(weighed, slugs))
        scores = self._scores(weighed, slugs)
        if (same := self._same.owner(question)) is not None:
            scores, slugs = _with(scores, slugs, same)
        return [(place if slugs is None else int(slugs[place]), float(scores[place])) for place in _top(scores, count)]

    def _scores(self, question: Weighed, slugs: Slugs | None) -> Scores:
        """The scores of these slugs, or of all."""
        one, other = (
            np.float32(share) * (field.best(question) if slugs is None else field.best_of(question, slugs))
            for share, field in self._parts
        )
        return one + other


def _with(scores: Scores, slugs: Slugs | None, same: int) -> tuple[Scores, Slugs | None]:
    """The scores with that of one slug put to the most there is."""
    place = same if slugs is None else int(np.searchsorted(slugs, same))
    if slugs is not None and (place == len(slugs) or slugs[place] != same):
        scores, slugs = np.insert(scores, place, 0), np.insert(slugs, place, same)
    scores[place] = 1.0
    return scores, slugs


def _top(scores: Scores, count: int) -> list[int]:
    """The places of the highest scores, the best first and of equal ones the first."""
    least = np.partition(scores, -count)[-count] if count < len(scores) else 0
    places = np.flatnonzero(scores >= least)
    top: list[int] = places[np.argsort(-scores[places], kind="stable")][:count].tolist()
    return top


def _postings(keys: Keys, owners: Numbers, stems: int) -> tuple[Postings, Numbers]:
    """The postings with the texts in the order of their owners, and the owners in that order."""
    order = np.argsort(owners, kind="stable")
    places = np.empty(len(order), np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    keys = renumbered(keys, places)
    keys.sort()
    return Postings.made(keys, stems, len(owners)), owners[order]
