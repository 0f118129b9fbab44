"""What a source gives: texts on their way to becoming articles, and what could not be taken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from kb.article import Status
from kb.importing.tree import Tree


class Reason(StrEnum):
    """Why something was not taken, or not as it was."""

    UNREADABLE = "unreadable"
    """The file or record is not of its form; the detail says where."""
    TOO_LARGE = "too-large"
    UNSAFE = "unsafe"
    """Its name leads out of the export, it is a link, or it grows beyond measure when it is unpacked."""
    NO_TITLE = "no-title"
    NO_TEXT = "no-text"
    LANGUAGE = "language"
    """In a language that Firstline does not speak."""
    REFUSED = "refused"
    """What was made of it is no article; the detail says why."""
    SHORTENED = "shortened"
    """A title, alias or tag over the limit, or too many of them."""
    DATE = "date"
    REMOTE_IMAGE = "remote-image"
    """An image that is not in the export: a link stands in its place, because nothing is fetched."""
    IMAGE = "image"
    """Image data that is none, or too large."""
    NO_SUCH_FILE = "no-such-file"
    NO_SUCH_PAGE = "no-such-page"
    """A link to a page that is not in the export: its text was kept."""
    EMBEDDED = "embedded"
    """A film, a form or another page shown inside: a link stands in its place where it had an address."""
    NESTED = "nested"
    """Nested so deep that only the text was kept."""
    MACRO = "macro"
    """A macro without a counterpart."""
    NOT_CURRENT = "not-current"
    """A draft or deleted page of the source's own."""
    EDITED = "edited"
    """Changed in the source and here since the last import: the one here was kept."""
    GONE = "gone"
    """Imported before and no longer in the source: the one here was kept."""


NOTED = frozenset({Reason.GONE})
"""Told, but nothing was left out."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that was not taken. `item` is where it was, in the source's own terms."""

    item: str
    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the export: where in its tree, and what people call it."""

    place: str
    name: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One text in one language, as its source has it. Empty means that the source does not tell."""

    source: str
    """What it is there, for all time and in all languages: `zendesk:360001`."""
    title: str
    body: str
    markup: Literal["html", "markdown"] = "html"
    language: str = ""
    """A locale, such as `en-us`."""
    base: str = ""
    """The address of the text: links in it are relative to this."""
    slug: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    category: str = ""
    owner: str = ""
    updated: date | None = None
    review_by: date | None = None
    status: Status = Status.PUBLISHED
    attachments: tuple[Attachment, ...] = ()
    """Files that belong to it whether or not the text names them."""


def as_it_is(address: str) -> str:
    """The address itself."""
    return address


@dataclass(frozen=True, slots=True)
class Harvest:
    """All that a source gave. Addresses are absolute as in links, brought to one form by `normal`."""

    kind: str
    """The beginning of every `source`: `zendesk`."""
    tree: Tree
    drafts: tuple[Draft, ...] = ()
    losses: tuple[Loss, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)
    """The `source` of what is at an address."""
    files: Mapping[str, Attachment] = field(default_factory=dict)
    normal: Callable[[str], str] = as_it_is
