"""An article: a fix that is known to work, as the rest of Firstline sees it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path


class Status(StrEnum):
    """Where an article stands in its life: `draft → review → published → stale → retired`."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    STALE = "stale"
    """Still found, after others that fit as well, and it says of itself that it may be out of date."""
    RETIRED = "retired"

    def __setstate__(self, state: object) -> None:
        """There is one of each, which bytes of a file must not change. Raises TypeError."""
        raise TypeError("a status has no other state")


SHOWN = frozenset({Status.PUBLISHED, Status.STALE})
"""People see these and no others."""


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
    status: Status = Status.PUBLISHED
    source: str = ""
    """What it was imported from: `zendesk:360001`. Empty for one that was written here."""
    guide: str = ""
    """Id of the guide that leads through it step by step, if there is one."""

    @property
    def is_guide(self) -> bool:
        """Whether it is nothing but a guide, as the search sees it (`kb.guide`)."""
        return self.guide != "" and self.guide == self.slug and not self.sections

    def is_overdue(self, today: date) -> bool:
        """Whether the day by which its owner meant to look at it again has passed."""
        return self.review_by < today

    def is_stale(self, today: date) -> bool:
        """Whether it may be out of date: its owner says so, or the review is overdue."""
        return self.status is Status.STALE or self.is_overdue(today)

    @property
    def digest(self) -> str:
        """A short name of the fix as it is described now: another title or text has another, new aliases, owners
        and dates of review do not."""
        return blake2b(f"{self.title}\n{self.body}".encode(), digest_size=10).hexdigest()


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
