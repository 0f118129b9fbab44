"""Approving, refusing and withdrawing, by whoever may."""

from bot.commands.access import Access, access, turn_away
from bot.commands.grammar import Command
from bot.desk.approvers import Somebody, somebody
from bot.exchange import Exchange
from bot.messages import Message
from bot.ticketing import approving
from bot.ticketing.refusals import refuse
from bot.tickets.ticket import Ticket, TicketRefusal
from bot.wording.approvals import asked


async def decide(x: Exchange, message: Message, command: Command) -> None:
    """On what has to be approved: whoever may, as desk.toml is now, decides; its requester may withdraw it."""
    ticket, who = await x.work.ticket(command.number or 0), somebody(x.desk, message.sender)
    if ticket is None or await access(x, ticket, message.sender) < Access.WAY:
        await turn_away(x, message, command.number or 0, ticket)
        return
    own, withdraws = ticket.requester == message.sender, command.name == "withdraw"
    may = own if withdraws else who is not None and not own and approving.may_decide(x.desk, ticket, who)
    if ticket.awaits_approval and not may:
        why = "not-own" if withdraws else "own-request" if own else "not-approver"
        names = asked(x.words_for(message.sender), ticket)
        await x.refuse(message, f"refused-{why}", number=str(ticket.number), approvers=names)
        return
    try:
        await _decided(x, message, command, ticket, who)
    except TicketRefusal as refusal:
        await refuse(x, message, who, (ticket, None), refusal)
    else:
        if not withdraws and message.pressed is None:
            await x.refuse(message, f"done-{command.name}", number=str(ticket.number))


async def _decided(x: Exchange, message: Message, command: Command, ticket: Ticket, who: Somebody | None) -> None:
    match command.name:
        case "approve" if who is not None:
            await approving.approve(x, ticket, who, message.sender)
        case "refuse" if who is not None:
            await approving.refuse(x, ticket, who, message.sender, command.text)
        case _:
            await approving.withdraw(x, ticket, message.sender)
