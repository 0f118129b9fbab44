"""What an editor should mend in a set of articles and guides: mistakes, gaps, doubles, dead links, things past their
date."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from kb.article import SHOWN, Article, Status
from kb.finding import Finding, Kind
from kb.guide_check import check_guides
from kb.language import LANGUAGES
from kb.likeness import alike
from kb.links import file_of, kind_of, links
from kb.reader import read_folders
from kb.words import stems

MOST_WORDS = 1200
"""Of an article: some five minutes of reading, more than anyone does with a computer that does not work."""
MOST_WORDS_OF_STEP = 90


def check(folders: Iterable[Path], today: date) -> tuple[Finding, ...]:
    """Everything to mend in the folders' articles and guides, mistakes first. `today` decides whose review is due.

    Of retired articles only mistakes are told.
    """
    reading = read_folders(folders)
    mistakes = (
        Finding(Kind.MISTAKE, found.path, found.line, (("message", found.message),)) for found in reading.mistakes
    )
    articles = tuple(each for each in reading.every if each.status is not Status.RETIRED)
    guides = tuple(each for each in reading.articles if each.is_guide)
    return (*mistakes, *_gaps(articles, guides, today), *check_guides(reading.guides, articles, today))


def _gaps(articles: tuple[Article, ...], guides: tuple[Article, ...], today: date) -> Iterator[Finding]:
    yield from _untranslated(articles)
    yield from _asked_twice((*articles, *guides))
    yield from _told_twice(articles)
    for article in articles:
        yield from _facts(article, today)
        yield from _dead_links(article)
        yield from _unreadable(article)


def _facts(article: Article, today: date) -> Iterator[Finding]:
    if not article.aliases:
        yield _finding(Kind.ALIAS, article, "title:")
    if article.status in SHOWN and article.is_overdue(today):
        values = {"day": f"{article.review_by:%Y-%m-%d}", "owner": article.owner}
        yield _finding(Kind.REVIEW, article, "review-by:", **values)
    elif article.status is Status.STALE:
        yield _finding(Kind.STALE, article, "status:", owner=article.owner)


def _untranslated(articles: tuple[Article, ...]) -> Iterator[Finding]:
    there: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        there[article.slug].add(article.language)
    first = {article.slug: article for article in reversed(articles)}
    for slug, languages in there.items():
        for language in LANGUAGES:
            if language not in languages:
                yield _finding(Kind.TRANSLATION, first[slug], "language:", slug=slug, language=language)


def _asked_twice(articles: tuple[Article, ...]) -> Iterator[Finding]:
    """Two articles that claim the same words: the search cannot tell them apart there."""
    owners: dict[tuple[str, ...], Article] = {}
    for article in articles:
        for alias in (article.title, *article.aliases):
            other = owners.setdefault(tuple(sorted(stems(alias))), article)
            if other.slug != article.slug:
                yield _finding(Kind.SAME, article, alias, alias=alias, other=other.slug)


def _told_twice(articles: tuple[Article, ...]) -> Iterator[Finding]:
    for language in LANGUAGES:
        own = [article for article in articles if article.language == language]
        for found in alike(f"{article.title} {article.body}" for article in own):
            other = own[found.first].path
            yield _finding(Kind.NEAR, own[found.place], "title:", other=str(other), percent=round(100 * found.likeness))


def _dead_links(article: Article) -> Iterator[Finding]:
    """Remote pages are not asked for: only whether they can be addresses at all."""
    if "](" not in article.body:
        return
    for link in links(_text(article)):
        kind = kind_of(link.target)
        if kind == "nowhere" or (kind == "file" and not file_of(article.path, link.target).is_file()):
            yield Finding(Kind.LINK, article.path, link.line, (("target", link.target),))
        elif kind == "web" and link.is_image:
            yield Finding(Kind.IMAGE, article.path, link.line, (("target", link.target),))


def _unreadable(article: Article) -> Iterator[Finding]:
    words = len(article.body.split())
    if words > MOST_WORDS:
        yield _finding(Kind.LONG, article, "title:", words=words, most=MOST_WORDS)
    if not article.summary:
        yield _finding(Kind.NO_SUMMARY, article, "title:")
    if not article.sections:
        yield _finding(Kind.NO_STEPS, article, "title:")
    for step in (step for section in article.sections for step in section.steps):
        if len(step.split()) > MOST_WORDS_OF_STEP:
            yield _finding(Kind.STEP, article, " ".join(step.split()[:3]), words=len(step.split()))


def _finding(kind: Kind, article: Article, at: str, **values: str | int) -> Finding:
    """At the first line that holds these words; else at the file as a whole."""
    lines = _text(article).split("\n")
    wanted = re.sub(r"\W+", " ", at) if not at.endswith(":") else at
    line = next((number for number, each in enumerate(lines, start=1) if _holds(each, wanted)), 0)
    return Finding(kind, article.path, line, tuple(values.items()))


def _holds(line: str, wanted: str) -> bool:
    return line.startswith(wanted) if wanted.endswith(":") else wanted in re.sub(r"\W+", " ", line)


def _text(article: Article) -> str:
    """The file, which may have gone meanwhile."""
    try:
        return article.path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""
