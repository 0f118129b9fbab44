"""What an editor should mend in guides that can be used as they are; what cannot be used is a mistake of its file
(`kb.guide_file`)."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path

from kb.article import Article
from kb.finding import Finding, Kind
from kb.guide import ENDS, Guide, spoken
from kb.language import LANGUAGES

LONG_LABEL = 40
"""Characters: of more, a button on a phone shows the beginning alone."""
LONG_TEXT = 600
"""Characters of a step: a screen of a phone."""


def check_guides(guides: Mapping[str, Guide], articles: Collection[Article], today: date) -> Iterator[Finding]:
    """Everything to mend in the guides, given all articles that there are."""
    slugs = {article.slug for article in articles}
    for guide in guides.values():
        at = _Lines(guide.path)
        yield from _facts(guide, slugs, today, at)
        yield from _ways(guide, at)
        yield from _lengths(guide, at)


class _Lines:
    """Where something stands in a file, which may have gone meanwhile; 0 is the file as a whole."""

    def __init__(self, path: Path) -> None:
        try:
            self._lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        except OSError:
            self._lines = []

    def key(self, name: str) -> int:
        """The first line with this name."""
        return next((number for number, line in enumerate(self._lines, 1) if line.strip().startswith(f"{name}:")), 0)

    def text(self, text: str) -> int:
        """The first line that holds this text."""
        return next((number for number, line in enumerate(self._lines, 1) if text in line), 0)


def _facts(guide: Guide, slugs: set[str], today: date, at: _Lines) -> Iterator[Finding]:
    for language in LANGUAGES:
        if language not in guide.languages:
            yield _finding(Kind.TRANSLATION, guide, at.key("title"), slug=guide.id, language=language)
    listed = [slug for slug in guide.articles if slug != guide.id]
    for slug in listed:
        if slug not in slugs:
            yield _finding(Kind.UNKNOWN, guide, at.text(slug), slug=slug)
    if not guide.aliases and not slugs & set(guide.articles):
        yield _finding(Kind.ALIAS, guide, at.key("title"))
    if guide.facts.is_overdue(today):
        day = f"{guide.facts.review_by:%Y-%m-%d}"
        yield _finding(Kind.REVIEW, guide, at.key("review-by"), day=day, owner=guide.facts.owner)


def _ways(guide: Guide, at: _Lines) -> Iterator[Finding]:
    reached = guide.reachable()
    for step in guide.steps:
        if step.id not in reached:
            yield _finding(Kind.UNREACHED, guide, at.key(step.id), step=step.id)
    ends = {step.end for step in guide.steps} | {answer.to for step in guide.steps for answer in step.answers}
    for end in ENDS:
        if end not in ends:
            yield _finding(Kind.NO_END, guide, at.key("steps"), end=end)


def _lengths(guide: Guide, at: _Lines) -> Iterator[Finding]:
    for step in guide.steps:
        longest = max(len(spoken(step.text, language)) for language in guide.languages)
        if longest > LONG_TEXT:
            yield _finding(Kind.PASSAGE, guide, at.key(step.id), step=step.id, length=longest, most=LONG_TEXT)
        for label in (text for answer in step.answers for _, text in answer.label if len(text) > LONG_LABEL):
            yield _finding(Kind.LABEL, guide, at.text(label), label=label, length=len(label), most=LONG_LABEL)


def _finding(kind: Kind, guide: Guide, line: int, **values: str | int) -> Finding:
    return Finding(kind, guide.path, line, tuple(values.items()))
