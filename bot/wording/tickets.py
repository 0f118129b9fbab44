"""Cards about what becomes of a ticket: asked, handed over, merged; and what else can be done with it."""

from collections.abc import Sequence

from bot.cards import Block, Bullets, Button, Card, Fields, Heading, Line, Mention, Quote, Text, plain
from bot.commands.forms import MORE_FORMS, form_for
from bot.desk.handover import Handover
from bot.desk.macro import Macro
from bot.tickets.ticket import MOST_PARTS, WAITING, Ticket
from bot.wording.catalogue import Wording
from bot.wording.people import named, quoted

_READABLE = 6000
"""Characters of a card. Teams takes 28 KB, in which a Cyrillic letter is two bytes."""


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


def merged_cards(
    words: Wording, ticket: Ticket, said: Sequence[tuple[str, str]], *, earlier: bool = False
) -> list[Card]:
    """What came with a ticket that was merged into this one: its question and who said what about it, in as many cards
    as it takes for every platform to show them whole; what is more than those, and what was said
    `earlier` still, is where it was said."""
    question, *more = _pieces(ticket.question)
    lines = [*more, *(piece for line in (*ticket.context, *map(" ".join, said)) for piece in _pieces(line))]
    heading = Text(words.say("thread-absorbed", number=str(ticket.number), who=named(ticket.requester)))
    return _said_cards(words, ticket, (heading, Quote(question)), lines, "absorbed", earlier=earlier)


def moved_cards(
    words: Wording, ticket: Ticket, team: str, said: Sequence[tuple[str, str]], *, earlier: bool = False
) -> list[Card]:
    """Who said what about a ticket while another team had it, below its card in the channel of the one that has it now,
    in the same way."""
    lines = [piece for line in map(" ".join, said) for piece in _pieces(line)]
    heading = Text(words.say("thread-said-so-far", team=team))
    return _said_cards(words, ticket, (heading,), lines, "moved", earlier=earlier)


def _said_cards(
    words: Wording, ticket: Ticket, first: tuple[Block, ...], lines: Sequence[str], where: str, *, earlier: bool
) -> list[Card]:
    parts = _parted(lines, sum(len(block.text) for block in first if isinstance(block, Quote)))
    blocks: list[tuple[Block, ...]] = [_before(words, part) for part in parts[:MOST_PARTS]]
    blocks[0] = (*first, *blocks[0])
    number = str(ticket.number)
    if earlier:
        blocks[0] += (Text(words.say(f"{where}-earlier", number=number), subtle=True),)
    if left_out := sum(map(len, parts[MOST_PARTS:])):
        blocks[-1] += (Text(words.say(f"{where}-rest", count=left_out, number=number), subtle=True),)
    return [Card(words.language, each) for each in blocks]


def _before(words: Wording, lines: Sequence[str]) -> tuple[Block, ...]:
    return (Heading(words.text("card-before")), Bullets(tuple((line,) for line in lines))) if lines else ()


def _parted(lines: Sequence[str], taken: int) -> list[list[str]]:
    """The lines in groups of which each can be read on one card; of the first so many characters are taken."""
    parts, room = [list[str]()], _READABLE - taken
    for line in lines:
        if len(line) > room:
            parts.append([])
            room = _READABLE
        parts[-1].append(line)
        room -= len(line)
    return parts


def _pieces(text: str) -> list[str]:
    return [text[start : start + _READABLE] for start in range(0, len(text), _READABLE)] or [""]


def heading_of(card: Card) -> str:
    """The first line of a card below which somebody is quoted."""
    first = next((block for block in card.blocks if isinstance(block, Text)), None)
    return plain(first.line) if first else ""


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
