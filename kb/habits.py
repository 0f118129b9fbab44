"""How a question was typed, told from all of it: with the keyboard not switched, or in Russian with Latin letters."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kb.correction import NONSENSE, Correction
from kb.keyboard import other_layout
from kb.transliteration import cyrillic_readings
from kb.words import stem, tokens

TELLING = 4
"""Letters from which a word says something: shorter ones make sense in too many ways."""

_CLEARLY = 0.3
"""How much likelier one reading of a word must be to count for it."""

_GUESSED = 1.3
"""The most that a word may cost that is Russian only with slips, to count as Russian."""

_SWITCHED = 1.0
"""What it costs that one word alone was typed on the other keyboard."""

MARKS = ".,;:!?)(\"'«»/&[]{}<>"
"""Marks around a word; on the other keyboard some of them are letters."""


_SCRIPTS = {"latin": re.compile("[a-z]"), "cyrillic": re.compile("[\u0400-\u04ff]")}


@dataclass(frozen=True, slots=True)
class Habits:
    """`unswitched` is the script that came out where most makes sense on the other keyboard only, else empty.

    `latin`: most of it is Russian by its sound.
    """

    unswitched: Literal["", "latin", "cyrillic"] = ""
    latin: bool = False

    def wrong_script(self, chunk: str) -> bool:
        """Whether a chunk is in the script that came out by mistake."""
        return bool(self.unswitched) and _SCRIPTS[self.unswitched].search(chunk) is not None


def habits(chunks: Sequence[str], known: Correction) -> Habits:
    """The habits that the chunks between blanks show, each in its normal form."""
    return Habits(_unswitched(chunks, known), _latin(chunks, known))


def relayed(chunk: str, known: Correction) -> tuple[str, ...]:
    """The words that the same keys give on the other keyboard, if they make sense, else nothing."""
    readings = (tokens(other_layout(keys)) for keys in dict.fromkeys((chunk, chunk.strip(MARKS))) if keys)
    return next((meant for meant in readings if (parts := _parts(meant)) and all(map(known.lists, parts))), ())


def _parts(words: tuple[str, ...]) -> list[str]:
    return [part for word in words for part in word.split("-") if not part.isdigit()]


def relayed_alone(chunk: str, known: Correction) -> tuple[str, ...]:
    """`relayed` in a question that is else on the right keyboard: only where no slip is the likelier reason."""
    meant = relayed(chunk, known) if len(chunk) >= TELLING else ()
    here = sum(map(known.surprise, tokens(chunk))) if meant else 0.0
    return meant if _SWITCHED + sum(map(known.surprise, meant)) < here else ()


def in_cyrillic(word: str, known: Correction) -> str:
    """The likeliest Russian word that is known and written so in Latin letters, or nothing."""
    readings = [meant for meant in cyrillic_readings(word) if known.knows(meant) and not _worn_down(meant)]
    return min(readings, key=known.surprise, default="")


def _unswitched(chunks: Sequence[str], known: Correction) -> Literal["", "latin", "cyrillic"]:
    here, there = 0.0, {"latin": 0, "cyrillic": 0}
    for chunk in chunks:
        if all(map(known.knows, tokens(chunk))):
            here += len(chunk)
        elif len(chunk) > 1 and relayed(chunk, known):
            there["cyrillic" if _SCRIPTS["cyrillic"].search(chunk) else "latin"] += len(chunk)
        else:
            here += len(chunk) / 2
    if max(there.values()) < TELLING or max(there.values()) <= here:
        return ""
    return "latin" if there["latin"] > there["cyrillic"] else "cyrillic"


def _latin(chunks: Sequence[str], known: Correction) -> bool:
    words = [word for chunk in chunks for word in tokens(chunk) if word.isascii() and not word.isdigit()]
    if 2 * sum(len(word) for word in words if known.knows(word) and not in_cyrillic(word, known)) >= len(
        "".join(words)
    ):
        return False
    return _is_russian(words, known)


def _is_russian(words: Sequence[str], known: Correction) -> bool:
    """Whether most letters are of words that lean to Russian. It is asked until that is decided, known words first and
    long ones before short: to look for what a mistyped word may mean takes a tenth of a millisecond."""
    russian, english, left = 0, 0, sum(map(len, words))
    for word in sorted(words, key=lambda word: (not known.knows(word), -len(word))):
        if russian + left <= max(english, TELLING - 1) or (russian >= TELLING and russian > english + left):
            break
        leans = _leaning(word, known)
        russian += len(word) if leans == "ru" else 0
        english += len(word) if leans == "en" else 0
        left -= len(word)
    return russian >= TELLING and russian > english


def _leaning(word: str, known: Correction) -> Literal["ru", "en", ""]:
    """The language to which a word leans, if to any."""
    latin, russian = known.surprise(word), _russian_cost(word, known)
    if abs(latin - russian) <= _CLEARLY:
        return ""
    return "ru" if russian < latin else "en"


def _russian_cost(word: str, known: Correction) -> float:
    readings = cyrillic_readings(word)
    if not readings:
        return NONSENSE
    if meant := in_cyrillic(word, known):
        return known.surprise(meant)
    guessed = known.surprise(readings[0])
    return guessed if guessed <= _GUESSED else NONSENSE


def _worn_down(word: str) -> bool:
    """Whether the stem is too short to prove that the word was meant: "маил" and "май" share theirs."""
    return len(stem(word)) < min(3, len(word))
