"""The inline markup that an article's text may hold: `**strong**` and `` `code` ``, nothing else."""

import re
from dataclasses import dataclass
from typing import Literal

_MARKED = re.compile(r"\*\*(?P<strong>[^*\n]+)\*\*|`(?P<code>[^`\n]+)`")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in one style."""

    text: str
    style: Literal["plain", "strong", "code"] = "plain"


def parse(text: str) -> tuple[Piece, ...]:
    """The text as styled pieces. A mark without its partner is plain text, so nothing is ever lost."""
    pieces: list[Piece] = []
    end = 0
    for match in _MARKED.finditer(text):
        pieces.append(Piece(text[end : match.start()]))
        pieces.append(_marked(match))
        end = match.end()
    pieces.append(Piece(text[end:]))
    return tuple(piece for piece in pieces if piece.text)


def plain(text: str) -> str:
    """The text without its marks."""
    return "".join(piece.text for piece in parse(text))


def _marked(match: re.Match[str]) -> Piece:
    if match["strong"]:
        return Piece(match["strong"], "strong")
    return Piece(match["code"], "code")
