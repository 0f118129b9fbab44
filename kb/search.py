"""Questions in, articles out, best first, each with how sure we are of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kb.article import Article
from kb.confidence import Rule
from kb.field import Scores
from kb.index import Evidence, Index, ways_to_ask
from kb.spelling import Spelling
from kb.words import words

ANSWER_AT = 0.35
"""Confidence from which the first hit may be given as the answer, by measurement on the starter articles."""

_LONGEST_QUESTION = 2_000
"""Characters of a question that are read."""

_WHOLE = 0.6
"""Share of the whole article in the score, the nearest way to ask having the rest."""


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

    `answer_at` is the confidence from which a hit is `sure`; `mention_at` the one below which it is not worth
    mentioning at all.
    """

    def __init__(self, articles: Sequence[Article], answer_at: float = ANSWER_AT, mention_at: float = 0.05) -> None:
        self.articles = tuple(articles)
        self.answer_at = answer_at
        self.mention_at = mention_at
        self._translations: dict[str, dict[str, Article]] = defaultdict(dict)
        for article in self.articles:
            self._translations[article.slug][article.language] = article
        self._slugs = tuple(self._translations)
        self._index = Index(self.articles) if self.articles else None
        self._spelling = Spelling(word for article in self.articles for word in _vocabulary(article))
        self._rule = Rule()

    def search(self, question: str, language: str, limit: int = 3) -> tuple[Hit, ...]:
        """The articles that fit the question, at most one for each slug, the surest first.

        `language` is the one to answer in; the question itself may be in any, or in several.
        """
        if self._index is None:
            return ()
        evidence = self._index.evidence(self._spelling.read(question[:_LONGEST_QUESTION]))
        score = (1 - _WHOLE) * evidence.nearest + _WHOLE * evidence.whole
        order = np.argsort(-score, kind="stable")[: max(limit, 2)].tolist()
        hits = (self._hit(place, score, evidence, order, language) for place in order[:limit])
        return tuple(hit for hit in hits if hit.confidence >= self.mention_at)

    def _hit(self, place: int, score: Scores, evidence: Evidence, order: list[int], language: str) -> Hit:
        rival = max((float(score[other]) for other in order if other != place), default=0.0)
        confidence = self._rule(float(score[place]), float(evidence.covered[place]), rival)
        article = self._in_language(self._slugs[place], language)
        return Hit(article, confidence, float(score[place]), confidence >= self.answer_at, article.language != language)

    def _in_language(self, slug: str, language: str) -> Article:
        translations = self._translations[slug]
        return translations.get(language) or next(iter(translations.values()))


def _vocabulary(article: Article) -> tuple[str, ...]:
    return words(" ".join((*ways_to_ask(article), *article.tags, article.body)))
