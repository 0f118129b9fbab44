"""Carries out commands on tickets, whichever way they came: slash command, words after a mention, button or form.

Who may do what is decided here, from who sends it, never from what the client claims.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from bot.asking import catalogue
from bot.asking.home import show_home
from bot.asking.requests import Requests
from bot.cards import Line
from bot.commands.access import Access, access, allowed, is_ours, outside_of, turn_away, turn_outsider_away
from bot.commands.grammar import EVERYBODYS, SHAPES, Command, Mistake, spoken_language
from bot.commands.orders import ANSWERS, HELD, Order, carry_out
from bot.desk.approvers import Somebody, somebody
from bot.desk.people import Member
from bot.exchange import Exchange
from bot.messages import Message, Person
from bot.ports import AuditEntry
from bot.promises import escalation
from bot.promises.deadlines import WARNINGS
from bot.ticketing import approving, duty, presence
from bot.ticketing.refusals import Unfit, refuse
from bot.tickets.search import MOST_LOOKED_AT, found_in
from bot.tickets.ticket import ACTIVE, Status, Ticket, TicketRefusal
from bot.wording.approvals import asked
from bot.wording.history import with_history
from bot.wording.swarm import with_swarm
from bot.wording.team import help_card, list_card, list_item, mistake_card, ticket_card
from bot.wording.tickets import macros_card, more_card

_LONGEST_LIST = 20
_INTERNAL = frozenset(
    (
        *("noted", "pinged", "reached", "unreached", "expired", "tagged", "untagged", "linked", "unlinked"),
        *("absorbed", "assigned", "undone", "edited", "deleted", "swarmed", "concluded", *WARNINGS),
    )
)
"""What the history keeps from the requester."""
_READABLE = frozenset({"resolved", "closed", "rated", "remarked", "approval", "refused"})
"""Whose details the requester was told; those of the rest are the team's own."""
_OPEN = tuple(sorted(ACTIVE))
_ALL = tuple(sorted(Status))


@dataclass(frozen=True, slots=True)
class Commanding:
    """The desk's counter for commands."""

    requests: Requests

    async def obey(self, x: Exchange, message: Message, command: Command | Mistake) -> None:
        """Carry out the command or tell the sender, privately, why not: in Russian whoever commands in Russian."""
        message = _in_its_language(message)
        if isinstance(command, Mistake):
            await x.whisper(message, mistake_card(x.words_for(message.sender), command))
        elif command.name in EVERYBODYS:
            await self._for_everybody(x, message, command)
        elif (member := x.desk.member(message.sender)) is None:
            await turn_outsider_away(x, message, command.number)
        elif command.name == "list":
            await _list(x, message, member)
        elif command.name == "away":
            await presence.leave(x, message, member, command.text)
        elif command.name == "oncall":
            await duty.obey(x, message, member, command.text)
        elif command.name == "back":
            await presence.come_back(x, message, member)
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
                await _mine(x, message)
            case "show":
                await _show(x, message, command)
            case "search":
                await _search(x, message, command.text)
            case "approve" | "refuse" | "withdraw":
                await _decide(x, message, command)
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
        await _lock(x, command.number or 0, command.other)
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


async def _lock(x: Exchange, *numbers: int) -> None:
    """Two tickets are locked in the order of their numbers, whichever way they are named."""
    for number in sorted(numbers):
        await x.work.ticket(number)


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
    unique = {ticket.number: ticket for ticket in (*asked, *(each for each in claimed if is_ours(x, each, member)))}
    await _show_list(x, message, "mine-title", [unique[number] for number in sorted(unique)])


async def _search(x: Exchange, message: Message, text: str) -> None:
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
    seen = [ticket if is_ours(x, ticket, member) else outside_of(ticket) for ticket in looked_at.values()]
    await _show_list(x, message, "search-title", list(found_in(seen, text)))


async def _show_list(x: Exchange, message: Message, title: str, found: Sequence[Ticket]) -> None:
    words = x.words_for(message.sender)
    lines = [list_item(words, ticket, await _holder(x, ticket, message.sender), x.now) for ticket in found]
    await x.whisper(message, list_card(words, words.text(title, count=len(found)), lines))


async def _show(x: Exchange, message: Message, command: Command) -> None:
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
    shown = history if ours else [_outside(entry) for entry in history if entry.action not in _INTERNAL]
    titles = {name: title.of(words.language) for name, title in x.desk.titles}
    await x.whisper(message, with_history(words, card, shown, x.here, titles))


async def _holder(x: Exchange, ticket: Ticket, viewer: Person) -> Line:
    """Who has the ticket; that they are away is the team's own matter."""
    if is_ours(x, ticket, x.desk.member(viewer)):
        return await x.holder(ticket, x.words_for(viewer), viewer.platform)
    assignee = x.assignee(ticket, viewer.platform)
    return (assignee,) if assignee else ()


def _outside(entry: AuditEntry) -> AuditEntry:
    """The line as the requester may read it: the reason of an escalation is the team's own."""
    return entry if entry.action in _READABLE else replace(entry, detail="")


async def _decide(x: Exchange, message: Message, command: Command) -> None:
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


async def _help(x: Exchange, message: Message) -> None:
    words = x.words_for(message.sender)
    allowed = [shape.name for shape in SHAPES] if x.desk.member(message.sender) else list(EVERYBODYS)
    await x.whisper(message, help_card(words, allowed))


def _status(x: Exchange, message: Message, ticket: Ticket) -> str:
    return x.words_for(message.sender).text(f"status-{ticket.status.value}")
