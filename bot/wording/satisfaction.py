"""Cards about how it went."""

from bot.cards import Block, Button, Card, Quote, Text
from bot.commands.forms import form_for
from bot.tickets.ticket import BEST, Ticket
from bot.wording.catalogue import Wording
from bot.wording.people import named


def how_card(words: Wording, ticket: Ticket) -> Card:
    """The question, with a button for each answer, the best one first."""
    buttons = tuple(
        Button("rate", f"{ticket.number}:{rating}", words.text(f"rating-{rating}")) for rating in range(BEST, 0, -1)
    )
    line = words.say("rating-question", number=str(ticket.number))
    return Card(words.language, (Text(line), Quote(ticket.question)), buttons=buttons)


def rated_card(words: Wording, ticket: Ticket) -> Card:
    """Thanks, and a place for more words."""
    number = str(ticket.number)
    more = Button("remark", number, words.text("button-remark"), form=form_for("remark", words.language, number))
    line = words.say("rating-thanks", rating=words.text(f"rating-{ticket.rating}"))
    return Card(words.language, (Text(line),), buttons=(more,))


def told_card(words: Wording, ticket: Ticket, text: str) -> Card:
    """What the leads read: who said what of which ticket."""
    rating = words.text(f"rating-{ticket.rating}")
    line = words.say("rating-told", who=named(ticket.requester), rating=rating, number=str(ticket.number))
    blocks: tuple[Block, ...] = (Text(line), Quote(text)) if text else (Text(line),)
    return Card(words.language, blocks)
