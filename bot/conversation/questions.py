"""Whether somebody asks for something in a channel where people also just talk. Words are data (`questions.toml`).

A question mark, a first word that begins questions, or a word of need anywhere. It is meant to be generous: an answer
that nobody wanted is quiet in its thread, a question that is passed over is not.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from bot.conversation.intents import Intent, bare_intent, normal

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,20}://\S+|\bwww\.\S+", re.IGNORECASE)
"""A question mark in it asks nothing."""
_MARK = re.compile(r"[?？؟]")
_EXCLAIMED = re.compile(r"!\s*$")
"""“What a day!”"""


def asks(text: str) -> bool:
    """Whether the text is a question or a call for help; greetings, thanks and feedback are not."""
    said = _ADDRESS.sub(" ", text)
    if bare_intent(said) not in (Intent.OTHER, Intent.HUMAN):
        return False
    return bool(_MARK.search(said)) or _is_need(said) or _opens(said)


def _is_need(text: str) -> bool:
    padded = f" {normal(text)}"
    return bare_intent(text) is Intent.HUMAN or any(f" {phrase}" in padded for phrase in _phrases())


def _opens(text: str) -> bool:
    words = (word for word in normal(text).split() if word not in _words("around"))
    return not _EXCLAIMED.search(text) and next(words, "") in _words("words")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_data()["opening"][name].split())


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(_data()["within"]["phrases"])


@cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("bot.conversation").joinpath("questions.toml").read_text(encoding="utf-8"))
