"""Typing mistakes as people make them, to see what the search makes of them."""

from collections.abc import Callable
from random import Random

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_SHORTEST = 3


def mistyped(text: str, seed: int = 1) -> str:
    """The text with one mistake in every second word of three letters or more; the same for the same seed.

    A mistake is two letters swapped, one left out, one of a neighbouring key put in or taken for it.
    """
    chance = Random(f"{seed} {text}")  # noqa: S311  (mistakes to try with, no secret)
    words, long = text.split(" "), 0
    for place, word in enumerate(words):
        if len(word) >= _SHORTEST and word.isalpha():
            long += 1
            if long % 2 == 0:
                words[place] = _slip(word, chance)
    return " ".join(words)


def _slip(word: str, chance: Random) -> str:
    slip: Callable[[str, int, Random], str] = chance.choice((_swapped, _dropped, _added, _replaced))
    return slip(word, chance.randrange(len(word) - 1), chance)


def _swapped(word: str, at: int, _: Random) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _dropped(word: str, at: int, _: Random) -> str:
    return word[:at] + word[at + 1 :]


def _added(word: str, at: int, chance: Random) -> str:
    return word[:at] + _neighbour(word[at], chance) + word[at:]


def _replaced(word: str, at: int, chance: Random) -> str:
    return word[:at] + _neighbour(word[at], chance) + word[at + 1 :]


def _neighbour(letter: str, chance: Random) -> str:
    """The letter of a key beside this one; a letter of no row stays as it is."""
    row = next((row for row in _ROWS if letter.lower() in row), letter)
    place = row.find(letter.lower()) + chance.choice((-1, 1))
    return row[min(max(place, 0), len(row) - 1)]
