"""The home card."""

from collections.abc import Sequence
from datetime import datetime

from bot.cards import Block, Bullets, Button, Card, Heading, Line, Text
from bot.commands.forms import NEW, form_for
from bot.tickets.ticket import ACTIVE, Ticket
from bot.wording.approvals import standing
from bot.wording.catalogue import LANGUAGES, Wording
from bot.wording.team import summary

PREFER, CATALOGUE = "prefer", "catalogue"


def home_card(words: Wording, desk: str, tickets: Sequence[Ticket], now: datetime, *, catalogue: bool) -> Card:
    """The person's open tickets with what they may expect, ways to ask, and the languages to choose from."""
    lines = tuple(_ticket(words, ticket, now) for ticket in tickets)
    listed: Block = Bullets(lines) if lines else Text(words.say("home-none"))
    blocks: tuple[Block, ...] = (Text(words.say("home-ask")), Heading(words.text("home-tickets")), listed)
    ask = Button(NEW, "", words.text("button-ask-people"), "primary", form_for(NEW, words.language))
    more = (Button(CATALOGUE, "", words.text("button-catalogue")),) if catalogue else ()
    others = tuple(
        Button(PREFER, each, Wording(each).text("language-name")) for each in LANGUAGES if each != words.language
    )
    return Card(words.language, blocks, words.text("home-title", desk=desk), (ask, *more, *others))


def _ticket(words: Wording, ticket: Ticket, now: datetime) -> Line:
    title = words.text("card-title", number=str(ticket.number), summary=summary(ticket))
    status = words.text(f"status-{ticket.status.value}")
    if ticket.awaits_approval:
        return words.say("home-ticket-more", title=title, status=status, more=standing(words, ticket))
    if ticket.promised_at and ticket.answered_at is None and ticket.status in ACTIVE:
        return words.say("home-ticket-promised", title=title, status=status, by=words.time(ticket.promised_at, now))
    return words.say("home-ticket", title=title, status=status)
