"""Carries out commands on tickets, whichever way they came: slash command, words after a mention, button or form.

Who may do what is decided here, from who sends it, never from what the client claims.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from bot.asking import catalogue
from bot.asking.home import show_home
from bot.asking.requests import Requests
from bot.commands.access import allowed, turn_outsider_away
from bot.commands.deciding import decide
from bot.commands.grammar import EVERYBODYS, SHAPES, Command, Mistake, spoken_language
from bot.commands.order import Order
from bot.commands.orders import ANSWERS, HELD, carry_out
from bot.commands.viewing import list_mine, list_queue, search, show
from bot.desk.people import Member
from bot.errors import Conflict
from bot.exchange import Exchange
from bot.messages import Message
from bot.promises import escalation
from bot.ticketing import duty, presence
from bot.ticketing.refusals import Unfit, refuse
from bot.tickets.ticket import ACTIVE, Ticket, TicketRefusal
from bot.wording.team import help_card, mistake_card
from bot.wording.tickets import macros_card, more_card


@dataclass(frozen=True, slots=True)
class Commanding:
    """The desk's counter for commands."""

    requests: Requests

    async def obey(self, x: Exchange, message: Message, command: Command | Mistake) -> None:
        """Carry out the command or tell the sender, privately, why not: in Russian whoever commands in Russian."""
        message = _in_its_language(message)
        if isinstance(command, Mistake):
            if (
                message.command
                and command.kind in ("unknown", "strange")
                and await catalogue.offer_named(x, message, message.text)
            ):
                return
            await x.whisper(message, mistake_card(x.words_for(message.sender), command))
        elif command.name in EVERYBODYS:
            await self._for_everybody(x, message, command)
        elif (member := x.desk.member(message.sender)) is None:
            await turn_outsider_away(x, message, command.number)
        elif command.name == "list":
            await list_queue(x, message, member)
        elif command.name == "away":
            await presence.leave(x, message, member, command.text)
        elif command.name == "oncall":
            await duty.obey(x, message, member, command.text)
        elif command.name == "back":
            await presence.come_back(x, message, member, command.text)
        elif command.name == "macro" and not command.text.strip():
            await x.whisper(message, macros_card(x.words_for(message.sender), x.desk.macros))
        else:
            await _on_ticket(x, message, command, member, self.requests.library.categories)

    async def more(self, x: Exchange, message: Message, number: int | None) -> None:
        """What else can be done with a ticket, shown to the member who pressed *More* on its card."""
        member = x.desk.member(message.sender)
        if member is None:
            await x.refuse(message, "refused-agents")
            return
        ticket = await allowed(x, message, Command("show", number), member)
        if ticket is not None and ticket.status in ACTIVE:
            await x.whisper(message, more_card(x.words_for(message.sender), ticket))
        elif ticket is not None:
            await x.refuse(message, "stale-card", number=str(ticket.number), status=_status(x, message, ticket))

    async def _for_everybody(self, x: Exchange, message: Message, command: Command) -> None:
        match command.name:
            case "new":
                if not await catalogue.offer_named(x, message, command.text):
                    await self.requests.open_at_once(x, message, command.text)
            case "home":
                await show_home(x, message)
            case "catalogue":
                await catalogue.show_catalogue(x, message)
            case "mine":
                await list_mine(x, message)
            case "show":
                await show(x, message, command)
            case "search":
                await search(x, message, command.text)
            case "approve" | "refuse" | "withdraw":
                await decide(x, message, command)
            case _:
                await _help(x, message)


def _in_its_language(message: Message) -> Message:
    """The message with the language that its command is in as its sender's. Command words in English tell nothing:
    people of all languages use them."""
    language = spoken_language(message.text)
    return replace(message, sender=replace(message.sender, language=language)) if language else message


async def _on_ticket(
    x: Exchange, message: Message, command: Command, member: Member, of_articles: Callable[[], Collection[str]]
) -> None:
    if command.other is not None:
        await _lock(x, command, command.other)
    ticket = await allowed(x, message, command, member)
    if ticket is None:
        return
    second = None
    if command.other is not None:
        second = await allowed(x, message, replace(command, number=command.other), member)
        if second is None:
            return
    order = Order(message, command, member, ticket, second, of_articles)
    try:
        await carry_out(x, order)
    except TicketRefusal as refusal:
        unfit = isinstance(refusal, Unfit) and message.pressed is not None
        if not unfit or not await catalogue.send_back(x, message):
            await refuse(x, message, member, (ticket, second), refusal)
    else:
        await _done(x, order)


async def _lock(x: Exchange, command: Command, other: int) -> None:
    """Two tickets, and those that a merge links anew, are locked in the order of their numbers, whichever way they are
    named. Raises Conflict where another was linked meanwhile."""
    number, merges = command.number or 0, command.name == "merge"
    seen = await x.work.tickets_numbered([number]) if merges else ()
    linked = {each for ticket in seen for each in ticket.links}
    for each in sorted({number, other, *linked}):
        await x.work.ticket(each)
    ticket = await x.work.ticket(number) if merges else None
    if ticket is not None and not linked.issuperset(ticket.links):
        raise Conflict


async def acknowledge_all(x: Exchange, message: Message, numbers: Sequence[int]) -> None:
    """The sender has seen a call about several tickets; numbers ascend."""
    member = x.desk.member(message.sender)
    if member is None:
        await x.refuse(message, "refused-agents")
    elif not await escalation.acknowledge_all(x, numbers, member, message.sender):
        await x.refuse(message, "refused-none-waits")


async def _done(x: Exchange, order: Order) -> None:
    """Tell whoever typed a command that it was done; a pressed button shows it on the card."""
    name = order.command.name
    if order.message.pressed is not None or name in ANSWERS or (name in HELD and x.desk.undo_within):
        return
    words = x.words_for(order.sender)
    ticket = await x.work.ticket(order.ticket.number) or order.ticket
    await x.refuse(
        order.message,
        f"done-{name}",
        number=str(ticket.number),
        other=str(order.command.other or 0),
        agent=x.assignee(ticket, order.sender.platform) or words.text("card-nobody"),
        team=x.team(ticket).name,
        priority=words.text(f"priority-{ticket.priority.value}"),
        category=x.category(ticket, words),
        tags=", ".join(ticket.tags) or words.text("card-no-tags"),
    )


async def _help(x: Exchange, message: Message) -> None:
    words = x.words_for(message.sender)
    allowed = [shape.name for shape in SHAPES] if x.desk.member(message.sender) else list(EVERYBODYS)
    await x.whisper(message, help_card(words, allowed))


def _status(x: Exchange, message: Message, ticket: Ticket) -> str:
    return x.words_for(message.sender).text(f"status-{ticket.status.value}")
