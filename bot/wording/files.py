"""Files in cards: by name and size, with a link where one leads to them."""

from collections.abc import Sequence
from dataclasses import replace

from babel.numbers import format_decimal

from bot.cards import Block, Card, Line, Link, Span, Text
from bot.messages import File
from bot.wording.catalogue import Wording

_UNITS = ("bytes", "kilobytes", "megabytes", "gigabytes")
_KILO = 1000


def with_files(words: Wording, card: Card, files: Sequence[File], *, inside: bool = True) -> Card:
    """The card with the files that belong to its words. Outside of the team (not `inside`) a link that only the team
    can open is left out, and it is said that the file has to come another way."""
    blocks: tuple[Block, ...] = tuple(Text(_line(words, each, inside=inside)) for each in files)
    return replace(card, blocks=(*card.blocks, *blocks)) if blocks else card


def _line(words: Wording, file: File, *, inside: bool) -> Line:
    known = file.link and (inside or file.shared)
    name: Span = Link(file.link, file.name) if known else file.name
    line = words.say("file-attached", name=name) + ((f" ({_size(words, file.size)})",) if file.size else ())
    return line if file.shared else (*line, " ", *words.say("file-elsewhere" if inside else "file-not-carried"))


def _size(words: Wording, size: int) -> str:
    """1.2 MB, 17 kB."""
    amount, unit = float(size), 0
    while amount >= _KILO and unit < len(_UNITS) - 1:
        amount, unit = amount / _KILO, unit + 1
    digits = format_decimal(amount, "0.0" if unit and amount < 10 else "0", locale=words.language)
    return words.text(f"file-{_UNITS[unit]}", amount=digits)
