"""How far a typed word is from the one that was meant: the likelier a slip, the less it costs.

The distance is that of optimal string alignment (letters left out, put in, changed, or swapped with the next), with
weights in the manner of the noisy channel (Kernighan, Church, Gale: "A spelling correction program based on a noisy
channel model", 1990). 1 is a slip without a reason; what hands and ears do again and again is cheaper.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from math import inf

from kb.keyboard import NEIGHBOURS

_SWAPPED = 0.7
_NEIGHBOUR = 0.7
"""A key beside the right one, pressed as well or instead."""
_CHANGED = 1.2
_LEFT_OUT = 0.8
_DOUBLED = 0.4
"""A double letter written once, or a single one twice."""
_HEARD = 0.4
"""A letter that sounds like the right one where it stands."""
_MUTE = 0.25
"""A letter that is not heard, left out or put in."""
_FIRST = 0.2
"""More for the first letter: it is seldom wrong."""

_MUTE_LETTERS = frozenset("ьъ")
_SOUND_ALIKE = (
    "оа еи яи яе еэ ыи йи йы зс вф дт бп гк жш шщ чщ юу ео ье ъь уо цс "  # Russian
    "ei ae ai ou oa iy ck cs sz uo ey vw qk"  # English
)
_ALIKE = frozenset(each for pair in _SOUND_ALIKE.split() for each in (pair, pair[::-1]))
_ENDINGS = (("тца", "тся"), ("цца", "тся"), ("ца", "тся"), ("ться", "тся"))
"""Endings that sound the same. Only one writing of each is compared."""
_HEARD_ENDINGS = tuple(heard for heard, _ in _ENDINGS)

_PRICES = 4_096
"""Letters with those around them, and pairs of letters, whose prices are kept: most of those that are met."""


def cost(typed: str, meant: str, most: float = inf) -> float:
    """What the slips between two words cost; 0 for equal ones, and for endings that only sound the same. More than
    `most` need not be told exactly."""
    typed, meant = one_ending(typed), one_ending(meant)
    if typed == meant:
        return 0.0
    start = _shared(typed, meant)
    end = _shared(typed[start:][::-1], meant[start:][::-1])
    first = max(start - 1, 0)
    core = _aligned(typed[first : len(typed) - max(end - 1, 0)], meant[first : len(meant) - max(end - 1, 0)], most)
    return core + (0.0 if start else _FIRST)


def least(slips: int, letters: str) -> float:
    """The least that so many slips cost between two words of these letters together."""
    if letters.endswith(_HEARD_ENDINGS):
        return 0.0
    return slips * (_HEARD if _MUTE_LETTERS.isdisjoint(letters) else _MUTE)


def one_ending(word: str) -> str:
    """The word with one writing of an ending that has several: "запускаеца", "запускаеться" as "запускается"."""
    if not word.endswith(_HEARD_ENDINGS):
        return word
    return next((word[: -len(heard)] + written for heard, written in _ENDINGS if word.endswith(heard)), word)


def _shared(one: str, other: str) -> int:
    """How many letters both begin with."""
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return same


def _aligned(typed: str, meant: str, most: float) -> float:
    """The cheapest way from one to the other, row by row; given up once all ways cost more than `most`."""
    left_out = [_left_out(*around) for around in _neighbours(meant)]
    above: list[float] = []
    row = [0.0, *accumulate(left_out)]
    for place, (letter, *around) in enumerate(_neighbours(typed)):
        price = _put_in(letter, *around)
        before, above, cheapest = above, row, row[0] + price
        row = [cheapest]
        for column, right in enumerate(meant):
            changed = above[column] + (0.0 if letter == right else _changed(letter, right))
            cheapest = min(above[column + 1] + price, cheapest + left_out[column], changed)
            if place and column and letter == meant[column - 1] and typed[place - 1] == right:
                cheapest = min(cheapest, before[column - 1] + _SWAPPED)
            row.append(cheapest)
        if min(row) > most and min(above) > most:
            return inf
    return row[-1]


def _neighbours(word: str) -> Iterator[tuple[str, str, str]]:
    """Each letter with the one before and the one after it, which are empty at the ends."""
    return zip(word, ("", *word), (*word[1:], ""), strict=False)


@lru_cache(_PRICES)
def _put_in(letter: str, before: str, after: str) -> float:
    """What it costs that this letter was typed too much: a key beside one that was meant, or the same once more."""
    if letter in (before, after):
        return _DOUBLED
    if letter in _MUTE_LETTERS:
        return _MUTE
    return _NEIGHBOUR if any(letter in NEIGHBOURS.get(key, "") for key in (before, after)) else 1.0


@lru_cache(_PRICES)
def _left_out(letter: str, before: str, after: str) -> float:
    if letter in (before, after):
        return _DOUBLED
    return _MUTE if letter in _MUTE_LETTERS else _LEFT_OUT


@lru_cache(_PRICES)
def _changed(typed: str, meant: str) -> float:
    if typed + meant in _ALIKE:
        return _HEARD
    return _NEIGHBOUR if typed in NEIGHBOURS.get(meant, "") else _CHANGED
