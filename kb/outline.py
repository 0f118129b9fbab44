"""The text of an article taken apart: summary, numbered steps by section, when to stop and ask."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from kb.article import Section
from kb.front_matter import Complaint

STEPS = {"en": "Steps", "ru": "Шаги"}
STOP = {"en": "When to stop and ask", "ru": "Когда остановиться и обратиться"}
SYSTEMS = ("Windows", "macOS", "Linux", "iPhone", "Android")

_INLINE = {"text", "strong", "code_inline", "softbreak"}
"""What `kb.inline` can show."""


@dataclass(slots=True)
class Outline:
    """What was found in the text, and what was wrong with it. Filled while reading."""

    summary: str = ""
    sections: list[Section] = field(default_factory=list)
    stop: tuple[str, ...] = ()
    complaints: list[Complaint] = field(default_factory=list)


def outline(body: str, language: str, above: int = 0) -> Outline:
    """The body's parts; `above` lines of the file come before it and count in the complaints."""
    found = Outline()
    heading = ""
    for node in SyntaxTreeNode(_markdown().parse(body)).children:
        line = above + (node.map[0] if node.map else 0) + 1
        if node.type == "heading":
            heading = _text(node)
            found.complaints += _heading_complaints(node, heading, language, line)
        else:
            _take(found, node, heading, language, line)
            found.complaints += _inline_complaints(node, line)
    found.complaints += _missing(found, language)
    return found


def is_complete(found: Outline, language: str) -> bool:
    """Whether every part is there, once."""
    return next(_missing(found, language), None) is None


@cache
def _markdown() -> MarkdownIt:
    """CommonMark; making it takes a tenth of the time of reading an article."""
    return MarkdownIt("commonmark")


def _take(found: Outline, node: SyntaxTreeNode, heading: str, language: str, line: int) -> None:
    match heading, node.type:
        case "", "paragraph" if not found.summary:
            found.summary = _text(node)
        case "", _:
            found.complaints.append(Complaint(line, "only one paragraph may stand before the first heading"))
        case _, "bullet_list" if heading == STOP[language]:
            found.stop += _items(node)
        case _, "ordered_list" if heading != STOP[language]:
            found.sections.append(Section(heading, _items(node)))
        case _:
            kind = "bullets" if heading == STOP[language] else "numbered steps"
            found.complaints.append(Complaint(line, f"under “{heading}” only {kind} may stand"))


def _heading_complaints(node: SyntaxTreeNode, heading: str, language: str, line: int) -> Iterator[Complaint]:
    if node.tag != "h2":
        yield Complaint(line, f"“{heading}”: headings are of the second level (##)")
    if heading not in (STEPS[language], STOP[language], *SYSTEMS):
        yield Complaint(line, f"“{heading}” is not a section that articles have")


def _inline_complaints(node: SyntaxTreeNode, line: int) -> Iterator[Complaint]:
    for item in node.walk():
        strange = ({child.type for child in item.walk(include_self=False)} - _INLINE) if item.type == "inline" else ()
        for kind in sorted(strange):
            yield Complaint(line + _offset(item, node), f"only **strong** and `code` may stand in a text, not {kind}")
        if item.type == "list_item" and [child.type for child in item.children] != ["paragraph"]:
            yield Complaint(line + _offset(item, node), "an item is one paragraph, without lists of its own")


def _offset(item: SyntaxTreeNode, node: SyntaxTreeNode) -> int:
    return item.map[0] - node.map[0] if item.map and node.map else 0


def _items(node: SyntaxTreeNode) -> tuple[str, ...]:
    return tuple(_text(item) for item in node.children)


def _text(node: SyntaxTreeNode) -> str:
    inline = (part.content for part in node.walk() if part.type == "inline")
    return " ".join(" ".join(inline).split())


def _missing(found: Outline, language: str) -> Iterator[Complaint]:
    names = [section.name for section in found.sections]
    if not found.summary:
        yield Complaint(0, "a paragraph before the first heading is missing: what the article helps with")
    if STEPS[language] not in names:
        yield Complaint(0, f"the section “{STEPS[language]}” with numbered steps is missing")
    if not found.stop:
        yield Complaint(0, f"the section “{STOP[language]}” with bullets is missing")
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Complaint(0, f"the section “{name}” stands there twice")
