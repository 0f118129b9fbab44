"""Macros: replies that are written once, with variables."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.cards import Line, Span

VARIABLES = ("requester", "agent", "number", "team", "article")
"""What a macro's text may name in braces: who asked, who answers, the ticket, its team, the article given last."""

_VARIABLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Macro:
    """A reply by name."""

    name: str
    text: str


def variables_in(text: str) -> tuple[str, ...]:
    """The variables that the text names, each once, in order."""
    return tuple(dict.fromkeys(_VARIABLE.findall(text)))


def fill(text: str, values: Mapping[str, Span]) -> Line:
    """The text with its variables replaced; values are put in as they are, and braces in them stay braces."""
    parts = _VARIABLE.split(text)
    spans = (values.get(part, f"{{{part}}}") if odd % 2 else part for odd, part in enumerate(parts))
    return tuple(span for span in spans if span != "")
