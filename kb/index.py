"""Word search over articles: BM25 over the ways to ask and over whole articles, on an absolute scale."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kb.article import Article
from kb.dictionary import everyday
from kb.field import Field, Scores
from kb.inline import plain
from kb.weight import Document, Weights
from kb.words import stem, stems

_WHOLE = 0.6
"""Share of the whole article in the score; the nearest way to ask has the rest."""

_ASKED = 3
"""How often title and aliases are counted in a whole article, where its text is counted once."""


class Index:
    """The searchable form of a set of articles. Built once and only read after: threads may share it.

    The translations of an article are separate documents of one slug, and the best of them counts. So a question may
    mix languages, and a word's weight follows from how many slugs hold it.
    """

    def __init__(self, articles: Sequence[Article]) -> None:
        self.slugs = tuple(dict.fromkeys(article.slug for article in articles))
        place = {slug: number for number, slug in enumerate(self.slugs)}
        texts = [(place[article.slug], whole(article)) for article in articles]
        asked = [(place[article.slug], stems(way)) for article in articles for way in ways_to_ask(article)]
        weights = Weights(asked, texts)
        self._nearest = Field(asked, weights, k1=1.2, b=0.5)
        self._whole = Field(texts, weights, k1=1.2 * _ASKED, b=0.75)
        self._same = _unambiguous(asked)

    def scores(self, words: Sequence[str]) -> Scores:
        """How well each slug fits the question's words (as `Spelling.read` gives them), in the order of `slugs`.

        1 is the most that any text could reach: the score is absolute, and can be held against a threshold. A question
        that says what one title or alias says, no more and no less, has it.
        """
        question = list(dict.fromkeys(map(stem, words)))
        scores = (1 - _WHOLE) * self._nearest.best(question) + _WHOLE * self._whole.best(question)
        if (same := self._same.get(_gist(question))) is not None:
            scores[same] = 1.0
        return scores


def _gist(words: Iterable[str]) -> frozenset[str]:
    """The stems that say what a way to ask is about."""
    return frozenset(words) - everyday().function


def _unambiguous(asked: Sequence[Document]) -> dict[frozenset[str], int]:
    """The slug of each gist that one slug alone claims."""
    claims: dict[frozenset[str], set[int]] = defaultdict(set)
    for owner, way in asked:
        claims[_gist(way)].add(owner)
    return {gist: owners.pop() for gist, owners in claims.items() if gist and len(owners) == 1}


def ways_to_ask(article: Article) -> tuple[str, ...]:
    """Title and aliases."""
    return (article.title, *article.aliases)


def whole(article: Article) -> tuple[str, ...]:
    """Every stem of the article, those of title, aliases and tags repeated for their weight."""
    asked = stems(" ".join((*ways_to_ask(article), *article.tags, article.category)))
    return asked * _ASKED + stems(plain(article.body))
