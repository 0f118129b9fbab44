"""Articles made searchable: a question is read as it was meant, and their slugs are ranked."""

from collections.abc import Container, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kb.article import Article
from kb.index import Index
from kb.lexicon import Numbers
from kb.meaning.encoder import Encoder
from kb.meaning.head import Head
from kb.meaning.meaning import Meaning, learn
from kb.ranking import Found, Ranking
from kb.spelling import Spelling
from kb.tally import Tally, tally, ways_to_ask

_LONGEST_QUESTION = 2_000
"""Characters of a question that are read."""

_FEW = 6
"""Ways to ask up to which an article's text says more of what it means: with this it is 1 to 2 points oftener right
first, with ten ways it is neither better nor worse."""

_OPENING = 400
"""Characters of that text: what the base tier's encoder reads; half as many bring little."""

_OPENED = 5_000
"""Articles up to which this is done: an opening takes ten milliseconds to encode, as long as ten ways to ask."""

_AT_HAND = 256
"""Questions whose reading is kept: each is read for its language and for its answer."""


class Finder:
    """A set of articles that never changes, and the slugs that fit a question, by number."""

    def __init__(
        self,
        articles: Sequence[Article],
        encoder: Encoder | None = None,
        like: "Finder | None" = None,
        headless: bool = False,
        counted: Tally | None = None,
        ways: Sequence[Sequence[str]] | None = None,
    ) -> None:
        """Upon a finder `like`, articles score as they would there, and words that it knows are known. `headless`: no
        head is trained, as for more articles than there are. `counted` is their tally, and `ways` what questions may be
        like, of each, if they are known."""
        self.slugs: dict[str, int] = {}
        """The number of each slug, in the order of first sight."""
        self.places: dict[str, dict[int, int]] = {}
        """The places of the articles of each language, by the number of their slugs."""
        counted = counted or tally(articles)
        self._owners = owners = self._numbered(counted.names)
        self.index: Index | None = Index(counted, owners, like.index if like else None) if len(counted.whole) else None
        self._spelling: Spelling = Spelling(*_vocabulary(counted), like._spelling if like else None)
        self._read = lru_cache(_AT_HAND)(self._spelling.read)
        headless = headless or like is not None
        meaning = None
        if encoder:
            ways = ways_of(articles, len((like or self)._owners)) if ways is None else ways
            meaning = self._meaning(encoder, ways, headless=headless)
        self.ranking = Ranking(self.index, meaning) if self.index else None

    def deepened(self, encoder: Encoder, ways: Sequence[Sequence[str]], head: Head | None = None) -> "Finder":
        """The same with what its articles mean, by the ways to ask of each, and the head that was learned from them
        before; their words are shared."""
        other = copy(self)
        meaning = self._meaning(encoder, ways, head=head)
        other.ranking = Ranking(self.index, meaning) if self.index else None
        return other

    def read(self, question: str) -> tuple[str, ...]:
        """The question's words as they were meant."""
        return self._read(question[:_LONGEST_QUESTION])

    def find(self, question: str, count: int) -> list[Found]:
        """The `count` slugs that fit best, the best first; none for a question without words."""
        words = self.read(question)
        return self.ranking.best(question, words, count) if self.ranking and words else []

    def _numbered(self, names: Sequence[tuple[str, str]]) -> Numbers:
        """The number of each article's slug, noted with the articles' places."""
        numbers = np.empty(len(names), np.int32)
        for place, (language, slug) in enumerate(names):
            number = self.slugs.setdefault(slug, len(self.slugs))
            self.places.setdefault(language, {})[number] = place
            numbers[place] = number
        return numbers

    def _meaning(
        self, encoder: Encoder, ways: Sequence[Sequence[str]], *, headless: bool = False, head: Head | None = None
    ) -> Meaning | None:
        if self.index is None:
            return None
        places = np.argsort(self._owners, kind="stable")
        asked = [way for place in places.tolist() for way in ways[place]]
        owners = np.repeat(self._owners[places], [len(ways[place]) for place in places.tolist()])
        return learn(encoder, asked, owners, self.index.weight, headless, head)


def ways_of(articles: Sequence[Article], among: int = 0) -> list[tuple[str, ...]]:
    """What questions may be like, of each article: its ways to ask and, where they are few, how its text begins.
    `among` how many it is searched, where these are but some of them."""
    opened = (among or len(articles)) <= _OPENED
    return [_ways(article) if opened else ways_to_ask(article) for article in articles]


def _ways(article: Article) -> tuple[str, ...]:
    ways = ways_to_ask(article)
    opening = " ".join(article.body[: 2 * _OPENING].split())[:_OPENING] if len(ways) <= _FEW else ""
    return (*ways, opening) if opening else ways


def _vocabulary(counted: Tally) -> tuple[Mapping[str, int], Container[str]]:
    """How often the articles use each word, and the stems; a category is not theirs, its editor's word for sorting."""
    words, used = list(counted.lexicon.words), np.flatnonzero(counted.counts)
    counts = dict(zip((words[number] for number in used), counted.counts[used].tolist(), strict=True))
    return counts, _StemsBut(counted.lexicon.stems, _unused(counted, used))


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
