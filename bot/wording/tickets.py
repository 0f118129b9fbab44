"""Cards about what becomes of a ticket: asked, handed over, merged; and what else can be done with it."""

from collections.abc import Sequence

from bot.cards import Block, Bullets, Button, Card, Fields, Heading, Line, Mention, Quote, Text
from bot.commands.forms import MORE_FORMS, form_for
from bot.desk.handover import Handover
from bot.desk.macro import Macro
from bot.tickets.ticket import WAITING, Ticket
from bot.wording.catalogue import Wording
from bot.wording.people import named, quoted


def asked_card(words: Wording, ticket: Ticket, agent: Mention, text: str | Line) -> Card:
    """An agent's question to the requester, word for word, and that it waits for them."""
    heading = words.text("ticket-asked-title", agent=agent, number=str(ticket.number))
    return Card(words.language, (quoted(text), Text(words.say("ticket-asked"), subtle=True)), heading)


def handover_card(words: Wording, handed: Handover, agent: Mention, to: Mention | str) -> Card:
    """What was tried, what was found, what comes next, below the card of whoever has it now."""
    heading = Text(words.say("thread-transferred", agent=agent, to=to))
    said = (("tried", handed.tried), ("found", handed.found), ("next", handed.next))
    labelled = [(words.text(f"handover-{part}"), text) for part, text in said if text]
    pairs: tuple[tuple[str, Line], ...] = tuple((label, (text,)) for label, text in labelled)
    blocks: tuple[Block, ...] = (heading, Fields(pairs)) if pairs else (heading,)
    return Card(words.language, (*blocks, Quote(handed.words)) if handed.words else blocks)


def merged_card(words: Wording, ticket: Ticket, said: Sequence[tuple[str, str]]) -> Card:
    """What came with a ticket that was merged into this one: its question and what was said about it."""
    heading = Text(words.say("thread-absorbed", number=str(ticket.number), who=named(ticket.requester)))
    blocks: tuple[Block, ...] = (heading, Quote(ticket.question))
    lines: tuple[Line, ...] = tuple((f"{name}: {text}",) for name, text in said)
    before: tuple[Line, ...] = tuple((line,) for line in ticket.context)
    if lines or before:
        blocks = (*blocks, Heading(words.text("card-before")), Bullets((*before, *lines)))
    return Card(words.language, blocks)


def more_card(words: Wording, ticket: Ticket) -> Card:
    """What else can be done with the ticket, for whoever pressed *More*."""
    number = str(ticket.number)
    buttons = [
        Button(action, number, words.text(f"button-{action}"), form=form_for(action, words.language, number))
        for action in MORE_FORMS
    ]
    if ticket.status in WAITING:
        buttons[1] = Button("unhold", number, words.text("button-unhold"))
    return Card(words.language, (), words.text("more-title", number=number), tuple(buttons))


def macros_card(words: Wording, macros: Sequence[Macro]) -> Card:
    """Every macro with its text, variables as they are written."""
    if not macros:
        return Card(words.language, (Text(words.say("macros-none")),))
    pairs: tuple[tuple[str, Line], ...] = tuple((macro.name, (macro.text,)) for macro in macros)
    return Card(words.language, (Text(words.say("macros-text")), Fields(pairs)), words.text("macros-title"))
