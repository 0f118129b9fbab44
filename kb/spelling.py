"""What a question's writer meant to type: wrong keyboard layout, Latin letters for Russian, typing mistakes."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from kb.dictionary import everyday
from kb.keyboard import other_layout, to_cyrillic
from kb.vocabulary import Vocabulary
from kb.words import forms, normalise, stem, tokens

_MOST_WORDS = 80
"""Words of a question that are looked at; nobody's question needs more, a pasted log has thousands."""

_TELLING = 4
"""Letters from which a word says something: shorter ones make sense in too many ways."""

_LONG = 8
"""Letters from which a word may hold two mistakes."""

_SENTENCE_MARKS = ".,;:!?)\"'"


@dataclass(frozen=True, slots=True)
class Chunk:
    """What was typed between two blanks: the words that it was meant to be, and the text to put in its place."""

    words: tuple[str, ...]
    text: str


class Spelling:
    """Corrects towards the words of the articles. Words that they use, and everyday words, are left alone."""

    def __init__(self, counts: Mapping[str, int], stems: Container[str]) -> None:
        """`counts` says how often the articles use each word, `stems` are those of these words."""
        self._counts = counts
        self._stems = stems
        self._vocabulary = Vocabulary(counts)

    def read(self, question: str) -> tuple[str, ...]:
        """The question's words as they were meant, normalised, each in the form that the articles know."""
        return tuple(islice((word for chunk in self._meant(question) for word in chunk.words), _MOST_WORDS))

    def corrected(self, question: str) -> str:
        """The question as it was meant, for readers of whole texts: what was not mended stays as it was typed.

        No more words than `read` reads; what stood between them is one blank.
        """
        return " ".join(chunk.text for chunk in self._meant(question))

    def _meant(self, question: str) -> Iterator[Chunk]:
        """What stands between blanks, read one by one."""
        typed = question.split(None, _MOST_WORDS)[:_MOST_WORDS]
        chunks = [normalise(raw) for raw in typed]
        wrong_layout = any(len(chunk) >= _TELLING and self._relayed(chunk) for chunk in chunks)
        return (self._chunk(raw, chunk, wrong_layout) for raw, chunk in zip(typed, chunks, strict=True))

    def knows(self, word: str) -> bool:
        """Whether the word, in any of its forms, is in the articles or in the dictionary."""
        stemmed = stem(word)
        return stemmed in self._stems or stemmed in everyday().known

    def _chunk(self, raw: str, chunk: str, wrong_layout: bool) -> Chunk:
        if wrong_layout and (relayed := self._relayed(chunk)):
            return Chunk(relayed, " ".join(relayed))
        typed = tokens(chunk)[:_MOST_WORDS]
        meant = self._mend(self._split(typed))
        return Chunk(meant, raw if meant == self._split(typed) else " ".join(meant))

    def _split(self, found: tuple[str, ...]) -> tuple[str, ...]:
        """Hyphenated words as one where the articles write them so, else in their parts."""
        return tuple(form for token in found for form in self._known_form(token))

    def _known_form(self, token: str) -> tuple[str, ...]:
        joined, *parts = forms(token)
        return (joined,) if not parts or stem(joined) in self._stems else tuple(parts)

    def _relayed(self, chunk: str) -> tuple[str, ...]:
        """The words that the same keys give on the other keyboard, if only those make sense, else nothing."""
        if self._all_known(tokens(chunk)):
            return ()
        readings = (tokens(other_layout(keys)) for keys in (chunk, chunk.rstrip(_SENTENCE_MARKS)))
        return next((meant for meant in readings if meant and self._all_known(meant)), ())

    def _all_known(self, words: tuple[str, ...]) -> bool:
        return all(self.knows(word) for word in words)

    def _mend(self, words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word if self.knows(word) else self._mended(word) for word in words)

    def _mended(self, word: str) -> str:
        cyrillic = to_cyrillic(word)
        if self.knows(cyrillic) and not _worn_down(cyrillic):
            return cyrillic
        if stem(relayed := other_layout(word)) in self._stems:
            return relayed
        return self._nearest(word) or self._nearest(cyrillic) or word

    def _nearest(self, word: str) -> str:
        """The article word with the fewest typing mistakes between; the first letter is seldom wrong."""
        limit = _mistakes_allowed(word)
        if not limit:
            return self._swapped(word)
        near = (
            (distance, candidate[0] != word[0], -self._counts[candidate], candidate)
            for candidate, distance in self._vocabulary.near(word, limit)
        )
        return min(near, default=(0, False, 0, ""))[3]

    def _swapped(self, word: str) -> str:
        """For a word of three letters only two that changed places: any other change makes it some other word."""
        if len(word) != 3 or _has_digit(word):
            return ""
        first, second, third = tuple(word)
        return next((swap for swap in (second + first + third, first + third + second) if swap in self._counts), "")


def _mistakes_allowed(word: str) -> int:
    if _has_digit(word) or len(word) < _TELLING:
        return 0
    return 1 if len(word) < _LONG else 2


def _worn_down(word: str) -> bool:
    """Whether the stem is too short to prove that the word was meant: "маил" and "май" share theirs."""
    return len(stem(word)) < min(3, len(word))


def _has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)
