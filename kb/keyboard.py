"""The two keyboards of a Russian speaker: the layout that was not switched, and Russian in Latin letters."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

_QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_JCUKEN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_UPPER_QWERTY = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
_TO_JCUKEN = str.maketrans(_QWERTY + _UPPER_QWERTY, 2 * _JCUKEN.replace("ё", "е"))
_TO_QWERTY = str.maketrans(_JCUKEN, _QWERTY)
_SHIFTED, _SHIFTED_RUSSIAN = "/?@#$^&|", '.,"№;:?/'
_RUSSIAN_UNSWITCHED = str.maketrans(_JCUKEN + _JCUKEN.upper() + _SHIFTED_RUSSIAN, _QWERTY + _UPPER_QWERTY + _SHIFTED)
_ENGLISH_UNSWITCHED = str.maketrans(_QWERTY + _UPPER_QWERTY + _SHIFTED, _JCUKEN + _JCUKEN.upper() + _SHIFTED_RUSSIAN)

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")

_ROWS = ("qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,.")


def _neighbours() -> Iterator[tuple[str, str]]:
    """The letters beside each letter on its keyboard; a row stands half a key to the right of the one above."""
    places = {key: (row, 2 * column + row) for row, keys in enumerate(_ROWS) for column, key in enumerate(keys)}
    for key, (row, column) in places.items():
        beside = [near for near, (r, c) in places.items() if near != key and abs(r - row) < 2 and abs(c - column) < 3]
        russian = str.maketrans(_QWERTY, _JCUKEN)
        yield key.translate(russian), "".join(beside).translate(russian)
        if key.isalpha():
            yield key, "".join(filter(str.isalpha, beside))


NEIGHBOURS: Mapping[str, str] = MappingProxyType(dict(_neighbours()))
"""The letters around each letter on the keyboard of its language, as fingers miss it."""


def typed_without_switching(text: str) -> str:
    """The text as it comes out where the other keyboard was on: "Почта, да?" is "Gjxnf? lf&"."""
    return text.translate(_RUSSIAN_UNSWITCHED if _CYRILLIC.search(text) else _ENGLISH_UNSWITCHED)


def other_layout(keys: str) -> str:
    """What the same keys give on the other keyboard: "gjxnf" is "почта", "мзт" is "vpn". Lower case only."""
    return keys.translate(_TO_QWERTY if _CYRILLIC.search(keys) else _TO_JCUKEN)


_LOOK_LATIN, _LOOK_RUSSIAN = "aeopcyxkmtbh", "аеорсухкмтвн"
_AS_LATIN = str.maketrans(_LOOK_RUSSIAN, _LOOK_LATIN)
_AS_RUSSIAN = str.maketrans(_LOOK_LATIN, _LOOK_RUSSIAN)
_LATIN = re.compile(r"[a-z]")


def one_script(word: str) -> str:
    """A lower-case word in which letters of one alphabet stand for the like ones of the other, in one alphabet."""
    if word.isascii() or not _LATIN.search(word) or not _CYRILLIC.search(word):
        return word
    latin, russian = word.translate(_AS_LATIN), word.translate(_AS_RUSSIAN)
    return russian if not _LATIN.search(russian) else latin if not _CYRILLIC.search(latin) else word


def in_latin(code: str) -> str:
    """A code in lower case with Latin letters for Russian ones that look like them: "0х" is "0x"."""
    return code.translate(_AS_LATIN)
