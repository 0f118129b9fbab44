"""Who may know of a ticket, and what is told to whoever may not do what they ordered.

One rule for every command: its requester, those who wait for the same, those who decide about it and its team see it;
members of other teams may know whose it is and no more; for everybody else it might as well not exist.
"""

from dataclasses import replace
from enum import IntEnum

from bot.commands.grammar import Command
from bot.desk.approvers import somebody
from bot.desk.people import Member
from bot.exchange import Exchange
from bot.messages import Message, Person
from bot.promises import receipts
from bot.ticketing import approving, swarming
from bot.tickets.ticket import Ticket


class Access(IntEnum):
    """How much of a ticket somebody may see; each includes those before."""

    NONE = 0
    EXISTENCE = 1
    """That there is one, and whose it is."""
    WAY = 2
    """What becomes of it: a ticket of theirs was merged into it."""
    REQUEST = 3
    """What was asked for too."""
    ALL = 4
    """What is the team's own too."""


async def access(x: Exchange, ticket: Ticket | None, person: Person) -> Access:
    """How much of the ticket the person may see."""
    member = x.desk.member(person)
    if ticket is None:
        return Access.NONE
    if is_ours(x, ticket, member) or (member is not None and swarming.is_in(x.desk, ticket, member)):
        return Access.ALL
    if ticket.requester == person or _decides(x, ticket, person):
        return Access.REQUEST
    if await _waits_too(x, ticket, person):
        return Access.WAY
    return Access.EXISTENCE if member is not None else Access.NONE


async def allowed(x: Exchange, message: Message, command: Command, member: Member) -> Ticket | None:
    """The ticket, if the member may carry out the command on it; else they are told why not."""
    ticket = await x.work.ticket(command.number or 0)
    if ticket is None or not (is_ours(x, ticket, member) or await _takes_part(x, ticket, message, command)):
        await turn_away(x, message, command.number or 0, ticket)
        return None
    return ticket


async def turn_away(x: Exchange, message: Message, number: int, ticket: Ticket | None) -> None:
    """Tell the sender why not, without more about the ticket than they may know."""
    known, member = await access(x, ticket, message.sender), x.desk.member(message.sender)
    facts = {"number": str(number), "team": x.team(ticket).name if ticket else ""}
    if ticket is not None and (known is Access.WAY or ticket.requester == message.sender):
        await x.refuse(message, "refused-own", **facts)
    elif known is Access.NONE:
        example = x.words_for(message.sender).text("command-list-example" if member else "command-mine-example")
        await x.refuse(message, "refused-missing", **facts, example=example)
    elif member is not None:
        await x.refuse(message, "refused-team", **facts, handle=member.handle)
    else:
        await x.refuse(message, "refused-agents")


async def turn_outsider_away(x: Exchange, message: Message, number: int | None) -> None:
    """Tell somebody of no team that the command is not for them: the same for every ticket that is not their own."""
    ticket = await x.work.ticket(number) if number else None
    if ticket is not None and await access(x, ticket, message.sender) is not Access.NONE:
        await turn_away(x, message, ticket.number, ticket)
    else:
        await x.refuse(message, "refused-agents")


def is_ours(x: Exchange, ticket: Ticket, member: Member | None) -> bool:
    """Whether the member is in the ticket's team."""
    return member is not None and x.team(ticket) in x.desk.teams_of(member)


def outside_of(ticket: Ticket) -> Ticket:
    """The ticket as its requester may see it: without the team's own words, and not that nobody of it is there."""
    return replace(ticket, tags=(), links=(), absorbed=(), held_for="", unassigned="")


async def _takes_part(x: Exchange, ticket: Ticket, message: Message, command: Command) -> bool:
    """Whoever was called may acknowledge, also from another team; who is in a swarm may take part in it;
    everybody may call back what they have said themselves."""
    member = x.desk.member(message.sender)
    if member is None:
        return False
    if command.name == "ack":
        return await receipts.is_called(x, ticket, member)
    if command.name == "undo":
        own = any(held.member == member.handle for held in await x.work.held(ticket.number))
        return own or message.pressed is not None
    return command.name in ("note", "swarm", "conclude") and swarming.is_in(x.desk, ticket, member)


def _decides(x: Exchange, ticket: Ticket, person: Person) -> bool:
    who = somebody(x.desk, person)
    return who is not None and approving.may_decide(x.desk, ticket, who)


async def _waits_too(x: Exchange, ticket: Ticket, person: Person) -> bool:
    """Whether a ticket of theirs was merged into this one."""
    absorbed = await x.work.tickets_numbered(ticket.absorbed) if ticket.absorbed else ()
    return any(each.requester == person for each in absorbed)
