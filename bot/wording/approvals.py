"""Cards about what has to be approved."""

from datetime import datetime

from bot.cards import Button, Card, Fields, Line, Text
from bot.commands.forms import REFUSE, form_for
from bot.tickets.ticket import Ticket
from bot.wording.catalogue import Wording
from bot.wording.people import named
from bot.wording.request_types import answer_pairs

APPROVE, WITHDRAW = "approve", "withdraw"


def ask_card(words: Wording, ticket: Ticket, title: str, now: datetime) -> Card:
    """What is asked for, by whom, until when, and both decisions."""
    number, due = str(ticket.number), ticket.approval.due_at if ticket.approval else None
    until: tuple[tuple[str, Line], ...] = ((words.text("approval-until"), (words.time(due, now),)),) if due else ()
    refusal = form_for(REFUSE, words.language, number)
    buttons = (
        Button(APPROVE, number, words.text("button-approve"), "primary"),
        Button(REFUSE, number, words.text("button-refuse"), "danger", form=refusal),
    )
    line = words.say("approval-ask", who=named(ticket.requester), what=ticket.question)
    facts = Fields((*answer_pairs(words, ticket), *until))
    heading = words.text(title, number=number, what=ticket.question)
    return Card(words.language, (Text(line), facts), heading, buttons, ticket.status.value)


def decided_card(words: Wording, ticket: Ticket) -> Card:
    """The same without buttons, with what became of it."""
    blocks = (Text((standing(words, ticket),)), Fields(answer_pairs(words, ticket)))
    title = words.text("approval-title", number=str(ticket.number), what=ticket.question)
    return Card(words.language, blocks, title, status=ticket.status.value)


def denied_card(words: Wording, ticket: Ticket, reader: str) -> Card:
    """Why the ticket is not opened again, and how to ask once more. `reader` is the team that reads what the requester
    wrote now; empty if they wrote nothing."""
    key = "approval-denied-read" if reader else "approval-denied"
    line = words.say(key, number=str(ticket.number), decided=standing(words, ticket), team=reader)
    return Card(words.language, (Text(line),), status=ticket.status.value)


def standing(words: Wording, ticket: Ticket) -> str:
    """How the approval stands, in a sentence; empty where nobody has to approve."""
    approval = ticket.approval
    if approval is None:
        return ""
    who = approval.decided.name if approval.decided else approval.names or words.text("approval-nobody")
    return words.text(f"approval-stands-{approval.standing.value}", who=who, reason=approval.reason)


def asked(words: Wording, ticket: Ticket) -> str:
    """Who is asked to decide now."""
    return (ticket.approval.names if ticket.approval else "") or words.text("approval-nobody")


def last_call_card(words: Wording, ticket: Ticket, key: str, now: datetime) -> Card:
    """Nobody has decided yet, and it is over if nobody does until then."""
    approval = ticket.approval
    until = words.time(approval.due_at, now) if approval and approval.due_at else ""
    facts = {"number": str(ticket.number), "what": ticket.question, "approvers": asked(words, ticket)}
    line = words.say(key, who=named(ticket.requester), until=until, **facts)
    return Card(words.language, (Text(line),), status=ticket.status.value)


def withdraw_button(words: Wording, ticket: Ticket) -> Button:
    """For the requester, while it waits."""
    return Button(WITHDRAW, str(ticket.number), words.text("button-withdraw"))
