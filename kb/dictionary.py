"""Words of everyday language, by stem: which say little, and which are spelled right although no article uses them."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kb.words import stem

_FILE = Path(__file__).with_name("dictionary.toml")


@dataclass(frozen=True, slots=True)
class Dictionary:
    """`function` words say little about what a question is after; `known` holds them and the everyday words."""

    function: frozenset[str]
    known: frozenset[str]


@cache
def everyday() -> Dictionary:
    """The dictionary that comes with Firstline, read once."""
    languages = tomllib.loads(_FILE.read_text(encoding="utf-8")).values()
    function = _stems(words["function"] for words in languages)
    return Dictionary(function, function | _stems(words["everyday"] for words in languages))


def _stems(lists: Iterable[str]) -> frozenset[str]:
    return frozenset(stem(word) for words in lists for word in words.split())
