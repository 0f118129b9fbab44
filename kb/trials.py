"""Asks a desk's own articles what is known and what is not, to tell how far its scores can be trusted.

No labels are needed. A way to ask that is held out is a question with an answer; all ways to ask of an article that is
held out are questions without one, and near misses at that, since they come from the same desk.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from kb.article import Article
from kb.finder import Finder
from kb.meaning.encoder import Encoder
from kb.meaning.head import MOST as MOST_HEADS
from kb.meaning.remembered import Remembered
from kb.mistyping import mistyped

_FOLDS = 4
"""Parts of the desk that are held out, one after the other: the slugs of one part, and as much of the others' ways."""

_SMALL = 300
"""Slugs up to which every part is; of a larger desk one says enough."""

_MOST_SLUGS = 2_000
"""Slugs of a desk that take part: a large one is tried by a sample of itself."""

_MOST_QUESTIONS = 240
"""Questions of each kind that are asked altogether."""

_FEWEST_WAYS = 3
"""Title and aliases from which one can be held out."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a question: whether the desk could answer it, whether the first article was the right one, its
    score, and its lead over the next."""

    answerable: bool
    right: bool
    score: float
    lead: float


def trials(articles: Sequence[Article], encoder: Encoder | None) -> list[Trial]:
    """The questions that a desk puts to itself; the same for the same articles."""
    chance = Random(1)  # noqa: S311  (a choice to measure with, no secret)
    slugs = sorted({article.slug for article in articles})
    if len(slugs) < _FOLDS:
        return []
    chance.shuffle(slugs)
    known = set(slugs[:_MOST_SLUGS])
    sample = [article for article in articles if article.slug in known]
    folds = _FOLDS if len(known) <= _SMALL else 1
    remembered = encoder and Remembered(encoder)
    parts = (_fold(sample, slugs[:_MOST_SLUGS], number) for number in range(folds))
    finders = ((part, Finder(part.articles, remembered, headless=len(slugs) > MOST_HEADS)) for part in parts)
    return [trial for part, finder in finders for trial in _asked(part, finder, _MOST_QUESTIONS // folds, chance)]


@dataclass(frozen=True, slots=True)
class _Fold:
    """Articles that are kept, and questions with the slug that answers them, or none."""

    articles: list[Article]
    known: list[tuple[str, str]]
    unknown: list[tuple[str, str]]


def _fold(articles: Sequence[Article], slugs: Sequence[str], number: int) -> _Fold:
    out = set(slugs[number::_FOLDS])
    unknown = [(way, "") for article in articles if article.slug in out for way in _ways(article)]
    kept, known = [], []
    for article in articles:
        if article.slug not in out:
            held = article.aliases[number::_FOLDS] if len(_ways(article)) >= _FEWEST_WAYS else ()
            known += [(way, article.slug) for way in held]
            kept.append(replace(article, aliases=tuple(way for way in article.aliases if way not in held)))
    return _Fold(kept, known, unknown)


def _ways(article: Article) -> list[str]:
    return [way for way in (article.title, *article.aliases) if way.strip()]


def _asked(fold: _Fold, finder: Finder, most: int, chance: Random) -> Iterator[Trial]:
    names = {number: slug for slug, number in finder.slugs.items()}
    for questions in (fold.known, fold.unknown):
        for number, (text, slug) in enumerate(chance.sample(questions, min(most, len(questions)))):
            found = finder.find(_VARIANTS[number % len(_VARIANTS)](text), 2)
            first, rival = (found[0].score, found[1].score) if len(found) > 1 else (0.0, 0.0)
            right = bool(found) and names[found[0].slug] == slug
            yield Trial(bool(slug), right, first, first - rival)


def _shortened(text: str) -> str:
    """The text without its last word, if enough is left of it."""
    words = text.split()
    return " ".join(words[:-1]) if len(words) > 3 else text


_VARIANTS = (str, str, mistyped, _shortened)
"""Half of the questions are asked as they stand."""
