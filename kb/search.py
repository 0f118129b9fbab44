"""Questions in, articles out, best first, each with how sure we are of it."""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kb.article import Article
from kb.confidence import confidence
from kb.feedback import UNADJUSTED, Adjustments, gist
from kb.index import Index
from kb.language import language_of
from kb.shelf import Shelf
from kb.spelling import Spelling
from kb.tally import Tally, tally
from kb.words import stem

ANSWER_AT = 0.65
"""Confidence from which the first hit may be given as the answer, by measurement on the starter articles."""

MENTION_AT = 0.1
"""Score from which an article has enough to do with the question to be named as near to it."""

_LONGEST_QUESTION = 2_000
"""Characters of a question that are read."""

_SPARE = 4
"""Articles beyond those asked for that adjustments may bring forward."""

_AT_HAND = 256
"""Questions whose reading is kept: each is read for its language and for its answer."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that may answer. `score` and `confidence` are in 0..1.

    `sure` tells that the confidence reaches the threshold for giving the article as the answer. `translated` tells
    that the article is not in the language asked for, because there is none in that language.
    """

    article: Article
    confidence: float
    score: float
    sure: bool
    translated: bool = False


class KnowledgeBase:
    """A searchable set of articles that never changes: any number of threads may search it while a newer one is made.

    `answer_at` is the confidence from which a hit is `sure`, `mention_at` the score below which it is left out.
    """

    def __init__(
        self, articles: Sequence[Article], answer_at: float = ANSWER_AT, mention_at: float = MENTION_AT
    ) -> None:
        self.articles = articles if isinstance(articles, Shelf) else tuple(articles)
        self.answer_at = answer_at
        self.mention_at = mention_at
        self._adjustments: Adjustments = UNADJUSTED
        self._slugs: dict[str, int] = {}
        """The number of each slug, in the order of first sight."""
        self._places: dict[str, dict[int, int]] = {}
        """The places of the articles of each language, by the number of their slugs."""
        numbers: list[int] = []
        counted = tally(self._noted(numbers))
        self._index = Index(counted, np.array(numbers, np.int32)) if len(counted.whole) else None
        self._read = lru_cache(_AT_HAND)(_spelling(counted).read)

    def article(self, language: str, slug: str) -> Article | None:
        """The article with this slug in this language, if there is one."""
        place = self._places.get(language, {}).get(self._slugs.get(slug, -1))
        return None if place is None else self.articles[place]

    def adjusted(self, adjustments: Adjustments) -> "KnowledgeBase":
        """The same articles with other adjustments to their scores. Costs nothing: all else is shared."""
        other = copy(self)
        other._adjustments = adjustments
        return other

    def gist(self, question: str) -> tuple[str, ...]:
        """The stems that say what the question is about once it is read as it was meant, sorted."""
        return tuple(sorted(gist(map(stem, self._read(question[:_LONGEST_QUESTION])))))

    def _noted(self, numbers: list[int]) -> Iterator[Article]:
        """The articles one by one, each noted with its place and the number of its slug."""
        for place, article in enumerate(self.articles):
            number = self._slugs.setdefault(article.slug, len(self._slugs))
            self._places.setdefault(article.language, {})[number] = place
            numbers.append(number)
            yield article

    def search(self, question: str, language: str, limit: int = 3) -> tuple[Hit, ...]:
        """The articles that fit the question, at most one for each slug, the surest first.

        `language` is the one to answer in; the question itself may be in any, or in several.
        """
        if self._index is None:
            return ()
        words = self._read(question[:_LONGEST_QUESTION])
        ranked = self._adjust(words, self._index.best(words, max(limit, 2) + _SPARE), language)
        near = ((slug, score) for slug, score in ranked[:limit] if score >= self.mention_at)
        return tuple(self._hit(slug, score, _rival(ranked, slug), language) for slug, score in near)

    def _adjust(
        self, words: Sequence[str], ranked: Sequence[tuple[int, float]], language: str
    ) -> list[tuple[int, float]]:
        """The slugs with their scores as they are with adjustments, the best first."""
        stems = tuple(map(stem, words))
        moved = ((slug, self._adjustments.adjust(stems, self._in_language(slug, language))) for slug, _ in ranked)
        scores = [(slug, min(1.0, max(0.0, score + by))) for (slug, by), (_, score) in zip(moved, ranked, strict=True)]
        return sorted(scores, key=lambda each: -each[1])

    def language(self, question: str, fallback: str) -> str:
        """The language that the question is in once it is read as it was meant, as `language_of` tells it."""
        return language_of(" ".join(self._read(question[:_LONGEST_QUESTION])), fallback)

    def _hit(self, slug: int, score: float, rival: float, language: str) -> Hit:
        sure = confidence(score, rival)
        article = self._in_language(slug, language)
        return Hit(article, sure, score, sure >= self.answer_at, article.language != language)

    def _in_language(self, slug: int, language: str) -> Article:
        """The slug's article in this language, or else in the first there is."""
        places = (numbers[slug] for numbers in self._in_turn(language) if slug in numbers)
        return self.articles[next(places)]

    def _in_turn(self, language: str) -> Iterator[dict[int, int]]:
        yield self._places.get(language, {})
        yield from self._places.values()


def _rival(ranked: Sequence[tuple[int, float]], slug: int) -> float:
    return max((score for other, score in ranked if other != slug), default=0.0)


def _spelling(counted: Tally) -> Spelling:
    """Towards the words that the articles use; a category is not theirs, its editor's word for sorting."""
    words, used = list(counted.lexicon.words), np.flatnonzero(counted.counts)
    counts = dict(zip((words[number] for number in used), counted.counts[used].tolist(), strict=True))
    return Spelling(counts, _StemsBut(counted.lexicon.stems, _unused(counted, used)))


def _unused(counted: Tally, used: NDArray[np.intp]) -> frozenset[str]:
    """Stems of words that only categories use: a few, so that they take less memory than those that are used."""
    is_used = np.zeros(len(counted.lexicon.stems), bool)
    is_used[counted.lexicon.stem_of[used]] = True
    return frozenset(stem for stem, number in counted.lexicon.stems.items() if not is_used[number])


@dataclass(frozen=True, slots=True)
class _StemsBut:
    """All stems but some."""

    stems: Mapping[str, int]
    unused: frozenset[str]

    def __contains__(self, stem: object) -> bool:
        return stem in self.stems and stem not in self.unused
