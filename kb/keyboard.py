"""The two keyboards of a Russian speaker: the layout that was not switched, and Russian in Latin letters."""

import re

_QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_JCUKEN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_JCUKEN = str.maketrans(_QWERTY, _JCUKEN.replace("ё", "е"))
_TO_QWERTY = str.maketrans(_JCUKEN, _QWERTY)

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN_WORD = re.compile(r"[a-z]+")

_SOUNDS = {
    "tsya": "тся",
    "shch": "щ",
    "sch": "щ",
    "yo": "е",
    "jo": "е",
    "zh": "ж",
    "kh": "х",
    "ts": "ц",
    "ch": "ч",
    "sh": "ш",
    "yu": "ю",
    "ju": "ю",
    "ya": "я",
    "ja": "я",
    "iy": "ий",
    "yy": "ый",
    "ay": "ай",
    "ey": "ей",
    "oy": "ой",
    "uy": "уй",
    "a": "а",
    "b": "б",
    "c": "ц",
    "d": "д",
    "e": "е",
    "f": "ф",
    "g": "г",
    "h": "х",
    "i": "и",
    "j": "й",
    "k": "к",
    "l": "л",
    "m": "м",
    "n": "н",
    "o": "о",
    "p": "п",
    "q": "к",
    "r": "р",
    "s": "с",
    "t": "т",
    "u": "у",
    "v": "в",
    "w": "в",
    "x": "кс",
    "y": "ы",
    "z": "з",
}  # fmt: skip  (a table reads better in rows)
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))


def other_layout(keys: str) -> str:
    """What the same keys give on the other keyboard: "gjxnf" is "почта", "мзт" is "vpn". Lower case only."""
    return keys.translate(_TO_QWERTY if _CYRILLIC.search(keys) else _TO_JCUKEN)


def to_cyrillic(word: str) -> str:
    """A Russian word in Latin letters by its sound: "rabotaet" is "работает". Other words stay as they are."""
    if not _LATIN_WORD.fullmatch(word):
        return word
    return _SOUND.sub(lambda sound: _SOUNDS[sound.group()], word)
