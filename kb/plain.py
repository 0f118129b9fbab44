"""The text of an article in the plain form that nearly all have, taken apart line by line.

For such a text CommonMark says the same, and reading all of CommonMark takes ten times as long. Whatever is not plainly
of this form is left to `kb.outline`, which also knows what is wrong with it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kb.article import Section
from kb.outline import STEPS, STOP, SYSTEMS, Outline, is_complete

_TAME = r"(?:[^\\`*_\[\]<&\0\t]++|&(?= ))"
"""Characters that never are markup inside a text."""

_STRONG = rf"\*\*(?=[^\W_]){_TAME}++(?<=[^\W_])\*\*(?!\*)"
"""Begins and ends with a letter, so that its marks can be read in one way only."""

_CODE = r"(?<!`)`[^`\0\t]++`(?!`)"

_TEXT = rf"(?=[^\W_]|\*\*[^\W_]|`[^`])(?!\d+[.)](?:\s|$))(?:{_TAME}|{_STRONG}|{_CODE})*+(?<! )"
"""A line that is a text wherever it stands: it begins no block and breaks no line at its end."""

_LINE = re.compile(rf"## (?P<heading>.+)|(?P<marker>-|\d{{1,9}}\.) (?P<item>{_TEXT})|(?P<indent> *)(?P<text>{_TEXT})")


@dataclass(slots=True)
class _Part:
    """What stands under a heading, or, without a name, before the first."""

    name: str
    kind: str = ""
    """ "-" bullets, "." numbered steps, "" a paragraph."""
    texts: list[str] = field(default_factory=list)
    """The items; or the paragraph alone."""


def plain_outline(body: str, language: str) -> Outline | None:
    """What `outline` gives, for a text of the plain form without mistakes; None for any other."""
    parts = _parts(body)
    if parts is None:
        return None
    found = _outline(parts, language)
    return found if found and is_complete(found, language) else None


def _parts(body: str) -> list[_Part] | None:
    parts = [_Part("")]
    after_text = False
    for line in body.split("\n"):
        if not line:
            after_text = False
            continue
        match = _LINE.fullmatch(line)
        if match is None or not _taken(parts, match, after_text=after_text):
            return None
        after_text = match["heading"] is None
    return parts


def _taken(parts: list[_Part], line: re.Match[str], *, after_text: bool) -> bool:
    """Whether the line fits there; then it has been added."""
    if line["heading"] is not None:
        parts.append(_Part(line["heading"]))
        return True
    if line["marker"]:
        return _item_taken(parts[-1], line["marker"][-1], line["item"], after_text=after_text)
    return _text_taken(parts[-1], line["text"], indented=bool(line["indent"]), after_text=after_text)


def _item_taken(part: _Part, kind: str, text: str, *, after_text: bool) -> bool:
    """An item begins a list only below a blank line or the heading, and there is one list in a part."""
    if part.kind != kind and (part.texts or after_text):
        return False
    part.kind = kind
    part.texts.append(text)
    return True


def _text_taken(part: _Part, text: str, *, indented: bool, after_text: bool) -> bool:
    """Right below a text it goes on with it; else it is the paragraph before the first heading."""
    if after_text:
        part.texts[-1] += f" {text}"
        return True
    if part.name or part.texts or indented:
        return False
    part.texts.append(text)
    return True


def _outline(parts: list[_Part], language: str) -> Outline | None:
    first, *others = parts
    if first.kind or not all(_is_in_place(part, language) for part in others):
        return None
    items = [(part.name, tuple(_texts(part))) for part in others if part.texts]
    stop = tuple(text for name, texts in items if name == STOP[language] for text in texts)
    sections = [Section(name, texts) for name, texts in items if name != STOP[language]]
    return Outline(next(_texts(first), ""), sections, stop)


def _is_in_place(part: _Part, language: str) -> bool:
    known = part.name in (STEPS[language], STOP[language], *SYSTEMS)
    return known and part.kind in ("", "-" if part.name == STOP[language] else ".")


def _texts(part: _Part) -> Iterator[str]:
    """With one blank between two words; nearly all texts are so, which is told sooner than they are taken apart."""
    return (text if text.isprintable() and "  " not in text else " ".join(text.split()) for text in part.texts)
