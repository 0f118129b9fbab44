"""Reads articles from Markdown files."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kb.article import Article, ArticleError, Mistake
from kb.front_matter import Complaint, FrontMatter, FrontMatterError, parse, split
from kb.outline import STEPS, Outline, outline

_LARGEST = 200_000
"""Bytes of a file that can be an article; more is some other file that lies there by mistake."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What some folders hold: the articles that can be used, and what is wrong with the others."""

    articles: tuple[Article, ...]
    mistakes: tuple[Mistake, ...]


def read_article(path: Path) -> Article:
    """The article in a file. Raises ArticleError with every mistake in it."""
    try:
        front, body, above = split(_text(path))
        facts = parse(front)
    except FrontMatterError as error:
        raise ArticleError(_mistakes(path, error.complaints)) from error
    parts = outline(body, facts.language, above)
    complaints = [*_place_complaints(path, facts), *parts.complaints]
    if complaints:
        raise ArticleError(_mistakes(path, complaints))
    return _article(path, facts, parts, body)


def read_folders(folders: Iterable[Path]) -> Reading:
    """Every `*.md` below the folders, in the order of their paths. Of two articles with the same language and slug the
    first is kept and the second is a mistake, and so is a folder that is not there."""
    articles: dict[tuple[str, str], Article] = {}
    mistakes: list[Mistake] = []
    for folder in folders:
        if not folder.is_dir():
            mistakes.append(Mistake(folder, 0, "there is no such folder"))
        for path in sorted(folder.rglob("*.md")):
            try:
                article = read_article(path)
            except ArticleError as error:
                mistakes.extend(error.mistakes)
                continue
            first = articles.setdefault((article.language, article.slug), article)
            if first is not article:
                mistakes.append(
                    Mistake(path, 0, f"“{article.slug}” in “{article.language}” is already in {first.path}")
                )
    return Reading(tuple(articles.values()), tuple(mistakes))


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FrontMatterError(Complaint(0, f"cannot be read: {error.strerror}")) from error
    if len(content) > _LARGEST:
        raise FrontMatterError(Complaint(0, f"larger than {_LARGEST} bytes"))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FrontMatterError(Complaint(line, "not UTF-8")) from error


def _place_complaints(path: Path, facts: FrontMatter) -> Iterable[Complaint]:
    folder = path.parent.name
    if folder in STEPS and folder != facts.language:
        yield Complaint(1, f"language: “{facts.language}” in the folder “{folder}”")


def _mistakes(path: Path, complaints: Iterable[Complaint]) -> tuple[Mistake, ...]:
    return tuple(Mistake(path, complaint.line, complaint.message) for complaint in complaints)


def _article(path: Path, facts: FrontMatter, parts: Outline, body: str) -> Article:
    return Article(
        slug=path.stem,
        language=facts.language,
        title=facts.title,
        aliases=facts.aliases,
        tags=facts.tags,
        category=facts.category,
        owner=facts.owner,
        updated=facts.updated,
        review_by=facts.review_by,
        summary=parts.summary,
        sections=tuple(parts.sections),
        stop=parts.stop,
        body=body.strip(),
        path=path,
    )
