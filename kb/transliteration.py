"""Russian in Latin letters, read back: by the schemes of passports, chats and mobile phones, mixed as people do."""

import re
from functools import lru_cache
from itertools import islice, product

_LATIN_WORD = re.compile(r"(?=.*[a-z])[a-z46']+")

_MOST = 16
"""Readings of one word that are tried."""

_AT_HAND = 2_048
"""Words whose readings are kept: each Latin word of a question is tried, and most are those of the last ones."""

_SOUNDS = {
    "shch": "щ",
    "shh": "щ",
    "sch": "щ",
    "sh'": "щ",
    "w'": "щ",
    "tsya": "тся",
    "tsja": "тся",
    "tsia": "тся",
    "cya": "тся",
    "yo": "е",
    "jo": "е",
    "zh": "ж",
    "kh": "х",
    "ts": "ц тс",
    "ch": "ч",
    "sh": "ш сх",
    "ck": "к",
    "ph": "ф",
    "yu": "ю",
    "ju": "ю",
    "iu": "ю",
    "ya": "я",
    "ja": "я",
    "ia": "я ия",
    "ye": "е ье",
    "je": "е ье",
    "iy": "ий",
    "ij": "ий",
    "yy": "ый",
    "yj": "ый",
    "ay": "ай",
    "ey": "ей",
    "oy": "ой",
    "uy": "уй",
    "aj": "ай",
    "ej": "ей",
    "oj": "ой",
    "uj": "уй",
    "ai": "ай аи",
    "ei": "ей еи",
    "oi": "ой ои",
    "ii": "ий ии",
    "yi": "ый",
    "a": "а",
    "b": "б",
    "c": "ц к с",
    "d": "д",
    "e": "е",
    "f": "ф",
    "g": "г",
    "h": "х",
    "i": "и",
    "j": "ж й",
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
    "w": "ш в",
    "x": "х кс",
    "y": "ы й",
    "z": "з",
    "4": "ч",
    "6": "ш",
    "'": "ь",
}  # fmt: skip  (a table reads better in rows)
_LATIN_LETTERS = dict(zip("абвгдежзийклмнопрстуфхц", "abvgdejziiklmnoprstufhc", strict=True))
_RUSSIAN_WORD = re.compile(f"[{''.join(_LATIN_LETTERS)}]{{2,8}}")
_GLIDE = re.compile("[aeiouy][yji]")
"""A vowel with й. Before another vowel the second letter belongs to that one: "aya" is "ая"."""
_SOUND = re.compile(
    "|".join(
        f"{key}(?![aeou])" if _GLIDE.fullmatch(key) and key not in ("yi",) else key
        for key in sorted(_SOUNDS, key=len, reverse=True)
    )
)


@lru_cache(_AT_HAND)
def cyrillic_readings(word: str) -> tuple[str, ...]:
    """The Russian words that a lower-case Latin one may stand for, the likeliest first: "otkriti" is "открити".

    Nothing for what is no word in Latin letters. Spelling sees to what these letters cannot tell, ы from и and ь.
    """
    if not _LATIN_WORD.fullmatch(word) or word.isdigit():
        return ()
    sounds = [_SOUNDS[found.group()].split() for found in _SOUND.finditer(word)]
    if sounds[0] == ["е"]:
        sounds[0] = ["е", "э"]
    return tuple(dict.fromkeys(map("".join, islice(product(*sounds), _MOST))))


def latin_letters(word: str) -> str:
    """A Russian word letter by letter in Latin, as abbreviations are written down by their sound: "впн" is "vpn".

    Nothing for a longer word, or one with a letter that has no such pair.
    """
    return "".join(map(_LATIN_LETTERS.__getitem__, word)) if _RUSSIAN_WORD.fullmatch(word) else ""
