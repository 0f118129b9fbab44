"""Carries out commands on tickets, whichever way they came: slash command, words after a mention, button or form.

Who may do what is decided here, from who sends it, never from what the client claims.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from bot import escalation, ticketing
from bot.cards import Line
from bot.commands import SHAPES, Command, Mistake
from bot.deadlines import WARNINGS
from bot.desk.desk import Member
from bot.errors import FirstlineError
from bot.exchange import Exchange
from bot.messages import Message
from bot.ports import AuditEntry
from bot.requests import Requests
from bot.sla import clocks_of
from bot.tickets import ACTIVE, AlreadyClaimed, NotActive, NotAssigned, NotResolved, Status, Ticket, TicketRefusal
from bot.wording.sla import sla_card
from bot.wording.team import help_card, list_card, list_item, mistake_card, ticket_card, with_history

EVERYBODYS = ("new", "mine", "show", "help")
_LONGEST_LIST = 20
_INTERNAL = frozenset({"noted", "pinged", *WARNINGS})
"""What the history keeps from the requester."""
_OPEN = tuple(sorted(ACTIVE))


class _NoEscalationError(TicketRefusal):
    """Nothing waits for an acknowledgement."""


@dataclass(frozen=True, slots=True)
class Order:
    """A command with everything that it needs, allowed and ready to be carried out."""

    message: Message
    command: Command
    member: Member
    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Commanding:
    """The desk's counter for commands."""

    requests: Requests

    async def obey(self, x: Exchange, message: Message, command: Command | Mistake) -> None:
        """Carry out the command or tell the sender, privately, why not."""
        if isinstance(command, Mistake):
            await x.whisper(message, mistake_card(x.words_for(message.sender), command))
        elif command.name in EVERYBODYS:
            await self._for_everybody(x, message, command)
        elif (member := x.desk.member(message.sender)) is None:
            await x.refuse(message, "refused-agents")
        elif command.name == "list":
            await _list(x, message, member)
        else:
            await self._on_ticket(x, message, command, member)

    async def _for_everybody(self, x: Exchange, message: Message, command: Command) -> None:
        match command.name:
            case "new":
                await self.requests.open_at_once(x, message, command.text)
            case "mine":
                await _mine(x, message)
            case "show":
                await _show(x, message, command)
            case _:
                await _help(x, message)

    async def _on_ticket(self, x: Exchange, message: Message, command: Command, member: Member) -> None:
        ticket = await x.work.ticket(command.number or 0)
        if ticket is None:
            await _missing(x, message, command)
        elif not any(team.id == ticket.team for team in x.desk.teams_of(member)):
            await x.refuse(message, "refused-team", team=x.team(ticket).name, number=str(ticket.number))
        else:
            await _carry_out(x, Order(message, command, member, ticket))


async def _carry_out(x: Exchange, order: Order) -> None:
    try:
        await _ACTIONS[order.command.name](x, order)
    except TicketRefusal as refusal:
        await _refuse(x, order, refusal)
    else:
        await _done(x, order.message, order.command.name, order.ticket)


async def _claim(x: Exchange, order: Order) -> None:
    if order.ticket.assignee == order.member.handle and order.ticket.status in ACTIVE:
        raise AlreadyClaimed
    await ticketing.claim(x, order.ticket, order.member, order.message.sender)


async def _release(x: Exchange, order: Order) -> None:
    await ticketing.release(x, order.ticket, order.member, order.message.sender)


async def _reply(x: Exchange, order: Order) -> None:
    await ticketing.reply(x, order.ticket, order.member, order.message.sender, order.command.text)


async def _note(x: Exchange, order: Order) -> None:
    await ticketing.note(x, order.ticket, order.member, order.message.sender, order.command.text)


async def _resolve(x: Exchange, order: Order) -> None:
    await ticketing.resolve(x, order.ticket, order.member, order.message.sender, order.command.text)


async def _reopen(x: Exchange, order: Order) -> None:
    await ticketing.reopen_by_agent(x, order.ticket, order.member, order.message.sender)


async def _escalate(x: Exchange, order: Order) -> None:
    await escalation.raise_by_hand(x, order.ticket, order.member, order.message.sender, order.command.text)


async def _sla(x: Exchange, order: Order) -> None:
    """How the promises stand, in the sender's words: nothing is changed."""
    message, ticket = order.message, order.ticket
    words = x.words_for(message.sender)
    clocks = clocks_of(x.desk, ticket, await x.work.history(ticket.number), x.now, words.language)
    await x.whisper(message, sla_card(words, ticket.number, clocks, x.here))


async def _acknowledge(x: Exchange, order: Order) -> None:
    running = await x.work.running_escalations(order.ticket.number)
    if not running:
        raise _NoEscalationError
    await escalation.acknowledge(x, order.ticket, running, order.member, order.message.sender)


