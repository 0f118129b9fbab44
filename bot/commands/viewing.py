"""Tickets shown to whoever asks for them, each as much of it as they may know."""

from collections.abc import Sequence, Set
from dataclasses import replace

from bot.cards import Line
from bot.commands.access import Access, access, is_ours, outside_of, turn_away
from bot.commands.grammar import Command
from bot.desk.people import Member
from bot.exchange import Exchange
from bot.messages import Message, Person
from bot.ports import AuditEntry
from bot.promises.deadlines import WARNINGS
from bot.tickets.search import MOST_LOOKED_AT, found_in
from bot.tickets.ticket import ACTIVE, Status, Ticket
from bot.wording.catalogue import Wording
from bot.wording.history import with_history
from bot.wording.swarm import with_swarm
from bot.wording.team import list_card, list_item, ticket_card

_LONGEST_LIST = 20
_INTERNAL = frozenset(
    (
        *("noted", "pinged", "reached", "unreached", "expired", "recalled", "tagged", "untagged"),
        *("linked", "unlinked", "absorbed", "assigned", "undone", "edited", "deleted", "swarmed", "concluded"),
        *("departed", "returned"),
        *WARNINGS,
    )
)
"""What the history keeps from the requester."""
_READABLE = frozenset({"resolved", "closed", "approval", "refused"})
"""Whose details were told to the requester, and to who decides; those of the rest are the team's own."""
_ALSO_READABLE = _READABLE | {"rated", "remarked"}
"""Whose details the requester knows, who gave the rating and the remark: these are for the lead, and no third."""
_OPEN = tuple(sorted(ACTIVE))
_ALL = tuple(sorted(Status))


async def list_queue(x: Exchange, message: Message, member: Member) -> None:
    """What is open in the teams of the member."""
    found = [
        ticket
        for team in x.desk.teams_of(member)
        for ticket in await x.work.tickets(statuses=_OPEN, team=team.id, limit=_LONGEST_LIST)
    ]
    await _show_list(x, message, "list-title", found)


async def list_mine(x: Exchange, message: Message) -> None:
    """What the sender asked for and is not closed, and what they have."""
    member = x.desk.member(message.sender)
    asked = await x.work.tickets(statuses=(*_OPEN, Status.RESOLVED), requester=message.sender, limit=_LONGEST_LIST)
    claimed = await x.work.tickets(statuses=_OPEN, assignee=member.handle, limit=_LONGEST_LIST) if member else ()
    unique = {ticket.number: ticket for ticket in (*asked, *(each for each in claimed if is_ours(x, each, member)))}
    await _show_list(x, message, "mine-title", [unique[number] for number in sorted(unique)])


async def search(x: Exchange, message: Message, text: str) -> None:
    """Among the newest tickets of one's teams and those one asked for oneself."""
    member = x.desk.member(message.sender)
    teams = x.desk.teams_of(member) if member else ()
    looked_at = {
        ticket.number: ticket
        for found in [
            await x.work.tickets(statuses=_ALL, requester=message.sender, newest=True, limit=MOST_LOOKED_AT),
            *[await x.work.tickets(statuses=_ALL, team=team.id, newest=True, limit=MOST_LOOKED_AT) for team in teams],
        ]
        for ticket in found
    }
    words = x.words_for(message.sender)
    seen = [ticket if is_ours(x, ticket, member) else outside_of(ticket) for ticket in looked_at.values()]
    found = found_in([_in_both_languages(x, ticket, words) for ticket in seen], text)
    await _show_list(x, message, "search-title", [looked_at[ticket.number] for ticket in found])


async def show(x: Exchange, message: Message, command: Command) -> None:
    """The ticket with its history: to its requester and to members of its team."""
    ticket = await x.work.ticket(command.number or 0)
    known = await access(x, ticket, message.sender)
    if ticket is None or known < Access.WAY:
        await turn_away(x, message, command.number or 0, ticket)
        return
    ours, own = known is Access.ALL, known >= Access.REQUEST
    words = x.words_for(message.sender)
    assignee = await _holder(x, ticket, message.sender)
    shared = ticket if own else replace(ticket, context=(), answers=())
    shown_ticket = x.titled(ticket if ours else outside_of(shared), words)
    card = ticket_card(words, shown_ticket, x.team(ticket).name, assignee, x.here)
    history = await x.work.history(ticket.number)
    card = with_swarm(words, card, ticket.swarm if ours else None, x.here)
    told = _ALSO_READABLE if ticket.requester == message.sender else _READABLE if own else frozenset()
    shown = history if ours else [_outside(entry, told) for entry in history if entry.action not in _INTERNAL]
    titles = {name: title.of(words.language) for name, title in x.desk.titles}
    await x.whisper(message, with_history(words, card, shown, x.here, titles))


async def _show_list(x: Exchange, message: Message, title: str, found: Sequence[Ticket]) -> None:
    words = x.words_for(message.sender)
    lines = [
        list_item(words, x.titled(ticket, words), await _holder(x, ticket, message.sender), x.now) for ticket in found
    ]
    await x.whisper(message, list_card(words, words.text(title, count=len(found)), lines))


def _in_both_languages(x: Exchange, ticket: Ticket, words: Wording) -> Ticket:
    """The ticket with a form's title as it was sent and as it reads in these words: it is found by either."""
    title = x.titled(ticket, words).question
    return ticket if title == ticket.question else replace(ticket, question=f"{title} {ticket.question}")


async def _holder(x: Exchange, ticket: Ticket, viewer: Person) -> Line:
    """Who has the ticket; that they are away is the team's own matter."""
    if is_ours(x, ticket, x.desk.member(viewer)):
        return await x.holder(ticket, x.words_for(viewer), viewer.platform)
    assignee = x.assignee(ticket, viewer.platform)
    return (assignee,) if assignee else ()


def _outside(entry: AuditEntry, told: Set[str]) -> AuditEntry:
    """The line as somebody outside the team may read it, with the details that they were told: the reason of an
    escalation is the team's own."""
    return entry if entry.action in told else replace(entry, detail="")
