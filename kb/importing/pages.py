"""Articles in HTML files: a folder or a zip of pages with their images."""

import posixpath
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from bs4 import BeautifulSoup, Tag

from kb.article import Status
from kb.importing.dates import day
from kb.importing.draft import Attachment, Draft, Harvest, Loss, Reason
from kb.importing.letters import decode
from kb.importing.markup import language_of_page, said, soup, value
from kb.importing.tree import Tree, Unreadable
from kb.language import LANGUAGES

KIND = "html"
OURS = "firstline-"
"""Begins the names of the `<meta>` in which our own export keeps an article's facts."""

LARGEST_PAGE = 8_000_000
"""Bytes; an article has at most 200,000, but pages around it may be of any size."""

_MAIN = re.compile("^(main|content|main-content)$")
_AROUND = ("nav", "header", "footer", "aside", "title", "meta", "input")
_DATES = ("article:modified_time", "last-modified", "dcterms.modified", "date", "article:published_time")


def read_pages(tree: Tree) -> Harvest:
    """Every page of the tree. The language is that of the page, else of its folder (`en/`, `ru/`)."""
    drafts: list[Draft] = []
    losses = [Loss(name, Reason.UNSAFE) for name in tree.unsafe]
    for name in pages_of(tree):
        try:
            drafts.append(_draft(name, decode(tree.read(name, LARGEST_PAGE))))
        except Unreadable as error:
            losses.append(Loss(name, Reason.UNREADABLE, str(error)))
    pages = {unquote(draft.base).lstrip("/"): draft.source for draft in drafts}
    return Harvest(KIND, tree, tuple(drafts), tuple(losses), pages, files_of(tree), in_tree)


def pages_of(tree: Tree) -> Iterator[str]:
    """The names of the HTML files."""
    return tree.ending(".html", ".htm", ".xhtml")


def files_of(tree: Tree) -> dict[str, Attachment]:
    """Everything that is no page."""
    pages = set(pages_of(tree))
    return {name: Attachment(name, PurePosixPath(name).name) for name in tree.sizes if name not in pages}


def base_of(name: str) -> str:
    """The address of a file of the tree, as the tree's own links see it."""
    return f"/{quote(name)}"


def in_tree(address: str) -> str:
    """The name in the tree that an address leads to, if it leads there at all."""
    return posixpath.normpath(unquote(address.split("?", 1)[0])).lstrip("/")


def _draft(name: str, html: str) -> Draft:
    root = soup(html)
    facts = _facts(root)
    title = _title(root, facts)
    return Draft(
        source=_one(facts, f"{OURS}source") or f"{KIND}:{_without_language(name)}",
        title=title or PurePosixPath(name).stem,
        body=str(_main(root, title)),
        language=_one(facts, f"{OURS}language") or language_of_page(html) or _folder_language(name),
        base=base_of(name),
        slug=_one(facts, f"{OURS}slug") or PurePosixPath(name).stem,
        aliases=tuple(facts.get(f"{OURS}alias", ())),
        tags=tuple(facts.get(f"{OURS}tag", ())) or tuple(_words(_one(facts, "keywords"))),
        category=_one(facts, f"{OURS}category") or _folder(name),
        owner=_one(facts, f"{OURS}owner") or _one(facts, "author"),
        updated=next(filter(None, (day(_one(facts, each)) for each in (f"{OURS}updated", *_DATES))), None),
        review_by=day(_one(facts, f"{OURS}review-by")),
        status=status(_one(facts, f"{OURS}status")),
    )


def _facts(root: BeautifulSoup) -> dict[str, list[str]]:
    """What the page's `<meta>` say, by name in lower case."""
    facts: dict[str, list[str]] = {}
    for meta in root.find_all("meta"):
        name = (value(meta, "name") or value(meta, "property")).lower()
        facts.setdefault(name, []).append(value(meta, "content"))
    return facts


def _title(root: BeautifulSoup, facts: dict[str, list[str]]) -> str:
    """That of the page's only main heading, else that of the window."""
    headings = root.find_all("h1")
    shown = said(headings[0]) if len(headings) == 1 else ""
    return _one(facts, f"{OURS}title") or shown or said(root.find("title")) or (said(headings[0]) if headings else "")


def _main(root: BeautifulSoup, title: str) -> Tag:
    """What the page is about, without what stands around it and without its title."""
    for around in root.find_all(_AROUND):
        around.decompose()
    main = root.find("main") or _only(root, "article") or root.find(id=_MAIN) or root
    heading = main.find("h1") if isinstance(main, Tag) else None
    if isinstance(heading, Tag) and said(heading) == title:
        heading.decompose()
    return main if isinstance(main, Tag) else root


def _only(root: BeautifulSoup, name: str) -> Tag | None:
    found = root.find_all(name)
    return found[0] if len(found) == 1 else None


def _one(facts: dict[str, list[str]], name: str) -> str:
    return next(iter(facts.get(name, ())), "")


def _words(text: str) -> Iterator[str]:
    return filter(None, map(str.strip, re.split("[,;]", text)))


def status(text: str) -> Status:
    """As our own exports name it."""
    return Status(text) if text in set(Status) else Status.PUBLISHED


def _folder_language(name: str) -> str:
    return next((part for part in reversed(PurePosixPath(name).parts[:-1]) if part in LANGUAGES), "")


def _folder(name: str) -> str:
    parts = [part for part in PurePosixPath(name).parts[:-1] if part not in LANGUAGES]
    return parts[-1] if parts else ""


def _without_language(name: str) -> str:
    """The same for all translations that lie in folders named after languages."""
    path = PurePosixPath(name)
    return "/".join([part for part in path.parts[:-1] if part not in LANGUAGES] + [path.stem])
