"""From text to words and stems that can be compared."""

import re
import threading
import unicodedata
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_INVISIBLE = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    r"\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
"""Accents that NFKC could not join to a letter (stress marks), and marks of direction and hyphenation."""

_LOOKALIKES = str.maketrans(
    dict.fromkeys("\u2018\u2019\u02bc\u0060\u00b4", "'") | dict.fromkeys("\u2010\u2011\u2212", "-")
)
LONGEST = 40
"""Characters from which a run of letters is noise, not a word."""

_AT_HAND = 4_096
"""Words whose stems are kept: each of a question's is asked for several times."""


def normalise(text: str) -> str:
    """The text in one form of writing: NFKC, case folded, ё as е, one kind of apostrophe, nothing invisible."""
    if text.isascii():
        return text.lower().replace("`", "'")
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return _INVISIBLE.sub("", folded).translate(_LOOKALIKES)


def tokens(normalised: str) -> tuple[str, ...]:
    """Words of a normalised text in order; "wi-fi" stays one, "don't" becomes "dont"."""
    found: list[str] = _WORD.findall(normalised)
    if "'" in normalised:
        found = [word.replace("'", "") for word in found]
    return tuple([word for word in found if len(word) <= LONGEST])


def forms(token: str) -> tuple[str, ...]:
    """The ways to write a token: "wi-fi" as "wifi" and as "wi", "fi"."""
    if "-" not in token:
        return (token,)
    return (token.replace("-", ""), *token.split("-"))


def words(text: str) -> tuple[str, ...]:
    """Every word of an article's text, those with a hyphen in all their forms."""
    return words_of(normalise(text))


def words_of(normalised: str) -> tuple[str, ...]:
    """`words` of a text that is in its normal form already."""
    return tuple(form for token in tokens(normalised) for form in forms(token))


def stems(text: str) -> tuple[str, ...]:
    """The stems of `words`."""
    return tuple(map(stem, words(text)))


def stems_of(words: list[str]) -> list[str]:
    """The stems of many words of one script, which the first of them tells."""
    stemmer = _STEMMERS.russian if words and _CYRILLIC.search(words[0]) else _STEMMERS.english
    stemmed: list[str] = stemmer.stemWords(words)
    return stemmed


@lru_cache(_AT_HAND)
def stem(word: str) -> str:
    """The stem of a word, by the rules of the language that its script tells."""
    stemmer = _STEMMERS.russian if _CYRILLIC.search(word) else _STEMMERS.english
    stemmed: str = stemmer.stemWord(word)
    return stemmed


class _Stemmers(threading.local):
    """One pair for every thread: a PyStemmer object must not be used by two at a time.

    Without its cache (the 0): looking there takes three times as long as stemming anew.
    """

    def __init__(self) -> None:
        self.english = Stemmer.Stemmer("english", 0)
        self.russian = Stemmer.Stemmer("russian", 0)


_STEMMERS = _Stemmers()
