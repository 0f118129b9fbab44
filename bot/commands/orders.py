"""What agents order done with a ticket: each command with everything that it needs, allowed and ready."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.cards import Span
from bot.commands.grammar import Command, tags_in
from bot.desk import roster
from bot.desk.categories import category_in, known_categories, nearest_category
from bot.desk.handover import Handover, read_handover
from bot.desk.macro import VARIABLES, fill, variables_in
from bot.desk.people import Member
from bot.desk.teams import Team
from bot.exchange import Exchange
from bot.meant import meant
from bot.messages import Message, Person
from bot.promises import escalation
from bot.promises.sla import clocks_of
from bot.ticketing import changes, closing, joining, replying, sorting, swarming, transferring, waiting
from bot.ticketing.refusals import Unfit
from bot.ticketing.replying import Reply
from bot.tickets.ticket import Merged, Priority, Ticket
from bot.wording.people import named
from bot.wording.sla import sla_card

_LONGEST_TAG = 30
_MOST_NAMED = 15
"""Members or teams that a sentence lists."""


@dataclass(frozen=True, slots=True)
class Order:
    """A command with everything that it needs, allowed and ready to be carried out."""

    message: Message
    command: Command
    member: Member
    ticket: Ticket
    second: Ticket | None = None
    of_articles: Callable[[], Collection[str]] = tuple
    """The categories that the articles have."""

    @property
    def sender(self) -> Person:
        """Who gave it."""
        return self.message.sender

    @property
    def text(self) -> str:
        """The words of the command."""
        return self.command.text

    @property
    def other(self) -> Ticket:
        """The other ticket, of a command that takes two."""
        assert self.second is not None  # noqa: S101 - such commands are only given with both
        return self.second


async def carry_out(x: Exchange, order: Order) -> None:
    """Do it. Raises TicketRefusal."""
    if order.ticket.merged_into is not None and order.command.name not in OF_MERGED:
        raise Merged
    await _ACTIONS[order.command.name](x, order)


async def _claim(x: Exchange, order: Order) -> None:
    await changes.claim(x, order.ticket, order.member, order.sender)


async def _release(x: Exchange, order: Order) -> None:
    await changes.release(x, order.ticket, order.member, order.sender)


async def _reply(x: Exchange, order: Order) -> None:
    await replying.reply(x, order.ticket, Reply(order.member, order.message, lambda _: order.text))


async def _note(x: Exchange, order: Order) -> None:
    await changes.note(x, order.ticket, order.member, order.sender, order.text)


async def _swarm(x: Exchange, order: Order) -> None:
    await swarming.swarm(x, order.ticket, order.member, order.sender, order.text)


async def _conclude(x: Exchange, order: Order) -> None:
    await swarming.conclude(x, order.ticket, order.member, order.sender, order.text)


async def _ask(x: Exchange, order: Order) -> None:
    await replying.reply(x, order.ticket, Reply(order.member, order.message, lambda _: order.text, asks=True))


async def _undo(x: Exchange, order: Order) -> None:
    """The one whose button was pressed, else the last."""
    which = order.text if order.message.pressed else ""
    await replying.call_back(x, order.ticket, order.message, order.member, which)


async def _hold(x: Exchange, order: Order) -> None:
    await waiting.hold(x, order.ticket, order.member, order.sender, order.text)


async def _unhold(x: Exchange, order: Order) -> None:
    await waiting.unhold(x, order.ticket, order.member, order.sender)


async def _resolve(x: Exchange, order: Order) -> None:
    await changes.resolve(x, order.ticket, order.member, order.sender, order.text)
    await replying.drop_questions(x, order.ticket, order.sender)


async def _close(x: Exchange, order: Order) -> None:
    await closing.close(x, order.ticket, order.member, order.sender, order.text)
    await replying.drop_questions(x, order.ticket, order.sender)


async def _reopen(x: Exchange, order: Order) -> None:
    await changes.reopen_by_agent(x, order.ticket, order.member, order.sender)


async def _escalate(x: Exchange, order: Order) -> None:
    await escalation.raise_by_hand(x, order.ticket, order.member, order.sender, order.text)


async def _sla(x: Exchange, order: Order) -> None:
    """How the promises stand, in the sender's words: nothing is changed."""
    words = x.words_for(order.sender)
    history = await x.work.history(order.ticket.number)
    clocks = clocks_of(x.desk, order.ticket, history, x.now, words.language)
    await x.whisper(order.message, sla_card(words, order.ticket.number, clocks, x.here))


async def _acknowledge(x: Exchange, order: Order) -> None:
    running = await x.work.running_escalations(order.ticket.number)
    if not running:
        raise Unfit("no-escalation")
    await escalation.acknowledge(x, order.ticket, running, order.member, order.sender)


async def _assign(x: Exchange, order: Order) -> None:
    teams = [x.team(order.ticket)]
    to = roster.member_in(teams, order.text, order.member)
    if to is None:
        raise _unnamed(
            "no-member",
            order.text,
            roster.nearest_handle(teams, order.text),
            team=teams[0].name,
            known=", ".join(each.handle for each in teams[0].members[:_MOST_NAMED]),
        )
    await sorting.assign(x, order.ticket, to, order.member, order.sender)


