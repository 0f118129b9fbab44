"""The home card."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cards import Block, Bullets, Button, Card, Heading, Line, Text
from bot.commands.forms import NEW, form_for
from bot.tickets.ticket import Ticket
from bot.wording.approvals import standing
from bot.wording.catalogue import LANGUAGES, Wording
from bot.wording.people import named
from bot.wording.team import summary

PREFER, CATALOGUE, DECIDE = "prefer", "catalogue", "decide"


@dataclass(frozen=True, slots=True)
class Home:
    """What is open for somebody: what they asked for, what waits for their decision, what was given to them; and
    whether there is a `catalogue`."""

    own: Sequence[Ticket]
    to_decide: Sequence[Ticket] = ()
    assigned: Sequence[Ticket] = ()
    catalogue: bool = False


def home_card(words: Wording, desk: str, home: Home, now: datetime) -> Card:
    """What waits for the person, their open tickets with what they may expect, ways to ask, and the languages to choose
    from."""
    blocks = (Text(words.say("home-ask")), *_listed(words, home, now))
    ask = Button(NEW, "", words.text("button-ask-people"), "primary", form_for(NEW, words.language))
    decide = Button(DECIDE, "", words.text("button-decide", count=len(home.to_decide)))
    catalogue = Button(CATALOGUE, "", words.text("button-catalogue"))
    others = tuple(
        Button(PREFER, each, Wording(each).text("language-name")) for each in LANGUAGES if each != words.language
    )
    ways = ((decide,) if home.to_decide else ()) + ((catalogue,) if home.catalogue else ())
    return Card(words.language, blocks, words.text("home-title", desk=desk), (ask, *ways, *others))


def _listed(words: Wording, home: Home, now: datetime) -> Iterator[Block]:
    if home.to_decide:
        yield Heading(words.text("home-decide"))
        yield Bullets(tuple(_to_decide(words, ticket, now) for ticket in home.to_decide))
    if home.assigned:
        yield Heading(words.text("home-assigned"))
        yield Bullets(tuple(_assigned(words, ticket) for ticket in home.assigned))
    yield Heading(words.text("home-tickets"))
    own = Bullets(tuple(_ticket(words, ticket, now) for ticket in home.own))
    yield own if home.own else Text(words.say("home-none"))


def _to_decide(words: Wording, ticket: Ticket, now: datetime) -> Line:
    title, who = _title(words, ticket), named(ticket.requester)
    due = ticket.approval.due_at if ticket.approval else None
    if due is None:
        return words.say("home-ticket-of", title=title, who=who)
    return words.say("home-ticket-decide", title=title, who=who, by=words.time(due, now))


def _assigned(words: Wording, ticket: Ticket) -> Line:
    status = words.text(f"status-{ticket.status.value}")
    return words.say("home-ticket-assigned", title=_title(words, ticket), who=named(ticket.requester), status=status)


def _ticket(words: Wording, ticket: Ticket, now: datetime) -> Line:
    title, status = _title(words, ticket), words.text(f"status-{ticket.status.value}")
    if ticket.awaits_approval:
        return words.say("home-ticket-more", title=title, status=status, more=standing(words, ticket))
    if ticket.awaits_answer_by is not None:
        key = "home-ticket-late" if ticket.awaits_answer_by <= now else "home-ticket-promised"
        return words.say(key, title=title, status=status, by=words.time(ticket.awaits_answer_by, now))
    return words.say("home-ticket", title=title, status=status)


def _title(words: Wording, ticket: Ticket) -> str:
    return words.text("card-title", number=str(ticket.number), summary=summary(ticket))
