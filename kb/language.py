"""Which language a text is in, told by its script."""

import re

from kb.dictionary import everyday
from kb.words import stem

LANGUAGES = ("en", "ru")
"""The languages that articles and questions may have."""

_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_LATIN_WORD = re.compile(r"[a-z][a-z0-9]+", re.IGNORECASE)
_CYRILLIC_WORD = re.compile(r"[\u0400-\u04ff]{2,40}")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_RUSSIAN_FROM = 0.2
"""Share of Cyrillic letters from which a text is Russian: Russian questions are full of English names of products,
English ones hardly ever hold Russian words."""


def language_of(text: str, fallback: str = "en") -> str:
    """ "en" or "ru". `fallback`, a locale such as "ru-RU", decides where the script says nothing: no letters, or a
    single Latin word, which may be a product's name in anybody's language."""
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if not cyrillic and len(_LATIN_WORD.findall(text)) < 2:
        return of_locale(fallback)
    russian = cyrillic >= _RUSSIAN_FROM * (cyrillic + latin) or _says_russian(text)
    return "ru" if russian else "en"


def _says_russian(text: str) -> bool:
    """Whether a word of everyday Russian is among the names of products; the name of a file is none."""
    return any(stem(word.lower()) in everyday().known for word in _CYRILLIC_WORD.findall(text))


def of_locale(locale: str) -> str:
    """The language of a locale such as "ru_RU" or "en-GB"; "en" for all that we do not speak."""
    language = re.split(r"[-_]", locale.strip().lower(), maxsplit=1)[0]
    return language if language in LANGUAGES else LANGUAGES[0]
