"""Reads one article from its Markdown file, or tells everything that is wrong with it."""

from collections.abc import Iterable
from pathlib import Path

from kb.article import Article, ArticleError, Mistake
from kb.free_outline import free_outline
from kb.front_matter import Complaint, FrontMatter, FrontMatterError, parse, split
from kb.outline import STEPS, Outline, outline
from kb.plain import plain_outline

LARGEST = 200_000
"""Bytes of a file that can be an article; more is some other file that lies there by mistake."""


def read_article(path: Path) -> Article:
    """The article in a file. Raises ArticleError with every mistake in it."""
    try:
        content = content_of(path)
    except FrontMatterError as error:
        raise ArticleError(mistakes_in(path, error.complaints)) from error
    return read_text(path, content)


def read_text(path: Path, content: bytes) -> Article:
    """The article that a file with this content would be. Raises ArticleError as `read_article`."""
    try:
        return article_in(path, content)
    except FrontMatterError as error:
        raise ArticleError(mistakes_in(path, error.complaints)) from error


def content_of(path: Path) -> bytes:
    """What is in a file that can be an article or a guide. Raises FrontMatterError."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FrontMatterError(Complaint(0, f"cannot be read: {error.strerror}")) from error
    if len(content) > LARGEST:
        raise FrontMatterError(Complaint(0, f"larger than {LARGEST} bytes"))
    return content


def article_in(path: Path, content: bytes) -> Article:
    """As `read_text`. Raises FrontMatterError as well, for what is wrong before its parts are looked at."""
    front, body, above = split(decoded(content))
    facts = parse(front)
    parts = plain_outline(body, facts.language) or _outline(facts, body, above)
    complaints = [*_place_complaints(path, facts), *parts.complaints]
    if complaints:
        raise ArticleError(mistakes_in(path, complaints))
    return _article(path, facts, parts, body)


def _outline(facts: FrontMatter, body: str, above: int) -> Outline:
    return free_outline(body, facts.language) if facts.source else outline(body, facts.language, above)


def decoded(content: bytes) -> str:
    """The text. Raises FrontMatterError with the line that is none."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FrontMatterError(Complaint(line, "not UTF-8")) from error


def _place_complaints(path: Path, facts: FrontMatter) -> Iterable[Complaint]:
    folder = path.parent.name
    if folder in STEPS and folder != facts.language:
        yield Complaint(1, f"language: “{facts.language}” in the folder “{folder}”")


def mistakes_in(path: Path, complaints: Iterable[Complaint]) -> tuple[Mistake, ...]:
    """The complaints about a file, with its path."""
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
        status=facts.status,
        source=facts.source,
    )
