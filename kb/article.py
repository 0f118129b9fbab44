"""An article: a fix that is known to work, as the rest of Firstline sees it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Section:
    """Numbered steps under a heading: the general ones, or those of one operating system.

    A step may hold `**strong**` and `` `code` ``; `kb.inline.parse` takes it apart.
    """

    name: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One fix in one language. Articles with the same `slug` say the same in different languages."""

    slug: str
    language: str
    title: str
    aliases: tuple[str, ...]
    """Other ways in which people ask for it."""
    tags: tuple[str, ...]
    category: str
    owner: str
    updated: date
    review_by: date
    summary: str
    """The paragraph before the first heading."""
    sections: tuple[Section, ...]
    """The general steps first; the others are named after an operating system."""
    stop: tuple[str, ...]
    """When to stop trying and ask a person."""
    body: str
    """Everything below the front matter, as Markdown."""
    path: Path


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong in an article's file. `line` counts from 1; 0 is the file as a whole."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class ArticleError(Exception):
    """An article's file cannot be read; `mistakes` names every one in it."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes
