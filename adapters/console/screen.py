"""Messages as lines of text."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from adapters.console.seen import Remark
from bot.cards import (
    Block,
    Bullets,
    Card,
    Divider,
    Fields,
    Heading,
    Line,
    Link,
    Moment,
    Quote,
    Span,
    Steps,
    Text,
    plain,
)
from bot.wording.catalogue import Wording

INDENT = "  "


@dataclass(frozen=True, slots=True)
class Row:
    """One line of text; `kind` lets a terminal choose how it looks."""

    text: str
    kind: Literal["head", "title", "body", "subtle", "buttons", "notice"] = "body"


@dataclass(frozen=True, slots=True)
class Reading:
    """How somebody reads: language, names by handle, numbers of messages by id, and the time in their zone."""

    words: Wording
    names: Mapping[str, str]
    number: Callable[[str], int]
    now: datetime


def rows(remark: Remark, reading: Reading) -> list[Row]:
    """A message: who, when and where in one line, then its words."""
    return [Row(visible(_head(remark, reading)), "head"), *_indented(_body(remark, reading))]


def excerpt(remark: Remark, most: int = 60) -> str:
    """The beginning of its words."""
    words = " ".join((remark.text or (remark.card.title if remark.card else "")).split())
    return words if len(words) <= most else words[: most - 1] + "…"


def _head(remark: Remark, reading: Reading) -> str:
    words = reading.words
    parts = [str(reading.number(remark.id)), reading.names.get(remark.author, words.text("console-bot"))]
    parts.append(words.time(remark.at, reading.now).fallback)
    if remark.root != remark.id:
        parts.append(words.text("console-in-thread", number=str(reading.number(remark.root))))
    if remark.edited:
        parts.append(words.text("console-edited"))
    if remark.private:
        parts.append(words.text("console-only-you"))
    return " · ".join(parts)


def _body(remark: Remark, reading: Reading) -> Iterator[Row]:
    if remark.card:
        yield from _card(remark.card, replace(reading, words=Wording(remark.card.language)))
    elif remark.command:
        yield Row(reading.words.text("console-used", command=remark.text), "subtle")
    elif remark.text:
        yield from (Row(line) for line in remark.text.splitlines())
    else:
        yield Row(reading.words.text("web-deleted"), "subtle")


def _card(card: Card, reading: Reading) -> Iterator[Row]:
    if card.title:
        yield Row(card.title, "title")
    for block in card.blocks:
        kind: Literal["subtle", "body"] = "subtle" if isinstance(block, Text) and block.subtle else "body"
        yield from (Row(line, kind) for line in _block(block, reading))
    if card.buttons:
        yield Row("  ".join(f"[{number}] {one.label}" for number, one in enumerate(card.buttons, 1)), "buttons")


def _block(block: Block, reading: Reading) -> Iterator[str]:
    match block:
        case Text(line=line):
            yield _words(line, reading)
        case Heading(text=text):
            yield text
        case Steps(items=items):
            yield from (f"{number}. {_words(item, reading)}" for number, item in enumerate(items, 1))
        case Bullets(items=items):
            yield from (f"• {_words(item, reading)}" for item in items)
        case Fields(pairs=pairs):
            yield from (f"{label}: {_words(value, reading)}" for label, value in pairs)
        case Quote(text=text):
            yield from (f"> {line}" for line in text.splitlines())
        case Divider():
            yield "---"


def _words(line: Line, reading: Reading) -> str:
    return "".join(_span(span, reading) for span in line)


def _span(span: Span, reading: Reading) -> str:
    match span:
        case Link(url, text):
            return f"{text} ({url})"
        case Moment(at=at, style="time"):
            return reading.words.time(at, reading.now).fallback
        case _:
            return plain((span,))


def _indented(body: Iterator[Row]) -> Iterator[Row]:
    for row in body:
        yield from (Row(INDENT + visible(line), row.kind) for line in row.text.splitlines() or [""])


def visible(text: str) -> str:
    """Without what could steer the terminal: people and articles write words, not escape sequences."""
    return "".join(letter if _is_harmless(letter) else "\ufffd" for letter in text.replace("\t", "    "))


def _is_harmless(letter: str) -> bool:
    return letter.isprintable() or letter == "\u200d" or unicodedata.category(letter) == "Zs"
