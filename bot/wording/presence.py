"""Sentences and cards about who is there and who gets what."""

from collections.abc import Sequence

from bot.cards import Block, Bullets, Card, Line, Mention, Moment, Text
from bot.tickets.ticket import Ticket
from bot.wording.catalogue import Wording
from bot.wording.team import list_numbers, summary

_SHOWN = 20
"""Tickets told of by their words; of others the number is told."""


def away_lines(words: Wording, who: Mention | None, until: Moment | None, held: Sequence[Ticket]) -> tuple[Line, ...]:
    """The answer to going away, until a moment or until they are back; `who` where it was said of somebody else."""
    key = f"away-{'other' if who else 'own'}-{'until' if until else 'open'}"
    line = words.say(key, **({"who": who} if who else {}), **({"at": until} if until else {}))
    return (line, _held(words, "away-held", held)) if held else (line,)


def back_lines(words: Wording, held: Sequence[Ticket]) -> tuple[Line, ...]:
    """The answer to coming back."""
    line = words.say("back-own")
    return (line, _held(words, "back-held", held)) if held else (line,)


def left_card(words: Wording, who: Mention, until: Moment | None, held: Sequence[Ticket]) -> Card:
    """For the leads: somebody is away, and has these tickets."""
    at = {"at": until} if until else {}
    line = words.say(f"away-leads-{'until' if until else 'open'}", who=who, count=len(held), **at)
    way = Text(words.say("away-leads-way"), subtle=True)
    return Card(words.language, (Text(line), *_told(words, held), way))


def departed_card(words: Wording, handle: str, held: Sequence[Ticket]) -> Card:
    """For the leads: somebody is in no team any more, and has these tickets still."""
    line = words.say("departed-leads", who=handle, count=len(held))
    first = str(held[0].number)
    way = Text(words.say("departed-leads-way", number=first), subtle=True)
    return Card(words.language, (Text(line), *_told(words, held), way))


def _told(words: Wording, held: Sequence[Ticket]) -> tuple[Block, ...]:
    """The first by their words, the others by number."""
    items: tuple[Line, ...] = tuple(
        (words.text("card-title", number=str(ticket.number), summary=summary(ticket)),) for ticket in held[:_SHOWN]
    )
    others = list_numbers(words, [ticket.number for ticket in held[_SHOWN:]])
    more = (Text(words.say("gathered-others", numbers=others)),) if others else ()
    return (Bullets(items), *more)


def _held(words: Wording, key: str, held: Sequence[Ticket]) -> Line:
    return words.say(key, count=len(held), numbers=list_numbers(words, [ticket.number for ticket in held]))
