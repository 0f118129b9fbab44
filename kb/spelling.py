"""What a question's writer meant to type: wrong keyboard layout, Latin letters for Russian, typing mistakes."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from kb.correction import Correction
from kb.dictionary import everyday
from kb.habits import MARKS, TELLING, Habits, habits, in_cyrillic, relayed, relayed_alone
from kb.keyboard import in_latin, one_script, other_layout
from kb.pasted import asked
from kb.transliteration import cyrillic_readings, latin_letters
from kb.words import forms, normalise, stem, tokens

_MOST_WORDS = 80
"""Words of a question that are looked at; nobody's question needs more, a pasted log has thousands."""

_LONGEST_CHUNK = 400
"""Characters between two blanks that are looked at: a path or an address may be long."""

_RUNS = re.compile(r"[^\W\d_]+|\d+")

_HEXADECIMAL = re.compile(r"0x[0-9a-f]{1,16}")

_READINGS = 4
"""Readings of a word in Latin letters that are corrected."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What was typed between two blanks: the words that it was meant to be, and the text to put in its place."""

    words: tuple[str, ...]
    text: str


class Spelling:
    """Corrects towards the words of the articles. Words that they use, and words of the language, are left alone."""

    def __init__(self, counts: Mapping[str, int], stems: Container[str], like: "Spelling | None" = None) -> None:
        """See `Correction`: upon another, `like`, its words are known too."""
        self._correction: Correction = Correction(counts, stems, like._correction if like else None)

    def read(self, question: str) -> tuple[str, ...]:
        """The question's words as they were meant, normalised, each in the form that the articles know."""
        return tuple(islice((word for chunk in self._meant(question) for word in chunk.words), _MOST_WORDS))

    def corrected(self, question: str) -> str:
        """The question as it was meant, for readers of whole texts: what was not mended stays as it was typed.

        No more words than `read` reads; what stood between them is one blank.
        """
        return " ".join(chunk.text for chunk in self._meant(question))

    def knows(self, word: str) -> bool:
        """Whether the word, in any of its forms, is in the articles or in the dictionary."""
        return self._correction.knows(word)

    def _meant(self, question: str) -> Iterator[Chunk]:
        typed = [raw[:_LONGEST_CHUNK] for raw in asked(question).split(None, _MOST_WORDS)[:_MOST_WORDS]]
        normal = [normalise(raw) for raw in typed]
        typing = habits(normal, self._correction)
        following = iter(zip(typed, normal, [*normal[1:], ""], strict=False))
        for raw, chunk, after in following:
            if joined := self._joined(chunk, after.rstrip(MARKS)):
                next(following)
                yield Chunk((joined,), after.replace(after.rstrip(MARKS), joined, 1))
            else:
                yield self._chunk(raw, chunk, typing)

    def _chunk(self, raw: str, chunk: str, typing: Habits) -> Chunk:
        typed = tokens(chunk)[:_MOST_WORDS]
        if meant := self._relay(chunk, typed, typing):
            words = tuple(form for token in meant for form in self._known_form(token))
            return Chunk(words, " ".join(meant))
        apart = [self._known_form(token) for token in typed]
        mended = [self._mended_all(words, typing) for words in apart]
        text = raw
        for token, before, after in zip(typed, apart, mended, strict=True):
            kept = before == after and one_script(token) == token
            text = text if kept else _put(text, token, " ".join(after))
        return Chunk(tuple(word for words in mended for word in words), text)

    def _relay(self, chunk: str, typed: tuple[str, ...], typing: Habits) -> tuple[str, ...]:
        """The words of a chunk that was typed on the other keyboard, nothing where it was not."""
        known = self._all_known(typed)
        if not typing.wrong_script(chunk):
            return () if known or typing.unswitched else relayed_alone(chunk, self._correction)
        if known and len(chunk) >= TELLING:
            return ()
        if (meant := relayed(chunk, self._correction)) or known:
            return meant
        meant = tokens(other_layout(chunk.strip(MARKS)))
        return self._mended_all(meant, Habits()) if any(map(str.isalpha, meant)) else ()

    def _known_form(self, token: str) -> tuple[str, ...]:
        """A hyphenated word as one where the articles write it so, else its parts."""
        joined, *parts = forms(one_script(token))
        return (joined,) if not parts or stem(joined) in self._correction.stems else tuple(parts)

    def _all_known(self, words: tuple[str, ...]) -> bool:
        return all(map(self.knows, words))

    def _joined(self, chunk: str, after: str) -> str:
        """Two chunks as the one word that a blank fell into, or nothing."""
        word = chunk + after
        if not chunk or not after or not word.isalpha() or len(word) <= TELLING or not self._correction.lists(word):
            return ""
        if self.knows(chunk) and self.knows(after):
            both = self._correction.writes(chunk) and self._correction.writes(after)
            return word if self._correction.used(word) and not both else ""
        return word

    def _mended_all(self, words: tuple[str, ...], typing: Habits) -> tuple[str, ...]:
        return tuple(meant for word in words for meant in self._mended(word, typing))

    def _mended(self, word: str, typing: Habits) -> tuple[str, ...]:
        """The words that one was meant to be."""
        if typing.latin and (russian := in_cyrillic(word, self._correction)) and self._rather(russian, word):
            return (russian,)
        if self.knows(word):
            return (word,)
        russian = in_cyrillic(word, self._correction)
        if russian and (typing.latin or self._correction.used(russian)):
            return (russian,)
        if not word.isalpha():
            return self._code(word)
        if self._correction.writes(latin := latin_letters(word)):
            return (latin,)
        corrected = self._corrected(word, typing)
        keys = other_layout(word)
        return (keys,) if self._correction.used(keys) and (len(word) >= TELLING or corrected == (word,)) else corrected

    def _code(self, word: str) -> tuple[str, ...]:
        """A word with digits as the articles write it, or in words and numbers where a blank was left out."""
        latin = in_latin(word)
        if code := next((code for code in (word, latin, f"0x{latin}") if self._correction.used(code)), ""):
            return (code,)
        if _HEXADECIMAL.fullmatch(latin):
            return (latin,)
        parts = tuple(_RUNS.findall(word))
        letters = [part for part in parts if part.isalpha()]
        apart = letters and all(len(part) > 2 and self._correction.lists(part) for part in letters)
        return parts if apart else (word,)

    def _rather(self, russian: str, latin: str) -> bool:
        """Whether a word that both alphabets know is Russian, in a question that is."""
        return (
            russian in everyday().function or stem(russian) in everyday().function or not self._correction.used(latin)
        )

    def _corrected(self, word: str, typing: Habits) -> tuple[str, ...]:
        readings = (word, *(cyrillic_readings(word)[:_READINGS] if typing.latin else ()))
        found = [candidate for reading in readings if (candidate := self._correction.best(reading))]
        return min(found).words if found else (word,)


def _put(text: str, typed: str, meant: str) -> str:
    """The text with a word put in the place of the one that was typed, with its first capital."""
    normal = normalise(text)
    place = normal.find(typed)
    if place < 0 or len(normal) != len(text):
        return meant
    meant = meant[:1].upper() + meant[1:] if text[place].isupper() else meant
    return text[:place] + meant + text[place + len(typed) :].removeprefix("'")
