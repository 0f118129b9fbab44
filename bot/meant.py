"""Which of some names was meant by a word that is none of them."""

import re
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

from kb.keyboard import other_layout
from kb.transliteration import cyrillic_readings

_SLIPS = ((3, 0), (6, 1), (9, 2))
"""(letters, slips): in fewer letters than these so many slips are plausible; in more, three."""
_MOST_SLIPS = 3
_BEGUN = 3
"""Letters from which the beginning of a name stands for it."""
_ENDING = 3
"""Letters that a longer form of a name may have more: "claimed"."""
_LONGEST = 60
"""Characters that are looked at: names are shorter."""


def meant(said: str, names: Iterable[str]) -> str:
    """The name that somebody plausibly meant, typed with slips, in part, in Latin letters or with the keyboard not
    switched; empty where none is. Of several the likeliest, of equals the first."""
    word = " ".join(said.split()).casefold()[:_LONGEST]
    if not word:
        return ""
    found = [(cost, place, name) for place, name in enumerate(names) if (cost := _cost(word, name)) is not None]
    return min(found)[2] if found else ""


def _cost(word: str, name: str) -> float | None:
    """How far the word is from the name, None for too far: slips in its letters, or something more for a part."""
    costs = (
        cost + penalty
        for reading, penalty in _readings(word)
        for part, share in _parts(name.casefold())
        if (cost := _slips(reading, part, share)) is not None
    )
    return min(costs, default=None)


def _slips(word: str, part: str, share: float) -> float | None:
    """As a share of the letters."""
    letters = max(len(word), len(part))
    allowed = next((slips for below, slips in _SLIPS if letters < below), _MOST_SLIPS)
    slips = OSA.distance(word, part, score_cutoff=allowed)
    if slips <= allowed:
        return slips / letters + share
    begun = len(word) >= _BEGUN and part.startswith(word)
    ended = len(part) > _BEGUN and word.startswith(part) and len(word) - len(part) <= _ENDING
    return 1 + share if begun or ended else None


def _parts(name: str) -> Iterator[tuple[str, float]]:
    """The name, and each word of one that has several."""
    yield name, 0
    words = [word for word in re.split(r"\W+", name) if len(word) >= _BEGUN]
    if len(words) > 1:
        yield from ((word, 0.1) for word in words)


def _readings(word: str) -> Iterator[tuple[str, float]]:
    yield word, 0
    yield other_layout(word), 0.05
    yield from ((reading, 0.05) for reading in cyrillic_readings(word))
    first, _, more = word.partition(" ")
    if more:
        yield first, 0.2
