"""What people said of the answers, and what the search learns from it: a little, of several people, for like questions.

A question is its gist here: the stems that say what it is about. Two are alike when they share enough of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kb.article import Article
from kb.dictionary import everyday
from kb.reader import Key
from kb.words import stems

MOST = 0.1
"""The most that feedback adds to an article's score, or takes from it (scores are in 0..1)."""

STALE_COST = 0.03
"""What a stale article's score loses, so that another that fits as well comes first."""

ALIKE_AT = 1 / 3
"""Share of all stems of two gists that both have, from which the questions are alike."""

FEWEST = 2
"""Persons without whom nothing is learnt."""

FORGOTTEN = timedelta(days=730)
"""Age at which feedback no longer counts; half as old it counts half."""

_AT_HAND = 16
"""Questions whose likeness is kept: it is asked for once for each of a question's best articles."""

Gist = frozenset[str]
Likeness = NDArray[np.float32]


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
        counting = (each for each in feedback if each.stems and _weight(each, now) > 0)
        self._past = sorted(counting, key=_text)
        self._parts = _parts(self._past)
        self._slugs = {(language, slug) for language, slug, _ in self._parts}
        self._weights = [_weight(each, now) for each in self._past]
        self._sizes = np.array([len(each.stems) for each in self._past], np.float32)
        self._holding = _places(self._past)
        self._likeness = lru_cache(_AT_HAND)(self._compared)

    def adjust(self, question: Collection[str], article: Article) -> float:
        """See `Adjustments`."""
        said = self.said(question, article)
        return (said.adjustment if said else 0.0) - (STALE_COST if article.is_stale(self._today) else 0.0)

    def said(self, question: Collection[str], article: Article) -> Said | None:
        """What people said of this article for questions like this one, if enough of them did."""
        if (article.language, article.slug) not in self._slugs:
            return None  # before its text is looked at, which takes longer than all else here
        part = self._parts.get((article.language, article.slug, article.digest))
        if part is None:
            return None
        alike = self._likeness(gist(question))[part]
        votes: dict[str, tuple[float, datetime, int]] = {}
        for place in np.flatnonzero(alike >= ALIKE_AT).tolist():
            each = self._past[part.start + place]
            vote = (float(alike[place]), each.at, part.start + place)
            votes[each.person] = max(votes.get(each.person, vote), vote)
        return self._judged(votes.values()) if len(votes) >= FEWEST else None

    def _compared(self, question: Gist) -> Likeness:
        """How like the question each past one is."""
        held = [self._holding[stem] for stem in question if stem in self._holding]
        if not held:
            return np.zeros(len(self._past), np.float32)
        both = np.bincount(np.concatenate(held), minlength=len(self._past)).astype(np.float32)
        shares: Likeness = both / (len(question) + self._sizes - both)
        return shares

    def _judged(self, votes: Iterable[tuple[float, datetime, int]]) -> Said:
        worth = {True: 0.0, False: 0.0}
        count = {True: 0, False: 0}
        for share, _, place in votes:
            worked = self._past[place].worked
            worth[worked] += share * self._weights[place]
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


def _text(feedback: Feedback) -> tuple[str, str, str]:
    """The text that it is about."""
    return feedback.language, feedback.slug, feedback.digest


def _parts(past: Sequence[Feedback]) -> Mapping[tuple[str, str, str], slice]:
    """Where the feedback on each text is, in an order by text."""
    parts: dict[tuple[str, str, str], slice] = {}
    for place, each in enumerate(past):
        text = _text(each)
        parts[text] = slice(parts[text].start if text in parts else place, place + 1)
    return parts


def _places(past: Sequence[Feedback]) -> Mapping[str, NDArray[np.int32]]:
    """Where each stem is."""
    holding: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(past):
        for stem in each.stems:
            holding[stem].append(place)
    return {stem: np.array(places, np.int32) for stem, places in holding.items()}
