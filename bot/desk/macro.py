"""Macros: replies that are written once, with variables."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

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


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables replaced; values are put in as they are, and braces in them stay braces."""
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)
