"""Cards of swarms, all for the team alone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.cards import Block, Button, Card, Fields, Line, Mention, Moment, Quote, Text
from bot.commands.forms import CONCLUDE, form_for
from bot.tickets.swarm import Swarm
from bot.tickets.ticket import Ticket
from bot.wording.catalogue import Wording
from bot.wording.team import summary

Asked = tuple[Mention, Sequence[str | Mention]]
"""Who asks whom."""


def swarm_card(words: Wording, ticket: Ticket, asked: Asked, until: Moment, question: str) -> Card:
    """In the ticket's thread: who is called, until when, to which question, and the button that ends it."""
    who, names = asked
    line = words.say("thread-swarmed", agent=who, until=until)
    blocks: tuple[Block, ...] = (Text(line), Text(_joined(names)), *_quoted(question))
    return Card(words.language, blocks, buttons=(_conclude(words, ticket),))


def call_card(words: Wording, ticket: Ticket, asked: Asked, until: Moment, question: str) -> Card:
    """In the channel of another team: about which ticket somebody is called."""
    who, names = asked
    line = words.say("swarm-called", agent=who, number=str(ticket.number), summary=summary(ticket), until=until)
    way = Text(words.say("swarm-way", number=str(ticket.number)), subtle=True)
    blocks: tuple[Block, ...] = (Text(_joined(names)), Text(line), *_quoted(question), way)
    return Card(words.language, blocks, buttons=(_conclude(words, ticket),))


def due_card(words: Wording, ticket: Ticket, until: Moment, *, over: bool) -> Card:
    """The time is nearly over, or over; a conclusion is owed."""
    line = words.say("swarm-over") if over else words.say("swarm-reminder", until=until)
    return Card(words.language, (Text(line),), buttons=(_conclude(words, ticket),))


def with_swarm(words: Wording, card: Card, swarm: Swarm | None, now: datetime) -> Card:
    """The card with who looks at the ticket together; `now` is in the desk's time zone."""
    if swarm is None:
        return card
    key = "card-swarm-over" if swarm.until <= now else "card-swarm-until"
    line = words.say(key, people=", ".join(swarm.people), at=words.time(swarm.until, now))
    return replace(card, blocks=(*card.blocks, Fields(((words.text("card-swarm"), line),))))


def _quoted(question: str) -> tuple[Block, ...]:
    return (Quote(question),) if question else ()


def _joined(names: Sequence[str | Mention]) -> Line:
    spans: list[str | Mention] = []
    for name in names:
        spans += [", ", name] if spans else [name]
    return tuple(spans)


def _conclude(words: Wording, ticket: Ticket) -> Button:
    number = str(ticket.number)
    label = words.text("button-conclude")
    return Button(CONCLUDE, number, label, "primary", form_for(CONCLUDE, words.language, number))
