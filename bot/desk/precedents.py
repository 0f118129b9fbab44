"""What like questions were about: the desk's own tickets of late, sorted by those who worked on them. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log, sqrt

from kb.feedback import gist_of

_NEAREST = 5
_MOST_WITH = 200
"""Tickets with a stem; one that stands in more tells next to nothing, and would be looked at in all of them."""
_LIKE = 0.3
"""From which cosine of weighed stems a ticket counts as like."""


@dataclass(frozen=True, slots=True)
class Precedents:
    """Questions with their categories. Rare stems weigh more, so that a name of a product tells more than “help”."""

    tickets: tuple[tuple[str, str], ...] = ()
    """(question, category)"""
    _with: Mapping[str, Sequence[int]] = field(init=False, compare=False, repr=False)
    _lengths: Sequence[float] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        said = [frozenset(gist_of(question)) for question, _ in self.tickets]
        places: dict[str, list[int]] = defaultdict(list)
        for place, words in enumerate(said):
            for word in words:
                places[word].append(place)
        object.__setattr__(self, "_with", places)
        object.__setattr__(self, "_lengths", [self._length(words) for words in said])

    def shares(self, question: str) -> Mapping[str, float]:
        """How sure each category is, by the tickets most like the question: between 0 and 1, together at most 1."""
        asked = frozenset(gist_of(question))
        overlap: Counter[int] = Counter()
        for word in asked:
            places, weight = self._with.get(word, ()), self._weight(word)
            for place in places if len(places) <= _MOST_WITH else ():
                overlap[place] += weight  # type: ignore[assignment] # a Counter of floats
        length = self._length(asked)
        likes = [(shared / (length * self._lengths[place]), place) for place, shared in overlap.items()]
        nearest = [each for each in sorted(likes, reverse=True)[:_NEAREST] if each[0] >= _LIKE]
        return self._by_category(nearest)

    def _by_category(self, nearest: Iterable[tuple[float, int]]) -> Mapping[str, float]:
        votes: dict[str, float] = defaultdict(float)
        for like, place in nearest:
            votes[self.tickets[place][1]] += like
        whole = max(1.0, sum(votes.values()))
        return {category: vote / whole for category, vote in votes.items()}

    def _weight(self, word: str) -> float:
        """What it tells: most where nobody has said it yet, so that unknown words make a question like nothing."""
        return log(1 + len(self.tickets) / max(1, len(self._with.get(word, ())))) ** 2

    def _length(self, words: Iterable[str]) -> float:
        return sqrt(sum(self._weight(word) for word in words)) or 1.0


NO_PRECEDENTS = Precedents()
