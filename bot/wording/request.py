"""Cards about their tickets that requesters read, and what they press."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.cards import Block, Button, Card, Line, Mention, Quote, Text
from bot.tickets.ticket import Ticket
from bot.wording.catalogue import Wording
from bot.wording.people import quoted

SOLVED, STILL, PERSON, WORKS, NOT_YET, CHOOSE = "solved", "still", "person", "works", "not-yet", "choose"
SEPARATE, SORT = "separate", "sort"
GUIDE, ANSWER, BACK = "guide", "answer", "back"
REQUESTER_ACTIONS = frozenset({SOLVED, STILL, PERSON, WORKS, NOT_YET, CHOOSE, SEPARATE, SORT, GUIDE, ANSWER, BACK})
_SOON = timedelta(hours=4)
"""So soon an answer is expected within a time, later by a time of day."""
_MOST_NAMED = 5


def line_card(words: Wording, line: Line, status: str = "") -> Card:
    """One sentence; with `status`, about a ticket that stands so now."""
    return Card(words.language, (Text(line),), status=status)


def expectation(words: Wording, ticket: Ticket, usually_by: datetime | None, here: datetime) -> Line:
    """By when the requester may expect an answer: what was promised, and what is usual, if it is known. A promise that
    is usually not kept is not told. `here` is in the desk's time zone."""
    promised = words.say("expect-promised", by=words.time(ticket.promised_at, here)) if ticket.promised_at else ()
    if usually_by is None:
        return promised
    within = usually_by - here
    usual = (
        words.say("expect-within", within=words.lasting(within))
        if within <= _SOON
        else words.say("expect-usually", by=words.time(usually_by, here))
    )
    kept = ticket.promised_at is not None and usually_by < ticket.promised_at
    return (*usual, " ", *promised) if kept else usual


def opened_card(words: Wording, ticket: Ticket, team: str, expected: Line) -> Card:
    """The ticket's number, who looks at it and by when."""
    blocks: list[Block] = [Text((*words.say("ticket-opened", team=team), " ", *expected))]
    if ticket.links and ticket.request_key:  # others opened it, where the requester has said nothing
        blocks.insert(0, Quote(ticket.question))
    if ticket.tried:
        tried = ", ".join(article.title for article in ticket.tried)
        blocks.append(Text(words.say("ticket-opened-tried", tried=tried)))
    if ticket.passed_over:
        shown = ", ".join(choice.title for choice in ticket.passed_over)
        blocks.append(Text(words.say("ticket-opened-passed-over", shown=shown)))
    if ticket.links:
        blocks.append(Text(words.say("ticket-opened-linked", number=str(ticket.links[0]))))
    blocks.append(Text(words.say("ticket-opened-more"), subtle=True))
    return Card(words.language, tuple(blocks), words.text("ticket-opened-title", number=str(ticket.number)), (), "open")


def opened_for_card(words: Wording, ticket: Ticket, who: Mention, said: str) -> Card:
    """Who opened the ticket for its requester; of what they `said`, where that does not stand above."""
    line = words.say("ticket-opened-for", who=who, number=str(ticket.number))
    blocks: tuple[Block, ...] = (Text(line),)
    return Card(words.language, (*blocks, quoted(said)) if said else blocks)


def taken_chat_card(words: Wording, asker: Mention, said: str) -> Card:
    """Why what somebody `said` where there are no threads is not taken up there, and where it is."""
    blocks: tuple[Block, ...] = (Text(words.say("chat-taken", asker=asker)),)
    return Card(words.language, (*blocks, quoted(said)) if said.strip() else blocks)


def reply_card(words: Wording, ticket: Ticket, agent: Mention, text: str | Line) -> Card:
    """An agent's answer, word for word."""
    heading = words.say("ticket-reply-title", agent=agent, number=str(ticket.number))
    return Card(words.language, (Text(heading, subtle=True), quoted(text)))


def resolved_card(words: Wording, ticket: Ticket, agent: Mention) -> Card:
    """What fixed it, and whether it works."""
    blocks: list[Block] = [Text(words.say("ticket-resolved", agent=agent))]
    if ticket.resolution:
        blocks.append(Quote(ticket.resolution))
    title = words.text("ticket-resolved-title", number=str(ticket.number))
    return Card(words.language, tuple(blocks), title, works_buttons(words, ticket.number), "resolved")


def works_buttons(words: Wording, number: int) -> tuple[Button, ...]:
    """*It works* and *Not yet*, about a resolved ticket."""
    return (
        Button(WORKS, str(number), words.text("button-works"), "primary"),
        Button(NOT_YET, str(number), words.text("button-not-yet")),
    )


def added_card(words: Wording, ticket: Ticket, *, round: int) -> Card:
    """Words that no article answers went to the open ticket; they may be about something else."""
    line = words.say("ticket-merged-question", number=str(ticket.number))
    button = Button(SEPARATE, str(round), words.text("button-separate"))
    return Card(words.language, (Text(line),), "", (button,), ticket.status.value)


def further_card(words: Wording, newest: Sequence[Ticket], team: str) -> Card:
    """A request went to the newest of the person's open tickets, because they have as many as one may (`newest`)."""
    number = str(newest[0].number)
    named = ", ".join(words.text("card-number", number=str(ticket.number)) for ticket in newest[:_MOST_NAMED])
    blocks = (
        Text(words.say("ticket-further", most=len(newest), team=team)),
        Text(words.say("ticket-further-open", numbers=named + ("…" if len(newest) > _MOST_NAMED else ""))),
        Text(words.say("ticket-further-way", example=words.text("command-mine-example")), subtle=True),
    )
    return Card(words.language, blocks, words.text("ticket-further-title", number=number), (), "open")


def after_resolved_card(words: Wording, ticket: Ticket) -> Card:
    """Words came after the ticket was resolved: is it solved?"""
    line = words.say("ticket-after-resolved", number=str(ticket.number))
    return Card(words.language, (Text(line),), "", works_buttons(words, ticket.number))