async def _transfer(x: Exchange, order: Order) -> None:
    team, receiver, handed = _handed(x, order)
    if not handed:
        raise Unfit("no-handover")
    await transferring.transfer(x, order.ticket, (team, receiver), handed, (order.member, order.sender))


def _handed(x: Exchange, order: Order) -> tuple[Team, Member | None, Handover]:
    said, handed = read_handover(order.text)
    receiver, rest = roster.receiver_in(x.desk, said)
    if receiver is None:
        known = ", ".join(team.id for team in x.desk.teams[:_MOST_NAMED])
        raise _unnamed("no-receiver", (said.split() or [""])[0], roster.nearest_receiver(x.desk, said), known=known)
    handed = Handover(handed.tried, handed.found, handed.next, rest)
    if isinstance(receiver, Team):
        return receiver, None, handed
    return roster.team_for(x.desk, receiver, x.team(order.ticket)), receiver, handed


async def _priority(x: Exchange, order: Order) -> None:
    await sorting.prioritise(x, order.ticket, Priority(order.text), order.member, order.sender)


async def _category(x: Exchange, order: Order) -> None:
    known = known_categories(x.desk, order.of_articles())
    category = category_in(known, order.text, x.desk.titles)
    if category is None:
        nearest = nearest_category(known, order.text, x.desk.titles)
        raise _unnamed("no-category", order.text, nearest, known=_listed(x, order, known))
    await sorting.categorise(x, order.ticket, category, order.member, order.sender)


def _listed(x: Exchange, order: Order, categories: Sequence[str]) -> str:
    """The categories as they can be written, each with what people call it."""
    titles = ((name, x.desk.title(name).of(x.words_for(order.sender).language)) for name in categories)
    return ", ".join(f"{name} ({title})" if title else name for name, title in titles)


async def _tag(x: Exchange, order: Order) -> None:
    await sorting.tag(x, order.ticket, _tags(order), order.sender)


async def _untag(x: Exchange, order: Order) -> None:
    await sorting.untag(x, order.ticket, _tags(order), order.sender)


def _tags(order: Order) -> tuple[str, ...]:
    tags = tags_in(order.text)
    if not tags or max(map(len, tags)) > _LONGEST_TAG:
        raise Unfit("tag-words", most=_LONGEST_TAG)
    return tags


async def _macro(x: Exchange, order: Order) -> None:
    said = order.text.strip().casefold()
    macro = next((macro for macro in x.desk.macros if macro.name == said), None)
    if macro is None:
        raise _unnamed("no-macro", order.text, meant(said, [each.name for each in x.desk.macros]))
    if "article" in variables_in(macro.text) and not order.ticket.tried:
        raise Unfit("no-article", said=macro.name)
    if not {*variables_in(macro.text)} <= {*VARIABLES, *(answer.name for answer in order.ticket.answers)}:
        raise Unfit("no-field", said=macro.name)
    filled = Reply(order.member, order.message, lambda each: fill(macro.text, _values(x, order, each)))
    await replying.reply(x, order.ticket, filled)


def _values(x: Exchange, order: Order, reader: Ticket) -> dict[str, Span]:
    """What stands for the variables, for the requester of this ticket."""
    ticket, language = order.ticket, reader.language
    return {
        **{answer.name: answer.value.of(language) for answer in ticket.answers},
        "requester": named(reader.requester),
        "agent": order.member.name,
        "number": str(ticket.number),
        "team": x.team(ticket).name,
        "article": ticket.tried[-1].title if ticket.tried else "",
    }


async def _merge(x: Exchange, order: Order) -> None:
    await joining.merge(x, order.ticket, order.other, order.member, order.sender)


async def _split(x: Exchange, order: Order) -> None:
    await joining.split(x, order.ticket, order.member, order.sender, order.text)


async def _link(x: Exchange, order: Order) -> None:
    await joining.link(x, order.ticket, order.other, order.sender)


async def _unlink(x: Exchange, order: Order) -> None:
    await joining.unlink(x, order.ticket, order.other, order.sender)


def _unnamed(why: str, said: str, nearest: str, **values: str) -> Unfit:
    """Nothing is called that: what may have been meant, or what there is."""
    return Unfit(f"{why}-near", said=said, nearest=nearest, **values) if nearest else Unfit(why, said=said, **values)


_ACTIONS: Mapping[str, Callable[[Exchange, Order], Awaitable[None]]] = {
    "claim": _claim,
    "assign": _assign,
    "transfer": _transfer,
    "release": _release,
    "swarm": _swarm,
    "conclude": _conclude,
    "reply": _reply,
    "note": _note,
    "ask": _ask,
    "undo": _undo,
    "macro": _macro,
    "priority": _priority,
    "category": _category,
    "tag": _tag,
    "untag": _untag,
    "hold": _hold,
    "unhold": _unhold,
    "escalate": _escalate,
    "ack": _acknowledge,
    "sla": _sla,
    "resolve": _resolve,
    "close": _close,
    "reopen": _reopen,
    "merge": _merge,
    "split": _split,
    "link": _link,
    "unlink": _unlink,
}
OF_MERGED = ("sla", "undo", "split", "link", "unlink")
"""What can be ordered of a ticket that was merged into another; all else belongs there."""
ANSWERS = ("sla", "undo")
"""Commands that say themselves what came of them."""
HELD = ("reply", "ask", "macro")
"""Commands that do so where replies can be called back."""
