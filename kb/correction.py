"""Which word a mistyped one was meant to be: one of the articles, or a frequent one of the language."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from math import log10

from kb.dictionary import everyday
from kb.frequent import NEVER, frequent
from kb.slips import cost, least, one_ending
from kb.vocabulary import Vocabulary
from kb.words import stem

_BOUNDS = {2: 0.8, 3: 1.1, 4: 1.2, 5: 1.4, 6: 1.4, 7: 1.6}
"""The most that slips in a word may cost, by its letters; shorter words make sense in too many ways."""
_TWO = 6
_LONG, _LONG_BOUND = 8, 2.0

_RARE = 0.05
"""What a word of the articles costs for each power of ten that it is rarer than their most frequent."""
_FOREIGN = 0.2
"""What a word costs that no article uses: the question is likelier to be about what they know."""
_RANK = 0.15
"""What such a word costs for each power of ten in its rank."""
_SMALL = 0.15
"""What a function word costs: where another one was meant, what the question is about is lost."""
_PARTED = 0.6
"""What a blank that was left out costs."""

_FREQUENT = {1: 100, 2: 500, 3: 2_000, 4: 8_000, 5: 30_000}
"""The rank from which a word is frequent, by its letters: short ones that are rare are more often slips."""
_TELLING_STEM = 4
"""Letters from which a stem is enough to know a word by."""

NONSENSE = 4.0
"""What a word costs that nothing can be made of."""

_SHORTEST_PART = 2
_SHORT_PART = 3
_STANDS_ALONE = {2: 60, 3: 1_000, 4: 10_000}
"""The rank from which a part of a word may be a word of its own, by its letters."""
_LAST_RANK = 80_000

_AT_HAND = 2_048

_EVERYDAY = 4_096
"""Words of which it is kept whether a language knows them: most of a question's are those of the last ones."""

_ROUNDING = 1e-9
"""By which sums of the same costs may differ, by the order in which they were added."""

_WEIGHED = 8
"""Likeliest candidates of one word whose slips are weighed."""


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """What a word may have been meant to be, one word or two, and what that costs."""

    cost: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Either:
    """Stems of one or the other."""

    some: Container[str]
    others: Container[str]

    def __contains__(self, stem: object) -> bool:
        return stem in self.some or stem in self.others


class Correction:
    """Candidates from the words of the articles and from the frequent ones of both languages."""

    def __init__(self, counts: Mapping[str, int], stems: Container[str], like: "Correction | None" = None) -> None:
        """`counts` says how often the articles use each word, `stems` are those of these words; those of another,
        `like`, are known too."""
        self._counts: Mapping[str, int] = {**like._counts, **counts} if like else counts
        self.stems: Container[str] = _Either(stems, like.stems) if like else stems
        self._most = log10(max(self._counts.values(), default=1))
        self._vocabulary = Vocabulary(counts) if like is None else like._with(counts)
        self._frequent = frequent()
        self.best = lru_cache(_AT_HAND)(self._best)
        """`_best`, with the answers for the last words kept: each is asked for several times in one question."""
        self.knows = lru_cache(_EVERYDAY)(self._knows)
        """`_knows`, kept as `best` is."""

    def _with(self, more: Iterable[str]) -> Vocabulary:
        """The vocabulary and more words. To look at all anew takes a tenth of a second where there are many."""
        return Vocabulary((word for word in more if word not in self._counts), self._vocabulary)

    def writes(self, word: str) -> bool:
        """Whether the articles use the word just so."""
        return word in self._counts

    def used(self, word: str) -> bool:
        """Whether the articles use the word in any of its forms."""
        if word in self._counts:
            return True
        stemmed = stem(word)
        return stemmed in self.stems and _told(word, stemmed)

    def _knows(self, word: str) -> bool:
        """Whether the word, in any of its forms, is in the articles or in the dictionary."""
        return self.used(word) or frequently_used(word)

    def lists(self, word: str) -> bool:
        """Whether the articles use the word in any form, or the dictionary has it just so."""
        return self.used(word) or self._frequent.words.of(word) < NEVER

    def surprise(self, word: str) -> float:
        """The cost of what a typed word most likely means: 0 for the most frequent word, `NONSENSE` for no word."""
        if self.knows(word):
            return self._prior(word)
        found = self.best(word)
        return found.cost if found else NONSENSE

    def _best(self, word: str) -> Candidate | None:
        """The likeliest meaning of a word that is not known, if one is likely enough."""
        bound = _BOUNDS.get(len(word), _LONG_BOUND if len(word) >= _LONG else 0.0)
        if not bound or not word.isalpha():
            return None
        likely = [*self._parted(word)]
        for _, prior, meant, distance in nsmallest(_WEIGHED, self._near(one_ending(word))):
            most = min([bound, *(other.cost - prior for other in likely)])
            if least(distance, word + meant) <= most and (slips := cost(word, meant, most + _ROUNDING)) <= bound:
                likely.append(Candidate(slips + prior, (meant,)))
        return min(likely, default=None)

    def _near(self, word: str) -> Iterator[tuple[float, float, str, int]]:
        """Words a few slips away: the slips and the prior together, the prior, the word, and the slips."""
        mistakes = 1 if len(word) < _TWO else 2
        if len(word) < 3:
            yield from (
                (1.0, 0.0, meant, 1)
                for meant, _ in self._frequent.vocabulary.near(word, 1)
                if meant in everyday().function
            )
            return
        for meant, distance in self._vocabulary.near(word, mistakes):
            prior = self._prior(meant)
            yield distance + prior, prior, meant, distance
        for meant, distance in self._frequent.vocabulary.near(word, mistakes):
            if meant not in self._counts:
                prior = self._prior(meant)
                yield distance + prior, prior, meant, distance

    def _prior(self, word: str) -> float:
        small = _SMALL if word in everyday().function else 0.0
        if word in self._counts:
            return small + _RARE * (self._most - log10(self._counts[word]))
        return small + _FOREIGN + _RANK * log10(min(self._frequent.words.of(word), _LAST_RANK))

    def _parted(self, word: str) -> Iterator[Candidate]:
        """The word as two with a blank left out."""
        for place in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            parts = word[:place], word[place:]
            if all(map(self._whole, parts)):
                yield Candidate(_PARTED + sum(map(self._prior, parts)), parts)

    def _whole(self, part: str) -> bool:
        """Whether a part can stand alone: the shorter it is, the more often it must do so."""
        if part in self._counts and len(part) >= _SHORT_PART:
            return True
        return part in everyday().function or self._frequent.words.of(part) <= _STANDS_ALONE.get(len(part), NEVER - 1)


@lru_cache(_EVERYDAY)
def frequently_used(word: str) -> bool:
    """Whether English or Russian knows the word in any of its forms; short ones must be frequent."""
    stemmed = stem(word)
    if stemmed in everyday().known and _told(word, stemmed):
        return True
    if (rank := frequent().words.of(word)) < NEVER:
        return rank <= _FREQUENT.get(len(word), NEVER)
    return len(stemmed) >= _TELLING_STEM and frequent().stems.of(stemmed) < NEVER


def _told(word: str, stemmed: str) -> bool:
    """Whether the stem tells which word it is: of a short one every letter counts, "будеи" is no form of "будет"."""
    return len(stemmed) >= _TELLING_STEM or word == stemmed or frequent().words.of(word) < NEVER