_ACTIONS: dict[str, Callable[[Exchange, Order], Awaitable[None]]] = {
    "claim": _claim,
    "release": _release,
    "reply": _reply,
    "note": _note,
    "resolve": _resolve,
    "reopen": _reopen,
    "escalate": _escalate,
    "ack": _acknowledge,
    "sla": _sla,
}
_ANSWERS = ("sla",)
"""Commands whose answer is all that they do."""


async def acknowledge_all(x: Exchange, message: Message, numbers: Sequence[int]) -> None:
    """The sender has seen a call about several tickets; numbers ascend."""
    member = x.desk.member(message.sender)
    if member is None:
        await x.refuse(message, "refused-agents")
    elif not await escalation.acknowledge_all(x, numbers, member, message.sender):
        await x.refuse(message, "refused-none-waits")


async def _refuse(x: Exchange, order: Order, refusal: FirstlineError) -> None:
    ticket, message = order.ticket, order.message
    words = x.words_for(message.sender)
    number, status = str(ticket.number), words.text(f"status-{ticket.status.value}")
    match refusal:
        case AlreadyClaimed() if ticket.assignee == order.member.handle:
            await x.refuse(message, "refused-claimed-own", number=number)
        case AlreadyClaimed():
            holder = x.assignee(ticket, message.sender.platform)
            await x.refuse(message, "refused-claimed", number=number, agent=holder or ticket.assignee)
        case NotActive():
            example = f"/ticket reopen {number}"
            await x.refuse(message, "refused-inactive", number=number, status=status, example=example)
        case NotResolved():
            await x.refuse(message, "refused-active", number=number, status=status)
        case NotAssigned():
            await x.refuse(message, "refused-unassigned", number=number)
        case _:
            await x.refuse(message, "refused-no-escalation", number=number)


async def _done(x: Exchange, message: Message, action: str, ticket: Ticket) -> None:
    """Tell whoever typed a command that it was done; a pressed button shows it on the card."""
    if message.pressed is None and action not in _ANSWERS:
        await x.refuse(message, f"done-{action}", number=str(ticket.number))


async def _missing(x: Exchange, message: Message, command: Command) -> None:
    words = x.words_for(message.sender)
    example = words.text("command-list-example" if x.desk.member(message.sender) else "command-mine-example")
    await x.refuse(message, "refused-missing", number=str(command.number or 0), example=example)


async def _list(x: Exchange, message: Message, member: Member) -> None:
    found = [
        ticket
        for team in x.desk.teams_of(member)
        for ticket in await x.work.tickets(statuses=_OPEN, team=team.id, limit=_LONGEST_LIST)
    ]
    await _show_list(x, message, "list-title", found)


async def _mine(x: Exchange, message: Message) -> None:
    member = x.desk.member(message.sender)
    asked = await x.work.tickets(statuses=(*_OPEN, Status.RESOLVED), requester=message.sender, limit=_LONGEST_LIST)
    claimed = await x.work.tickets(statuses=_OPEN, assignee=member.handle, limit=_LONGEST_LIST) if member else ()
    unique = {ticket.number: ticket for ticket in (*asked, *claimed)}
    await _show_list(x, message, "mine-title", [unique[number] for number in sorted(unique)])


async def _show_list(x: Exchange, message: Message, title: str, found: list[Ticket]) -> None:
    words = x.words_for(message.sender)
    platform = message.sender.platform
    lines: list[Line] = [list_item(words, ticket, x.assignee(ticket, platform), x.now) for ticket in found]
    await x.whisper(message, list_card(words, words.text(title, count=len(found)), lines))


async def _show(x: Exchange, message: Message, command: Command) -> None:
    """The ticket with its history: to its requester and to members of its team."""
    ticket = await x.work.ticket(command.number or 0)
    member = x.desk.member(message.sender)
    ours = ticket is not None and member is not None and x.team(ticket) in x.desk.teams_of(member)
    if ticket is None or not (ours or ticket.requester == message.sender):
        await _missing(x, message, command)
        return
    words = x.words_for(message.sender)
    assignee = x.assignee(ticket, message.sender.platform)
    card = ticket_card(words, ticket, x.team(ticket).name, assignee, x.here)
    history = await x.work.history(ticket.number)
    shown = history if ours else [_outside(entry) for entry in history if entry.action not in _INTERNAL]
    await x.whisper(message, with_history(words, card, shown, x.here))


def _outside(entry: AuditEntry) -> AuditEntry:
    """The line as the requester may read it: the reason of an escalation is the team's own."""
    return entry if entry.action == "resolved" else replace(entry, detail="")


async def _help(x: Exchange, message: Message) -> None:
    words = x.words_for(message.sender)
    allowed = [shape.name for shape in SHAPES] if x.desk.member(message.sender) else list(EVERYBODYS)
    await x.whisper(message, help_card(words, allowed))
