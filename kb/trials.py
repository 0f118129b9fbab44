"""Asks a desk's own articles what is known and what is not, to tell how far its scores can be trusted.

No labels are needed. A way to ask that is held out is a question with an answer; all ways to ask of an article that is
held out are questions without one, and near misses at that, since they come from the same desk.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from random import Random

from kb.article import Article
from kb.distortion import distorted
from kb.finder import Finder
from kb.meaning.encoder import Encoder
from kb.meaning.head import MOST as MOST_HEADS
from kb.meaning.remembered import Remembered

_FOLDS = 4
"""Parts of the desk that are held out, one after the other: the slugs of one part, and as much of the others' ways."""

_SMALL = 300
"""Slugs up to which every part is; of a larger desk one says enough."""

_MOST_SLUGS = 2_000
"""Slugs of a desk that take part: a large one is tried by a sample of itself."""

_MOST_QUESTIONS = 480
"""Questions of each kind that are asked altogether: three wrong answers in a hundred are few to be told from."""

_FEWEST_WAYS = 3
"""Title and aliases from which one can be held out."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a question: whether the desk could answer it, whether the first article was the right one, its
    score, and its lead over the next. `topic` is the slug that it was taken from."""

    answerable: bool
    right: bool
    score: float
    lead: float
    topic: str = ""


def trials(articles: Sequence[Article], encoder: Encoder | None, ways: Sequence[Sequence[str]]) -> list[Trial]:
    """The questions that a desk puts to itself; the same for the same articles. `ways` is what questions may be like,
    of each: what is held out is left out of it, and nothing else is encoded."""
    chance = Random(1)  # noqa: S311  (a choice to measure with, no secret)
    slugs = sorted({article.slug for article in articles})
    if len(slugs) < _FOLDS:
        return []
    chance.shuffle(slugs)
    known = set(slugs[:_MOST_SLUGS])
    sample = [pair for pair in zip(articles, ways, strict=True) if pair[0].slug in known]
    folds = _FOLDS if len(known) <= _SMALL else 1
    remembered = encoder and Remembered(encoder)
    parts = (_fold(sample, slugs[:_MOST_SLUGS], number) for number in range(folds))
    headless = len(slugs) > MOST_HEADS
    finders = ((part, Finder(part.articles, remembered, headless=headless, ways=part.ways)) for part in parts)
    return [trial for part, finder in finders for trial in _asked(part, finder, _MOST_QUESTIONS // folds, chance)]


@dataclass(frozen=True, slots=True)
class _Fold:
    """Articles that are kept, with what questions to each may be like, and questions with the slugs they were taken
    from: those that are kept and answer them, and those that are held out."""

    articles: list[Article]
    ways: list[tuple[str, ...]]
    known: list[tuple[str, str]]
    unknown: list[tuple[str, str]]


def _fold(sample: Sequence[tuple[Article, Sequence[str]]], slugs: Sequence[str], number: int) -> _Fold:
    out = set(slugs[number::_FOLDS])
    unknown = [(way, article.slug) for article, _ in sample if article.slug in out for way in _ways(article)]
    fold = _Fold([], [], [], unknown)
    for article, ways in sample:
        if article.slug not in out:
            held = article.aliases[number::_FOLDS] if len(_ways(article)) >= _FEWEST_WAYS else ()
            fold.known.extend((way, article.slug) for way in held)
            fold.articles.append(replace(article, aliases=tuple(way for way in article.aliases if way not in held)))
            fold.ways.append(tuple(way for way in ways if way not in held or way == article.title))
    return fold


def _ways(article: Article) -> list[str]:
    return [way for way in (article.title, *article.aliases) if way.strip()]


def _asked(fold: _Fold, finder: Finder, most: int, chance: Random) -> Iterator[Trial]:
    """A third of what has an answer is asked in another way. What has none is asked as it stands: with mistakes in it
    it would look like less than it does."""
    for number, (text, topic) in enumerate(_some(fold.known, most, chance)):
        yield _tried(finder, _VARIANTS[number % len(_VARIANTS)](text), topic, answerable=True)
    for text, topic in _some(fold.unknown, most, chance):
        yield _tried(finder, text, topic, answerable=False)


def _some(questions: Sequence[tuple[str, str]], most: int, chance: Random) -> list[tuple[str, str]]:
    """Questions of all topics in turn: a few of each tell more than many of some."""
    turns = Counter[str]()
    in_turn: list[tuple[int, tuple[str, str]]] = []
    for text, topic in chance.sample(questions, len(questions)):
        turns[topic] += 1
        in_turn.append((turns[topic], (text, topic)))
    return [question for _, question in sorted(in_turn, key=itemgetter(0))[:most]]


def _tried(finder: Finder, text: str, topic: str, *, answerable: bool) -> Trial:
    found = finder.find(text, 2)
    first, rival = (found[0].score, found[1].score) if len(found) > 1 else (0.0, 0.0)
    right = bool(found) and found[0].slug == finder.slugs.get(topic)
    return Trial(answerable, right, first, first - rival, topic)


def _mistyped(text: str) -> str:
    return distorted(text, "typos")


def _shortened(text: str) -> str:
    """The text without its last word, if enough is left of it."""
    words = text.split()
    return " ".join(words[:-1]) if len(words) > 3 else text


_VARIANTS = (str, str, str, str, _mistyped, _shortened)
"""Two in three questions are asked as they stand."""
