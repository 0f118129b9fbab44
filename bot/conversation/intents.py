"""What somebody means when it is not a question: solved, still broken, a human please, thanks, hello.

Phrases are data (`phrases.toml`). A whole short message close to a `bare` phrase (rapidfuzz ratio, so that typos pass)
has its meaning; a `within` phrase decides anywhere in a short message. "Still" is asked before "solved", because
"that did not work" contains "work".
"""

import re
import tomllib
import unicodedata
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import fuzz, process


class Intent(StrEnum):
    """The meaning of a message in a conversation."""

    STILL = "still"
    SOLVED = "solved"
    YES = "yes"
    """Agreement: what with depends on what was asked."""
    NO = "no"
    BACK = "back"
    """One step back, in a guide."""
    GUIDE = "guide"
    """To be led through a fix step by step."""
    NEITHER = "neither"
    """None of what was named."""
    HUMAN = "human"
    THANKS = "thanks"
    GREETING = "greeting"
    OTHER = "other"


_CLOSE_ENOUGH = 88
"""Ratio (0–100) at which a bare message is a phrase: one typo in a word of eight letters."""
_SHORTEST_FUZZY = 5
"""Shorter messages must match to the letter: "no" and "np" are near and far apart."""
_LONGEST = 14
"""Words; a longer message tells something new, whatever phrases it holds."""
_COURTESY = re.compile(
    r"\b(?:thanks(?: a lot| so much)?|thank you(?: very much| so much)?|thx|yes|yeah|great|perfect|super|awesome|cool"
    r"|ok|okay|спасибо(?: вам)?(?: большое| огромное)?|(?:большое|огромное) спасибо|благодарю|спс|да|ага|супер|отлично"
    r"|класс|ура|ок)\b"
)
"""Said before and after "it works", and changes nothing of it."""
_NEGATION = re.compile(r"\b(not|nt|never|no|\w+n'?t|не|нет|ни)\b")
_ORDER = (Intent.HUMAN, Intent.NEITHER, Intent.STILL, Intent.SOLVED)


@lru_cache(64)
def bare_intent(text: str) -> Intent:
    """The meaning of a message that is nothing but a phrase; OTHER for all else. Asked for a text several times in its
    turn."""
    words = normal(text)
    if not words:
        return Intent.OTHER
    phrases = _bare()
    if words in phrases:
        return phrases[words]
    if len(words) < _SHORTEST_FUZZY:
        return Intent.OTHER
    found = process.extractOne(words, phrases.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH)
    return _agreed(words, phrases[found[0]]) if found else Intent.OTHER


def intent_of(text: str) -> Intent:
    """The meaning of a message within a conversation, where feedback is expected."""
    bare = bare_intent(text)
    if bare is not Intent.OTHER:
        return bare
    words = normal(text)
    politely = bare_intent(_COURTESY.sub(" ", words))
    if politely in (Intent.SOLVED, Intent.STILL):
        return politely
    if len(words.split()) > _LONGEST:
        return Intent.HUMAN if _within(words, Intent.HUMAN) else Intent.OTHER
    return next((_agreed(words, intent) for intent in _ORDER if _within(words, intent)), Intent.OTHER)


def asks_for_human(text: str) -> bool:
    """Whether the message, of any length, asks for a person."""
    return bare_intent(text) is Intent.HUMAN or _within(normal(text), Intent.HUMAN)


def _agreed(words: str, intent: Intent) -> Intent:
    """A fuzzy match must not turn a no into a yes: "that worked nt" is near to "that worked"."""
    return Intent.STILL if intent is Intent.SOLVED and _NEGATION.search(words) else intent


def _within(words: str, intent: Intent) -> bool:
    padded = f" {words}"
    return any(f" {phrase}" in padded for phrase in _phrases()[intent]["within"])


def normal(text: str) -> str:
    """Its words in lower case, with a blank between them."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е").replace("’", "'")
    return " ".join(re.findall(r"[\w']+", folded))


@cache
def _phrases() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("bot.conversation").joinpath("phrases.toml").read_text(encoding="utf-8"))


@cache
def _bare() -> dict[str, Intent]:
    return {phrase: Intent(name) for name, lists in _phrases().items() for phrase in lists["bare"]}
