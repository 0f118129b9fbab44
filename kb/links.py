"""The links and images of a text in Markdown: where they are, and where they lead."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

_TARGET = re.compile(
    r"\\.|(?P<image>!)?(?P<label>\[(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*\]\()<?(?P<target>(?:[^()<>\s]|\([^()\s]*\))+)"
)
_FENCE = re.compile(r" {0,3}(?:>\s?)*\s*(```+|~~~+)")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_WEB = ("http", "https")


@dataclass(frozen=True, slots=True)
class Link:
    """One link or image. `line` counts from 1."""

    line: int
    target: str
    is_image: bool


def links(text: str) -> Iterator[Link]:
    """Those that CommonMark would see, outside of code; of reference links only such as name their target in place."""
    fence = ""
    for number, line in enumerate(text.split("\n"), start=1):
        found = _FENCE.match(line)
        if found and (not fence or found[1].startswith(fence)):
            fence = "" if fence else found[1]
        elif not fence and "](" in line:
            for match in _TARGET.finditer(_CODE.sub(lambda code: " " * len(code[0]), line)):
                if match["target"]:
                    yield Link(number, match["target"], bool(match["image"]))


def with_targets(text: str, moved: Callable[[str], str]) -> str:
    """The text with every target replaced by what `moved` makes of it."""
    lines = text.split("\n")
    for link in reversed(list(links(text))):
        target = moved(link.target)
        lines[link.line - 1] = lines[link.line - 1].replace(f"]({link.target}", f"]({target}")
    return "\n".join(lines)


Where = Literal["web", "address", "file", "here", "nowhere"]


def kind_of(target: str) -> Where:
    """A page on the web, a mail address or telephone, a file near the text, a place in the text, or none of these."""
    if target.startswith("#"):
        return "here"
    if not _ABSOLUTE.match(target):
        return "file"
    try:
        parts = urlsplit(target)
    except ValueError:
        return "nowhere"
    if parts.scheme in ("mailto", "tel"):
        return "address" if parts.path.strip() else "nowhere"
    return "web" if parts.scheme in (*_WEB, "") and parts.hostname else "nowhere"


def file_of(article: Path, target: str) -> Path:
    """The file that a relative target leads to."""
    return article.parent / unquote(re.split("[?#]", target, maxsplit=1)[0])
