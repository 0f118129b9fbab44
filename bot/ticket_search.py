"""Which tickets somebody means by some words. Pure."""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from bot.tickets import Ticket

MOST_LOOKED_AT = 500
"""Of each team, the newest: older ones are found by their number with `show`."""
MOST_FOUND = 10
_LIKE = 82
"""Ratio (0–100) from which a word is taken for a mistyped one: a letter wrong in a word of six."""
_SHORTEST_GUESSED = 4
"""Letters. Shorter words are like too many others."""


def found_in(tickets: Iterable[Ticket], text: str) -> Sequence[Ticket]:
    """Those that have all the words, in question, resolution, tags, category, requester or number: the best first,
    and of equals the newest; at most ten."""
    words = [word.lstrip("#") for word in text.casefold().split()]
    rated = [(_rating(ticket, [word for word in words if word]), ticket) for ticket in tickets]
    found = sorted(((rating, each.number, each) for rating, each in rated if rating), key=lambda f: f[:2], reverse=True)
    return [ticket for _, _, ticket in found[:MOST_FOUND]]


def _rating(ticket: Ticket, words: Sequence[str]) -> float:
    """0 where a word is missing; else the more, the better they fit."""
    if not words:
        return 0
    said = " ".join(
        (ticket.question, ticket.resolution, *ticket.tags, ticket.category, ticket.requester.name)
    ).casefold()
    ratings = [_fit(word, said, ticket.number) for word in words]
    return sum(ratings) / len(ratings) if all(ratings) else 0


def _fit(word: str, said: str, number: int) -> float:
    if word == str(number):
        return 300
    if word in said:
        return 100
    if len(word) < _SHORTEST_GUESSED:
        return 0
    like = process.extractOne(word, said.split(), scorer=fuzz.ratio, score_cutoff=_LIKE)
    return like[1] if like else 0
