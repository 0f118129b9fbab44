"""HTML of strangers as a tree of the tags that can be used, and nothing that acts."""

import re
from collections.abc import Iterator

import nh3
from bs4 import BeautifulSoup, Tag

from kb.importing.tree import TooLarge

CONFLUENCE = frozenset(
    f"ac:{name}"
    for name in (
        *("structured-macro", "macro", "parameter", "rich-text-body", "plain-text-body", "link", "link-body"),
        *("plain-text-link-body", "image", "caption", "emoticon", "task-list", "task", "task-id", "task-status"),
        *("task-body", "placeholder", "adf-extension", "adf-node", "adf-fallback", "inline-comment-marker"),
    )
) | {"ri:page", "ri:blog-post", "ri:attachment", "ri:url", "ri:user", "ri:content-entity"}
"""The elements of Confluence's storage format that hold or name something."""

EMBEDDED = ("iframe", "video", "audio", "object", "embed", "form")

_PLAIN = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "div", "dl", "dt", "em"),
    *("figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol"),
    *("p", "pre", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody"),
    *("td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var"),
}
_AROUND = {"title", "meta", "main", "article", "section", "header", "footer", "nav", "aside", "address", "input"}
_SILENT = {"script", "style", "noscript", "template", "svg", "math"}
"""What these hold is for machines."""

_ATTRIBUTES = {
    "*": {"class", "id"},
    "a": {"href"},
    "img": {"src", "alt", "data-image-src"},
    "ol": {"start"},
    "pre": {"data-syntaxhighlighter-params", "data-language"},
    "meta": {"name", "content", "property"},
    "time": {"datetime"},
    "input": {"type", "checked"},
    "li": {"data-inline-task-id"},
    **{name: {"src", "data", "title"} for name in EMBEDDED},
}
_OF_CONFLUENCE = {
    "ac:name", "ac:alt", "ac:emoji-fallback", "ac:emoji-shortname", "ac:anchor", "ac:type", "ac:key",
    "ri:filename", "ri:content-title", "ri:space-key", "ri:value", "ri:content-id", "ri:userkey", "ri:account-id",
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto", "tel", "data"}

_DEEPEST = 80
"""Elements in one another; converting goes some three calls deeper for each."""
_DEEPEST_UNCLOSED = 300
_MOST_ELEMENTS = 100_000
"""Bounds of what is parsed at all: its time grows with the square of the depth, and marks that are not closed are
opened again in every paragraph."""

_OPENED = re.compile(r"<(/?)([a-z][a-z0-9:-]*)", re.IGNORECASE)
_CLOSE_THEMSELVES = {
    *("p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "dt", "dd", "option", "br", "img", "hr", "input", "meta"),
    *(
        "link",
        "col",
        "colgroup",
        "area",
        "wbr",
        "source",
        "base",
        "embed",
        "html",
        "head",
        "body",
        "ri:page",
        "ri:user",
    ),
    *("ri:attachment", "ri:url"),
}

_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
"""One that has no end goes on to that of the text: to look for it from each beginning would take for ever."""
_CLOSED = re.compile(r"<((?:ac|ri):[\w-]+)((?:\s[^<>]*)?)/>")
_LANGUAGE = re.compile(r"""<html\b[^>]{0,300}?\slang\s*=\s*["']?([\w-]{2,20})""", re.IGNORECASE)


def soup(html: str) -> BeautifulSoup:
    """The tree of an HTML text. Scripts, styles, comments and handlers are gone; `data:` addresses are still in it.

    Raises TooLarge where it is nested or grows beyond measure."""
    return _parsed(html, _cleaner())


def storage_soup(storage: str) -> BeautifulSoup:
    """The tree of a text in Confluence's storage format, which is XML: made HTML first, where no element closes itself
    and CDATA is unknown."""
    plain = _CDATA.sub(lambda found: _escaped(found[1].replace("]] >", "]]>")), storage)
    return _parsed(_CLOSED.sub(r"<\1\2></\1>", plain), _storage_cleaner())


def language_of_page(html: str) -> str:
    """What `<html lang=…>` says, or nothing."""
    found = _LANGUAGE.search(html[:4096])
    return found[1] if found else ""


def is_deep(root: BeautifulSoup) -> bool:
    """Whether it is nested deeper than can be converted."""
    depths = {id(root): 0}
    for tag in tags(root):
        depths[id(tag)] = depth = depths.get(id(tag.parent), 0) + 1
        if depth > _DEEPEST:
            return True
    return False


def tags(root: Tag) -> Iterator[Tag]:
    """Every element below, in the order of the text."""
    return (found for found in root.descendants if isinstance(found, Tag))


def value(tag: Tag | None, attribute: str) -> str:
    """What the attribute says; nothing where it or the element is not there."""
    found = tag.get(attribute) if tag else None
    return " ".join(found) if isinstance(found, list) else str(found or "").strip()


def said(tag: Tag | None) -> str:
    """The element's text on one line."""
    return " ".join(tag.get_text(" ").split()) if tag else ""


def _parsed(html: str, cleaner: nh3.Cleaner) -> BeautifulSoup:
    _bounded(html)
    clean = cleaner.clean(html)
    if clean.count("<") > 2 * _MOST_ELEMENTS:
        raise TooLarge(f"HTML: > {_MOST_ELEMENTS} elements")
    return BeautifulSoup(f"<div>{clean}</div>", "html.parser")


def _bounded(html: str) -> None:
    depth = 0
    for elements, found in enumerate(_OPENED.finditer(html), start=1):
        if found[2].lower() not in _CLOSE_THEMSELVES:
            depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > _DEEPEST_UNCLOSED or elements > 2 * _MOST_ELEMENTS:
            raise TooLarge(f"HTML: > {_DEEPEST_UNCLOSED} deep, or > {_MOST_ELEMENTS} elements")


def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_PLAIN | _AROUND | set(EMBEDDED),
        clean_content_tags=_SILENT,
        attributes=_ATTRIBUTES,
        link_rel=None,
        url_schemes=_SCHEMES,
    )


def _storage_cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_PLAIN | set(EMBEDDED) | CONFLUENCE,
        clean_content_tags=_SILENT,
        attributes={**_ATTRIBUTES, **dict.fromkeys(CONFLUENCE, _OF_CONFLUENCE)},
        link_rel=None,
        url_schemes=_SCHEMES,
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
