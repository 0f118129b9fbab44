"""Which tickets somebody means by some words. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from bot.tickets.ticket import Ticket

Likes = Mapping[str, float]

MOST_LOOKED_AT = 500
"""Of each team, the newest: older ones are found by their number with `show`."""
MOST_FOUND = 10
_LIKE = 82
"""Ratio (0–100) from which a word is taken for a mistyped one: a letter wrong in a word of six."""
_GUESSED_FROM = 100
"""Words of each ticket, the first, among which mistyped ones are looked for: with all of 500 long ones it takes a
second."""
_SHORTEST_GUESSED = 4
"""Letters. Shorter words are like too many others."""


def found_in(tickets: Iterable[Ticket], text: str) -> Sequence[Ticket]:
    """Those that have all the words, in question, resolution, tags, category, requester or number: the best first,
    and of equals the newest; at most ten."""
    words = [word for word in (word.lstrip("#") for word in text.casefold().split()) if word]
    said = {ticket.number: (ticket, _said(ticket)) for ticket in tickets}
    vocabulary = {each for _, all_said in said.values() for each in _first_words(all_said)}
    likes = [_likes(word, vocabulary) for word in words]
    rated = [(_rating(number, all_said, words, likes), number, ticket) for number, (ticket, all_said) in said.items()]
    best = sorted((each for each in rated if each[0]), key=lambda each: each[:2], reverse=True)
    return [ticket for _, _, ticket in best[:MOST_FOUND]]


def _said(ticket: Ticket) -> str:
    parts = (ticket.requester.name, ticket.category, *ticket.tags, ticket.question, ticket.resolution)
    return " ".join(parts).casefold()


def _likes(word: str, vocabulary: Collection[str]) -> Likes:
    """Of all words that were said, those for which this one may have been meant, and how like they are."""
    if len(word) < _SHORTEST_GUESSED:
        return {}
    found = process.extract(word, list(vocabulary), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=None)
    return {each: ratio for each, ratio, _ in found}


def _rating(number: int, said: str, words: Sequence[str], likes: Sequence[Likes]) -> float:
    """0 where a word is missing; else the more, the better they fit."""
    ratings = [_fit(word, number, said, like) for word, like in zip(words, likes, strict=True)]
    return sum(ratings) / len(ratings) if ratings and all(ratings) else 0


def _fit(word: str, number: int, said: str, like: Likes) -> float:
    if word == str(number):
        return 300
    if word in said:
        return 100
    return max((like[each] for each in _first_words(said) if each in like), default=0) if like else 0


def _first_words(said: str) -> list[str]:
    return said.split(maxsplit=_GUESSED_FROM)[:_GUESSED_FROM]
