"""Cards about replies: who reads them, when they leave, that they were called back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.cards import Block, Bullets, Button, Card, Fields, Line, Mention, Quote, Span, Text
from bot.desk.people import Member
from bot.ports import Held
from bot.tickets.ticket import Ticket
from bot.wording.catalogue import Wording
from bot.wording.team import summary

UNDO = "undo"


def leaving_card(words: Wording, held: Held, readers: Sequence[Mention], within: timedelta) -> Card:
    """For the author of a reply that waits: when it leaves, who will read it, *Undo*."""
    line = words.say("reply-leaves", seconds=int(within.total_seconds()), number=str(held.ticket))
    button = Button(UNDO, f"{held.ticket}:{held.key}", words.text("button-undo"))
    return Card(words.language, (Text(line), Fields(((words.text("reply-readers"), _listed(readers)),))), "", (button,))


def called_back_card(words: Wording, copy: Card | None) -> Card:
    """For the author: nothing left; their words, to be mended and sent again. `copy` is what their team was shown."""
    return _given_back(words, words.say("reply-called-back"), copy)


def not_asked_card(words: Wording, ticket: Ticket, copy: Card | None) -> Card:
    """For the author of a question: the ticket had ended before it left; their words, to be asked after all."""
    return _given_back(words, words.say("question-not-asked", number=str(ticket.number)), copy)


def _given_back(words: Wording, line: Line, copy: Card | None) -> Card:
    said = copy.blocks[-1] if copy else None
    return Card(words.language, (Text(line), said) if isinstance(said, Quote | Text) else (Text(line),))


def headed(card: Card, line: Line) -> Card:
    """A card of the triage thread with another first line."""
    return replace(card, blocks=(Text(line, subtle=True), *card.blocks[1:]))


def revised(card: Card, text: str) -> Card:
    """A card that quotes somebody, after they changed their words; without any, they deleted them."""
    words = Wording(card.language)
    edited, deleted = (Text(words.say(f"message-{how}"), subtle=True) for how in ("edited", "deleted"))
    place = next((at for at, block in enumerate(card.blocks) if isinstance(block, Quote) or block == deleted), None)
    if place is None:
        return card
    if not text:  # whatever came with the words goes with them
        return replace(card, blocks=(*card.blocks[:place], deleted))
    around = [block for block in card.blocks if block not in (edited, card.blocks[place])]
    return replace(card, blocks=(*around[:place], Quote(text), edited, *around[place:]))


def without_files(card: Card) -> Card:
    """A card about files whose message was deleted."""
    deleted = Text(Wording(card.language).say("message-deleted"), subtle=True)
    return replace(card, blocks=(card.blocks[0], deleted))


def quote_in(card: Card) -> str:
    """The words that the card quotes; empty where it quotes nobody."""
    return next((block.text for block in card.blocks if isinstance(block, Quote)), "")


def is_author(card: Card, member: Member) -> bool:
    """Whether it is this member whose words the card shows their team."""
    first = next((block.line for block in card.blocks if isinstance(block, Text)), ())
    people = [span for span in first if isinstance(span, Mention)]
    return any((each.platform, each.id) in member.ids or each.name == member.name for each in people)


def retold(card: Card, before: Ticket, after: Ticket, lines: Mapping[str, str]) -> Card:
    """A card that quotes the ticket's question, names it by that, or has these lines among others, with what they read
    now in their place."""
    words = Wording(card.language)
    named = _named(words, before), _named(words, after)
    quotes = {before.question: after.question}
    blocks = tuple(_retold(block, quotes, lines, named) for block in card.blocks)
    return replace(card, blocks=blocks, title=card.title.replace(*named))


def _named(words: Wording, ticket: Ticket) -> str:
    return words.text("card-title", number=str(ticket.number), summary=summary(ticket))


def _retold(block: Block, quotes: Mapping[str, str], lines: Mapping[str, str], named: tuple[str, str]) -> Block:
    match block:
        case Quote(text):
            return Quote(quotes.get(text, text))
        case Text(line):
            return replace(block, line=tuple(_replaced(span, {}, named) for span in line))
        case Bullets(items):
            return Bullets(tuple(tuple(_replaced(span, lines, named) for span in line) for line in items))
        case _:
            return block


def _replaced(span: Span, lines: Mapping[str, str], named: tuple[str, str]) -> Span:
    return lines.get(span, span).replace(*named) if isinstance(span, str) else span


def _listed(readers: Sequence[Mention]) -> Line:
    return tuple(span for each in readers for span in (", ", each))[1:]
