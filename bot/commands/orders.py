"""What agents order done with a ticket: each command with everything that it needs, allowed and ready."""

from collections.abc import Awaitable, Callable, Mapping

from bot.commands.naming import category_named, handed_over, macro_filled, member_named, tags_named
from bot.commands.order import Order
from bot.exchange import Exchange
from bot.promises import escalation
from bot.promises.sla import clocks_of
from bot.ticketing import changes, closing, joining, replying, sorting, swarming, transferring, waiting
from bot.ticketing.refusals import Unfit
from bot.ticketing.replying import Reply
from bot.tickets.ticket import Merged, Priority
from bot.wording.sla import sla_card


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
    seen = escalation.to_be_seen_by(x, order.ticket, running, order.member)
    if not seen:
        raise Unfit("own-escalation")
    await escalation.acknowledge(x, order.ticket, seen, order.member, order.sender)


async def _assign(x: Exchange, order: Order) -> None:
    await sorting.assign(x, order.ticket, member_named(x, order), order.member, order.sender)


async def _transfer(x: Exchange, order: Order) -> None:
    team, receiver, handed = handed_over(x, order)
    await transferring.transfer(x, order.ticket, (team, receiver), handed, (order.member, order.sender))


async def _priority(x: Exchange, order: Order) -> None:
    await sorting.prioritise(x, order.ticket, Priority(order.text), order.member, order.sender)


async def _category(x: Exchange, order: Order) -> None:
    await sorting.categorise(x, order.ticket, category_named(x, order), order.member, order.sender)


async def _tag(x: Exchange, order: Order) -> None:
    await sorting.tag(x, order.ticket, tags_named(order), order.sender)


async def _untag(x: Exchange, order: Order) -> None:
    await sorting.untag(x, order.ticket, tags_named(order), order.sender)


async def _macro(x: Exchange, order: Order) -> None:
    await replying.reply(x, order.ticket, macro_filled(x, order))


async def _merge(x: Exchange, order: Order) -> None:
    await joining.merge(x, order.ticket, order.other, order.member, order.sender)


async def _split(x: Exchange, order: Order) -> None:
    await joining.split(x, order.ticket, order.member, order.sender, order.text)


async def _link(x: Exchange, order: Order) -> None:
    await joining.link(x, order.ticket, order.other, order.sender)


async def _unlink(x: Exchange, order: Order) -> None:
    await joining.unlink(x, order.ticket, order.other, order.sender)


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
