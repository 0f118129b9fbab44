"""HTML and Markdown of strangers as Markdown that holds no HTML and shows nothing from elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kb.importing.converter import BLOCKS, as_markdown
from kb.importing.draft import Reason
from kb.importing.markup import EMBEDDED, is_deep, soup, tags, value

_MARKED = {"b", "strong", "em", "i", "del", "s", "strike", "code", "kbd", "samp", "q", "a"}

_UNSAFE_IN_ADDRESS = str.maketrans({letter: f"%{ord(letter):02X}" for letter in ' ()<>"\\|`\n\r\t'})


@dataclass(frozen=True, slots=True)
class Target:
    """Where an image is now. `shown`: it is one of ours, so it may appear in the text; else a link stands for it."""

    address: str
    shown: bool


class Mending(Protocol):
    """Knows where addresses in a text lead once it is an article."""

    def link(self, address: str) -> str | None:
        """Where a link leads now; None where only its text can stay."""

    def image(self, address: str) -> Target | None:
        """Where an image is now; None where only what it is called can stay."""

    def lose(self, reason: Reason, detail: str) -> None:
        """Take note that something of the text was not taken."""


def from_html(root: BeautifulSoup, mending: Mending) -> str:
    """The text as Markdown whose highest heading is of the second level. Changes the tree."""
    if is_deep(root):
        mending.lose(Reason.NESTED, "")
        root = _paragraphs(root)
    _mend(root, mending)
    _prepare(root)
    shown = {value(image, "src") for image in root.find_all("img") if image.get("class") == "shown"}
    return _tamed(as_markdown(root), shown)


def from_markdown(text: str, mending: Mending) -> str:
    """The text as it stands, if all in it may stay; else by way of HTML."""
    tokens = list(_inside(_markdown().parse(text)))
    if not any(token.type in ("html_block", "html_inline") for token in tokens) and all(
        _stays(token, mending) for token in tokens
    ):
        return text.strip()
    return from_html(soup(_markdown().render(text)), mending)


def _stays(token: Token, mending: Mending) -> bool:
    if token.type == "image":
        return mending.image(str(token.attrGet("src") or "")) == Target(str(token.attrGet("src")), shown=True)
    return token.type != "link_open" or mending.link(str(token.attrGet("href") or "")) == token.attrGet("href")


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _inside(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _inside(token.children or [])


def _paragraphs(root: BeautifulSoup) -> BeautifulSoup:
    made = soup("")
    for line in root.get_text("\n").splitlines():
        if line.strip():
            paragraph = made.new_tag("p")
            paragraph.string = line.strip()
            made.append(paragraph)
    return made


def _mend(root: BeautifulSoup, mending: Mending) -> None:
    """Embedded things become links; links and images lead where `mending` says."""
    for shown in root.find_all(EMBEDDED):
        address = value(shown, "src") or value(shown, "data")
        mending.lose(Reason.EMBEDDED, address or shown.name)
        _become_link(root, shown, address)
    for link in root.find_all("a"):
        target = mending.link(value(link, "href")) if link.get("href") else None
        if target:
            link["href"] = target.translate(_UNSAFE_IN_ADDRESS)
        else:
            link.unwrap()
    for image in root.find_all("img"):
        _mend_image(root, image, mending)


def _become_link(root: BeautifulSoup, shown: Tag, address: str) -> None:
    if not address:
        shown.unwrap()
        return
    link = root.new_tag("a", href=address)
    link.string = address
    shown.replace_with(link)


def _mend_image(root: BeautifulSoup, image: Tag, mending: Mending) -> None:
    alt, target = value(image, "alt"), mending.image(value(image, "data-image-src") or value(image, "src"))
    if target is None or (not target.shown and image.find_parent("a")):
        image.replace_with(NavigableString(alt))
    elif target.shown:
        image.attrs = {"src": target.address.translate(_UNSAFE_IN_ADDRESS), "alt": alt, "class": "shown"}
    else:
        link = root.new_tag("a", href=target.address.translate(_UNSAFE_IN_ADDRESS))
        link.string = alt or target.address.rsplit("/", 1)[-1] or target.address
        image.replace_with(link)


def _prepare(root: BeautifulSoup) -> None:
    """Give the tree the form that converts well: tidy texts, headings from the second level, no blocks inside marks."""
    for text in list(root.find_all(string=True)):
        tidy = "\n".join(text.splitlines()) if text.find_parent("pre") else re.sub(r"\s+", " ", text)
        tidy = re.sub("[\x00-\x08\x0e-\x1f\x7f\ue000]", "", tidy)
        if tidy != text:  # replacing looks through all that stands beside it
            text.replace_with(NavigableString(tidy))
    headings = root.find_all(re.compile("^h[1-6]$"))
    higher = 2 - min((int(heading.name[1]) for heading in headings), default=2)
    for heading in headings:
        heading.name = f"h{min(6, int(heading.name[1]) + max(0, higher))}"
    for tag in list(tags(root)):
        _prepare_tag(root, tag)


def _prepare_tag(root: BeautifulSoup, tag: Tag) -> None:
    if tag.name in _MARKED and (tag.find(list(BLOCKS - {"br"})) or (tag.name != "a" and tag.find_parent(tag.name))):
        if tag.name != "a":
            tag.unwrap()
            return
        for block in tag.find_all(list(BLOCKS - {"br"})):
            block.unwrap()
    elif tag.name in ("summary", "dt"):
        _name(root, tag)
    elif tag.name == "dd":
        tag.name = "div"
    elif tag.name == "ol":
        _number(tag)


def _name(root: BeautifulSoup, tag: Tag) -> None:
    """What is named stands below its name, so the name is a paragraph of its own, and stands out."""
    if tag.find(list(BLOCKS)):
        tag.name = "div"
        return
    strong = root.new_tag("strong")
    strong.extend(list(tag.children))
    tag.name = "p"
    tag.append(strong)


def _number(items: Tag) -> None:
    start = value(items, "start")
    first = int(start) if re.fullmatch("[0-9]{1,8}", start) else 1
    for place, item in enumerate(items.find_all("li", recursive=False)):
        item["value"] = str(first + place)


def _tamed(markdown: str, shown: set[str]) -> str:
    """The Markdown, if it holds no HTML and no other images than those; a slip in the escaping must harm nobody."""
    for token in _inside(_markdown().parse(markdown)):
        if token.type.startswith("html_") or (token.type == "image" and token.attrGet("src") not in shown):
            return markdown.replace("<", "&lt;").replace("![", "!\\[")
    return markdown
