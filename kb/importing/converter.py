"""A tidy tree of HTML as Markdown: markdownify, with escapes only where they are needed."""

import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from markdownify import MarkdownConverter

from kb.importing.markup import value

BLOCKS = {
    *("address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt", "figcaption"),
    *("figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
    *("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "[document]"),
}
"""Elements that end a line."""

_EDGE = "\ue000"
"""Stands before a link until all is joined, so that a “!” before it makes no image of it."""

_SPECIAL = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)|[*`]|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])|&(?=#?\w+;)|\](?=[(\[:]|$)|~(?=~)"
)
"""What CommonMark would not take for text."""
_BEGINNING = re.compile(
    r"(\s*(?:\d{1,9}(?=[.)](?:\s|$)))?)(#{1,6}(?=\s|$)|[-+](?=\s|$)|[-=]{2}|>|~~~|[.)](?<=\d.)(?=\s|$))"
)
"""What it would take for the beginning of a block, at the beginning of a line."""


def as_markdown(root: BeautifulSoup) -> str:
    """The tree as `kb.importing.markdown` has prepared it: its texts on one line, its list items numbered."""
    text: str = _Converter().convert_soup(root)
    return text.replace(f"!{_EDGE}", "\\!").replace(_EDGE, "")


class _Converter(MarkdownConverter):
    """Without what in markdownify is quadratic in hostile texts."""

    def __init__(self) -> None:
        super().__init__(heading_style="atx", bullets="-", autolinks=False)

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        text: str = super().process_text(el, parent_tags)  # type: ignore[misc]  # missing in the library's stubs
        if "_noformat" not in (parent_tags or ()) and text and _begins_line(el):
            text = _BEGINNING.sub(r"\1\\\2", text, count=1) if _BEGINNING.match(text) else text
        return text

    def escape(self, text: str, parent_tags: set[str]) -> str:
        escaped = _SPECIAL.sub(r"\\\g<0>", text)
        return re.sub(r"(?<!\\)[\[\]]", r"\\\g<0>", escaped) if "a" in parent_tags else escaped

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        label = " ".join(text.split())
        if "_noformat" in parent_tags or not label:
            return text
        return f"{_gap(text[0])}{_EDGE}[{label}]({el['href']}){_gap(text[-1])}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        alt = re.sub(r"[\\\[\]*_`<&!]", r"\\\g<0>", " ".join(value(el, "alt").split()))
        return f"![{alt}]({el['src']})"

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Marks stand right beside letters, else CommonMark does not always see them."""
        before, within, after = _apart(text, r"\s*", r"\s*")
        if re.match(r"\w", str(el.next_sibling or "")):
            _, within, moved = _apart(within, "", r"\W*")
            after = moved + after
        if re.search(r"\w$", str(el.previous_sibling or "")):
            moved, within, _ = _apart(within, r"\W*", "")
            before += moved
        marked = "_noformat" not in parent_tags and within
        return f"{before}**{within}**{after}" if marked else text

    convert_strong = convert_b

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        bullet = f"{el['value']}. " if el.parent is not None and el.parent.name == "ol" else "- "
        first, *others = text.strip().split("\n")
        lines = (bullet + first, *(" " * len(bullet) + line if line.strip() else "" for line in others))
        return "\n".join(lines) + "\n" if text.strip() else "\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        code = text.strip("\n")
        if "_inline" in parent_tags:
            return str(self.convert_code(el, " ".join(code.split()), set()))  # type: ignore[attr-defined]  # as above
        longest = max(map(len, re.findall("`+", code)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"\n\n{fence}{_code_language(el)}\n{code}\n{fence}\n\n" if code.strip() else ""

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        cell = re.sub(r"(?<!\\)\|", r"\\|", " ".join(text.split()))
        return f" {cell} |"

    convert_th = convert_td

    def convert_thead(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text


def _apart(text: str, before: str, after: str) -> tuple[str, str, str]:
    """What the patterns match at the beginning and at the end, and what is between."""
    first = _beginning(before, text)
    rest = text[first:]
    last = len(rest) - _beginning(after, rest[::-1])  # a search for the end would try every place
    return text[:first], rest[:last], rest[last:]


def _beginning(pattern: str, text: str) -> int:
    found = re.match(pattern, text)
    return found.end() if found else 0


def _gap(edge: str) -> str:
    return " " if edge.isspace() else ""


def _begins_line(text: NavigableString) -> bool:
    """Whether nothing stands before it on its line."""
    node: Any = text
    while node is not None:
        before = node.previous_sibling
        while before is not None and not isinstance(before, Tag) and not before.strip():
            before = before.previous_sibling
        if before is not None:
            return isinstance(before, Tag) and before.name in BLOCKS
        node = node.parent
        if node is None or node.name in BLOCKS:
            return True
    return True


def _code_language(el: Tag) -> str:
    told = value(el, "data-language") or value(el, "data-syntaxhighlighter-params") or value(el, "class")
    inner = el.find("code")
    told += " " + value(inner, "class") if isinstance(inner, Tag) else ""
    found = re.search(r"(?:brush: *|language-|lang-)([\w+#-]{1,20})", told)
    return found[1].lower() if found else ""
