"""Questions in, articles out, best first, each with how sure we are of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kb.article import Article
from kb.confidence import confidence
from kb.index import Index, ways_to_ask, whole
from kb.language import language_of
from kb.spelling import Spelling
from kb.words import words

ANSWER_AT = 0.65
"""Confidence from which the first hit may be given as the answer, by measurement on the starter articles."""

MENTION_AT = 0.1
"""Score from which an article has enough to do with the question to be named as near to it."""

_LONGEST_QUESTION = 2_000
"""Characters of a question that are read."""


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
        self.articles = tuple(articles)
        self.answer_at = answer_at
        self.mention_at = mention_at
        self._translations: dict[str, dict[str, Article]] = defaultdict(dict)
        for article in self.articles:
            self._translations[article.slug][article.language] = article
        self._index = Index(self.articles) if any(map(whole, self.articles)) else None
        self._spelling = Spelling(word for article in self.articles for word in _vocabulary(article))

    def search(self, question: str, language: str, limit: int = 3) -> tuple[Hit, ...]:
        """The articles that fit the question, at most one for each slug, the surest first.

        `language` is the one to answer in; the question itself may be in any, or in several.
        """
        if self._index is None:
            return ()
        scores = self._index.scores(self._spelling.read(question[:_LONGEST_QUESTION]))
        order = np.argsort(-scores, kind="stable")[: max(limit, 2)]
        ranked = [(self._index.slugs[place], float(scores[place])) for place in order]
        hits = (self._hit(slug, score, _rival(ranked, slug), language) for slug, score in ranked[:limit])
        return tuple(hit for hit in hits if hit.score >= self.mention_at)

    def language(self, question: str, fallback: str) -> str:
        """The language that the question is in once it is read as it was meant, as `language_of` tells it."""
        return language_of(" ".join(self._spelling.read(question[:_LONGEST_QUESTION])), fallback)

    def _hit(self, slug: str, score: float, rival: float, language: str) -> Hit:
        sure = confidence(score, rival)
        article = self._in_language(slug, language)
        return Hit(article, sure, score, sure >= self.answer_at, article.language != language)

    def _in_language(self, slug: str, language: str) -> Article:
        translations = self._translations[slug]
        return translations.get(language) or next(iter(translations.values()))


def _rival(ranked: Sequence[tuple[str, float]], slug: str) -> float:
    return max((score for other, score in ranked if other != slug), default=0.0)


def _vocabulary(article: Article) -> tuple[str, ...]:
    return words(" ".join((*ways_to_ask(article), *article.tags, article.body)))
