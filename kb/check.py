"""What an editor should mend in a set of articles: mistakes, gaps, things past their date."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from kb.article import Article, Status
from kb.language import LANGUAGES
from kb.reader import read_folders
from kb.words import stems


class Kind(StrEnum):
    """What is wrong. Only a mistake keeps an article from being used."""

    MISTAKE = "mistake"
    TRANSLATION = "translation"
    ALIAS = "alias"
    REVIEW = "review"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend, in English for operators. `line` counts from 1; 0 is the file as a whole."""

    kind: Kind
    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def check(folders: Iterable[Path], today: date) -> tuple[Finding, ...]:
    """Everything to mend in the folders' articles, mistakes first. `today` decides whose review is due."""
    reading = read_folders(folders)
    mistakes = (Finding(Kind.MISTAKE, found.path, found.line, found.message) for found in reading.mistakes)
    return (*mistakes, *_gaps(tuple(reading.articles), today))


def _gaps(articles: tuple[Article, ...], today: date) -> Iterator[Finding]:
    yield from _untranslated(articles)
    yield from _asked_twice(articles)
    for article in articles:
        if not article.aliases:
            yield _finding(Kind.ALIAS, article, "no alias: nobody asks in the words of the title alone")
        if article.is_overdue(today):
            yield _finding(Kind.REVIEW, article, f"review was due on {article.review_by:%Y-%m-%d}, by {article.owner}")
        elif article.status is Status.STALE:
            said = f"stale: {article.owner} should bring it up to date and publish it again, or retire it"
            yield _finding(Kind.REVIEW, article, said)


def _untranslated(articles: tuple[Article, ...]) -> Iterator[Finding]:
    there: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        there[article.slug].add(article.language)
    first = {article.slug: article for article in reversed(articles)}
    for slug, languages in there.items():
        for language in LANGUAGES:
            if language not in languages:
                yield _finding(Kind.TRANSLATION, first[slug], f"not translated: there is none in “{language}”")


def _asked_twice(articles: tuple[Article, ...]) -> Iterator[Finding]:
    """Two articles that claim the same words: the search cannot tell them apart there."""
    owners: dict[tuple[str, ...], Article] = {}
    for article in articles:
        for alias in (article.title, *article.aliases):
            other = owners.setdefault(tuple(sorted(stems(alias))), article)
            if other.slug != article.slug:
                yield _finding(Kind.SAME, article, f"“{alias}” is also a way to ask for “{other.slug}”")


def _finding(kind: Kind, article: Article, message: str) -> Finding:
    return Finding(kind, article.path, 0, message)
