"""Sentences and cards about who is there and who gets what."""

from collections.abc import Sequence

from bot.cards import Bullets, Card, Line, Mention, Moment, Text
from bot.tickets.ticket import Ticket
from bot.wording.catalogue import Wording
from bot.wording.team import list_numbers, summary


def away_line(words: Wording, who: Mention | None, until: Moment | None, held: Sequence[Ticket]) -> Line:
    """The answer to going away, until a moment or until they are back; `who` where it was said of somebody else."""
    key = f"away-{'other' if who else 'own'}-{'until' if until else 'open'}"
    line = words.say(key, **({"who": who} if who else {}), **({"at": until} if until else {}))
    return (*line, " ", *_held(words, "away-held", held)) if held else line


def back_line(words: Wording, held: Sequence[Ticket]) -> Line:
    """The answer to coming back."""
    line = words.say("back-own")
    return (*line, " ", *_held(words, "back-held", held)) if held else line


def left_card(words: Wording, who: Mention, until: Moment | None, held: Sequence[Ticket]) -> Card:
    """For the leads: somebody is away, and has these tickets."""
    at = {"at": until} if until else {}
    line = words.say(f"away-leads-{'until' if until else 'open'}", who=who, count=len(held), **at)
    items: list[Line] = [
        (words.text("card-title", number=str(ticket.number), summary=summary(ticket)),) for ticket in held
    ]
    return Card(words.language, (Text(line), Bullets(tuple(items)), Text(words.say("away-leads-way"), subtle=True)))


def _held(words: Wording, key: str, held: Sequence[Ticket]) -> Line:
    return words.say(key, count=len(held), numbers=list_numbers(words, [ticket.number for ticket in held]))
