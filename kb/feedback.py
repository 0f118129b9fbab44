"""What people said of the answers, and what the search learns from it: a little, of several people, for like questions.

A question is its gist here: the stems that say what it is about. Two are alike when they share enough of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Protocol

from kb.article import Article
from kb.dictionary import everyday
from kb.reader import Key
from kb.words import stems

MOST = 0.2
"""The most that feedback adds to an article's score, or takes from it (scores are in 0..1)."""

STALE_COST = 0.05
"""What a stale article's score loses, so that another that fits as well comes first."""

ALIKE_AT = 1 / 3
"""Share of all stems of two gists that both have, from which the questions are alike."""

FEWEST = 2
"""Persons without whom nothing is learnt."""

FORGOTTEN = timedelta(days=730)
"""Age at which feedback no longer counts; half as old it counts half."""

_AT_HAND = 256

Gist = frozenset[str]


@dataclass(frozen=True, slots=True)
class Feedback:
    """One person's word on one article in one conversation.

    `person` and `conversation` are names that only the desk's own key gives. `digest` is that of the article as it was
    shown. `stems` is the question's gist; `question` its words if they may become an alias, until their time is over.
    """

    slug: str
    language: str
    digest: str
    person: str
    conversation: str
    stems: tuple[str, ...]
    question: str
    worked: bool
    at: datetime


class Adjustments(Protocol):
    """What is known of articles beyond their words."""

    def adjust(self, question: Collection[str], article: Article) -> float:
        """What to add to the article's score for a question of these stems: a small bounded number, mostly 0.

        Asked of the few best articles only. Never raises.
        """
        ...


class Unadjusted:
    """Nothing is known."""

    def adjust(self, question: Collection[str], article: Article) -> float:
        """Nothing."""
        return 0.0


UNADJUSTED = Unadjusted()


@dataclass(frozen=True, slots=True)
class Said:
    """What people said of one article for like questions: how many persons each way, and what that is worth."""

    worked: int
    failed: int
    adjustment: float


class Learned:
    """What feedback teaches, at a moment. Never changes; threads may share it.

    Each person counts once for each article: their word on the question most like the one that is asked now, of equal
    ones the latest. Words fade with age. With `w` and `f` the sums of what worked and what failed, each weighed by
    likeness and age, the adjustment is `MOST * (w - f) / (w + f + 2)`: the mean of a Beta(1 + w, 1 + f), stretched to
    -MOST..MOST. Another text of the article has another digest, so that what was said of the old one ends.
    """

    def __init__(self, feedback: Iterable[Feedback], now: datetime) -> None:
        self._today = now.date()
        self._past = tuple(each for each in feedback if each.stems and _weight(each, now) > 0)
        self._gists = [frozenset(each.stems) for each in self._past]
        self._weights = [_weight(each, now) for each in self._past]
        self._holding = _places(self._gists)
        self._said = lru_cache(_AT_HAND)(self._read)

    def adjust(self, question: Collection[str], article: Article) -> float:
        """See `Adjustments`."""
        said = self.said(question, article)
        return (said.adjustment if said else 0.0) - (STALE_COST if article.is_stale(self._today) else 0.0)

    def said(self, question: Collection[str], article: Article) -> Said | None:
        """What people said of this article for questions like this one, if enough of them did."""
        return self._said(gist(question)).get((article.language, article.slug, article.digest))

    def _read(self, question: Gist) -> Mapping[tuple[str, str, str], Said]:
        votes: dict[tuple[str, str, str], dict[str, tuple[float, datetime, int]]] = defaultdict(dict)
        for place, likeness in self._alike(question):
            each = self._past[place]
            own = votes[each.language, each.slug, each.digest]
            own[each.person] = max(own.get(each.person, (0.0, each.at, place)), (likeness, each.at, place))
        return {text: self._judged(own.values()) for text, own in votes.items() if len(own) >= FEWEST}

    def _alike(self, question: Gist) -> Iterable[tuple[int, float]]:
        shared: dict[int, int] = defaultdict(int)
        for stem in question:
            for place in self._holding.get(stem, ()):
                shared[place] += 1
        for place, both in shared.items():
            likeness = both / (len(question) + len(self._gists[place]) - both)
            if likeness >= ALIKE_AT:
                yield place, likeness

    def _judged(self, votes: Collection[tuple[float, datetime, int]]) -> Said:
        worth = {True: 0.0, False: 0.0}
        count = {True: 0, False: 0}
        for likeness, _, place in votes:
            worked = self._past[place].worked
            worth[worked] += likeness * self._weights[place]
            count[worked] += 1
        more = (worth[True] - worth[False]) / (worth[True] + worth[False] + 2)
        return Said(count[True], count[False], MOST * more)


def gist(stems: Iterable[str]) -> Gist:
    """The stems that say what a question is about; all of them where that leaves none."""
    every = frozenset(stems)
    return every - everyday().function or every


def gist_of(text: str) -> tuple[str, ...]:
    """The gist of a text as it is written, sorted; `KnowledgeBase.gist` reads it as it was meant."""
    return tuple(sorted(gist(stems(text))))


def likeness(one: Gist, other: Gist) -> float:
    """The share of their stems that both have (Jaccard), in 0..1."""
    return len(one & other) / len(one | other) if one or other else 0.0


@dataclass(frozen=True, slots=True)
class Counts:
    """How often an article worked and failed, as it is written now."""

    worked: int = 0
    failed: int = 0


def counts(feedback: Iterable[Feedback], articles: Iterable[Article]) -> Mapping[Key, Counts]:
    """The counts of each of these articles; what was said of an earlier text is left out."""
    current = {(article.language, article.slug): article.digest for article in articles}
    told: dict[Key, list[bool]] = {key: [] for key in current}
    for each in feedback:
        key = (each.language, each.slug)
        if current.get(key) == each.digest:
            told[key].append(each.worked)
    return {key: Counts(sum(all_), len(all_) - sum(all_)) for key, all_ in told.items()}


def _weight(feedback: Feedback, now: datetime) -> float:
    """1 when new, 0 from `FORGOTTEN` on, a straight line between."""
    return min(1.0, max(0.0, 1 - (now - feedback.at) / FORGOTTEN))


def _places(gists: Sequence[Gist]) -> Mapping[str, Sequence[int]]:
    """Where each stem is."""
    holding: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(gists):
        for stem in each:
            holding[stem].append(place)
    return holding
