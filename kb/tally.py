"""Counts the words of articles: what the index and the spelling are made of."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.article import Article
from kb.lexicon import Lexicon, Numbers
from kb.postings import Keys, packed

ASKED = 3
"""How often title and aliases are counted in a whole article, where its text is counted once."""

_TOGETHER = 200
"""Articles that are counted in one go: more make larger arrays, not faster ones."""

_A_MILLISECOND = 8
"""Articles that are counted in about that time."""

_FACTS = 3
"""Texts that every article has besides its ways to ask: tags, category, body."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The stems of articles, as numbers of `lexicon`. Articles and ways to ask are counted from 0, in their order."""

    lexicon: Lexicon
    names: Sequence[tuple[str, str]]
    """Language and slug of each article."""
    asker: Numbers
    """The article of each way to ask."""
    asked: Keys
    whole: Keys
    counts: NDArray[np.int64]
    """How often the articles use each word."""


def ways_to_ask(article: Article) -> tuple[str, ...]:
    """Title and aliases."""
    return (article.title, *article.aliases)


def tally(articles: Iterable[Article]) -> Tally:
    """Count the articles. Lets other threads run every millisecond: an event loop must not wait for thousands."""
    count = _Count()
    for number, article in enumerate(articles):
        count.take(article)
        if number % _A_MILLISECOND == 0:
            time.sleep(0)
    return count.done()


class _Count:
    """A tally under way."""

    def __init__(self) -> None:
        self._lexicon = Lexicon()
        self._pieces: list[int] = []
        self._ways: list[int] = []
        """Ways to ask of each article not counted yet."""
        self._names: list[tuple[str, str]] = []
        self._asker: list[Numbers] = []
        self._asked: list[Keys] = []
        self._whole: list[Keys] = []
        self._counts = np.zeros(0, np.int64)

    def take(self, article: Article) -> None:
        ways = ways_to_ask(article)
        self._pieces += self._lexicon.pieces((*ways, " ".join(article.tags), article.category, article.body))
        self._pieces.append(0)
        self._ways.append(len(ways))
        self._names.append((article.language, article.slug))
        if len(self._ways) == _TOGETHER:
            self._flush()

    def done(self) -> Tally:
        self._flush()
        asked, whole = np.concatenate(self._asked), np.concatenate(self._whole)
        return Tally(self._lexicon, self._names, np.concatenate(self._asker), asked, whole, self._counts)

    def _flush(self) -> None:
        """Count what was taken, and begin anew."""
        ways = np.array(self._ways, np.int32)
        kinds, owners = _kinds(ways), np.repeat(np.arange(len(ways), dtype=np.int32), ways + _FACTS)
        pieces = np.array(self._pieces, np.int32)
        text = np.cumsum(pieces == 0, dtype=np.int32)
        words, places = self._lexicon.expand(pieces)
        self._count(words, text[places], kinds, owners)
        self._pieces, self._ways = [], []

    def _count(self, words: Numbers, texts: Numbers, kinds: Numbers, owners: Numbers) -> None:
        """`texts` is each word's text; `kinds` and `owners` are those of the texts."""
        stems, kind = self._lexicon.stem_of[words], kinds[texts]
        is_way = kind == 0
        way = (np.cumsum(kinds == 0, dtype=np.int32) - 1)[texts[is_way]]
        times = np.where(kind == _FACTS, 1, ASKED)
        before, ways_before = len(self._names) - len(self._ways), sum(map(len, self._asker))
        self._asked.append(_keys(way, stems[is_way], np.ones(len(way), np.int64), ways_before))
        self._whole.append(_keys(owners[texts], stems, times, before))
        self._asker.append(owners[kinds == 0] + np.int32(before))
        self._counts = _added(self._counts, np.bincount(words[kind != _FACTS - 1], minlength=len(self._lexicon.words)))


def _kinds(ways: Numbers) -> Numbers:
    """For each text of articles with so many ways to ask: 0 a way, 1 the tags, 2 the category, 3 the body."""
    kinds = np.zeros(int(ways.sum()) + _FACTS * len(ways), np.int32)
    ends = np.cumsum(ways + _FACTS)
    for kind in range(1, _FACTS + 1):
        kinds[ends - _FACTS + kind - 1] = kind
    return kinds


def _keys(texts: Numbers, stems: Numbers, times: NDArray[np.int64], before: int) -> Keys:
    """A key for each stem of each text, its times added up; the texts' numbers begin after `before`."""
    rows = np.sort(texts.astype(np.int64) << 32 | stems.astype(np.int64) << 2 | times)
    first = np.flatnonzero(np.diff(rows >> 2, prepend=-1))
    total = np.add.reduceat(rows & 3, first) if len(first) else np.zeros(0, np.int64)
    rows = rows[first]
    numbers = (rows >> 32).astype(np.int32) + np.int32(before)
    return packed((rows >> 2 & 0x3FFFFFFF).astype(np.int32), numbers, np.minimum(total, 0xFFFF).astype(np.uint16))


def _added(counts: NDArray[np.int64], more: NDArray[np.int64]) -> NDArray[np.int64]:
    sums = more.copy()
    sums[: len(counts)] += counts
    return sums
