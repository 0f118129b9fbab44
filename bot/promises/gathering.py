"""Calls for people: a ping for each, or where many go to one place at once, as after an outage, one message."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby

from bot.cards import Card, Line, Mention
from bot.desk.people import Member
from bot.exchange import Exchange
from bot.messages import Post, Thread
from bot.ports import Escalation, Timer, TimerKind
from bot.ports.telemetry import Escalated
from bot.promises.ladder import Reached, Skipped, over
from bot.promises.warning import who_and_how_long
from bot.tickets.ticket import Priority, Ticket
from bot.wording.oncall import skipped_line
from bot.wording.people import member_on
from bot.wording.team import gathered_card, list_item, ping_card

MANUAL = "manual"
"""The cause of an escalation by hand."""
_RECEIPT_WITHIN = timedelta(days=2)
"""As long as the fate of a call is waited for: it is known before that, or nobody knows."""
_FEW = 3
"""So many calls to one place are a message each."""
_GATHERED = "-gathered"
"""Ends the key of a message about many tickets."""
_URGENCY = list(Priority)

MOST_TOGETHER = 99
"""Further calls in one unit of work."""


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody is to be called: a step of an escalation, and where it reaches them. `skipped` are the steps left out
    before it; `failed` says that the call before it was not delivered."""

    x: Exchange
    ticket: Ticket
    escalation: Escalation
    reached: Reached
    skipped: tuple[Skipped, ...] = ()
    failed: bool = False

    @property
    def thread(self) -> Thread:
        """The channel."""
        return self.reached.thread


def is_of_one(key: str) -> bool:
    """Whether the post of this key is about one ticket alone."""
    return not key.endswith(_GATHERED)


async def call_for_people(calls: Sequence[Call]) -> None:
    """Post the calls, the most urgent and the oldest first; more than three to one channel as one message."""
    ordered = sorted(calls, key=lambda call: (_URGENCY.index(call.ticket.priority), call.ticket.opened_at))
    by_place = sorted(ordered, key=lambda call: repr(call.thread))
    for _, group in groupby(by_place, lambda call: call.thread):
        together = list(group)
        if len(together) > _FEW:
            await _call_together(together)
        else:
            for call in together:
                await _call_alone(call)


async def close(x: Exchange, escalations: Sequence[Escalation], member: Member) -> None:
    """Show on the messages about these and others that somebody has seen them."""
    for key in sorted({key for each in escalations for key in each.pings if not is_of_one(key)}):
        shown = await x.work.post(key)
        if shown is not None and shown.card.buttons:
            who = member_on(member, shown.thread.platform)
            line = x.words.say("ping-acknowledged", agent=who, at=x.words.time(x.now, x.here))
            await x.edit(key, gathered_card(x.words, [line], (), ()))


async def _call_alone(call: Call) -> None:
    x, escalation = call.x, call.escalation
    key = _key(escalation)
    card = _ping(call)
    await x.add_post(Post(key, call.thread, card, lane=key, urgent=True, alert=True))
    await _took_step(call, key)


async def _call_together(calls: Sequence[Call]) -> None:
    first = calls[0]
    x, escalation = first.x, first.escalation
    key = f"{_key(escalation)}{_GATHERED}"
    by_number = {call.ticket.number: call for call in calls}
    items = [
        list_item(x.words, x.titled(call.ticket, x.words), await _holder(call), x.now) for call in by_number.values()
    ]
    numbers = list(by_number)
    card = gathered_card(x.words, _named(calls), items, numbers)
    await x.add_post(Post(key, first.thread, card, lane=key, urgent=True, alert=True))
    for call in calls:
        await _took_step(call, key)


def _key(escalation: Escalation) -> str:
    """The key of its next ping; steps may come more than once."""
    return f"{escalation.key}-call-{len(escalation.pings)}"


async def _took_step(call: Call, key: str) -> None:
    """Note who was called, and set the clock for the step after this one."""
    x, ticket, escalation, step = call.x, call.ticket, call.escalation, call.reached.step
    await x.note("pinged", ticket, None, ", ".join((step.tell, *(each.name for each in call.reached.people))))
    x.facts.append(Escalated(escalation.cause, escalation.step))
    await x.work.save_escalation(replace(escalation, pings=(*escalation.pings, key)))
    timer = f"{escalation.key}-after-{len(escalation.pings)}"
    due = over(x.desk, ticket, x.now, step.wait, by_hand=escalation.cause == MANUAL)
    await x.work.set_timer(Timer(timer, TimerKind.ESCALATION, ticket.number, due, escalation.key))
    receipt = f"{escalation.key}-receipt-{len(escalation.pings)}"
    await x.work.set_timer(Timer(receipt, TimerKind.RECEIPT, ticket.number, x.now + _RECEIPT_WITHIN, key))


def _ping(call: Call) -> Card:
    x, ticket, escalation, platform = call.x, call.ticket, call.escalation, call.thread.platform
    lines = [*_named([call]), _what_happened(call)]
    if escalation.pings:
        lines.append(x.words.say("ping-failed" if call.failed else "ping-again"))
    lines += [skipped_line(x.words, each) for each in call.skipped]
    facts = who_and_how_long(x, ticket, platform)
    return ping_card(x.words, x.titled(ticket, x.words), lines, facts, value=escalation.key)


def _named(calls: Sequence[Call]) -> list[Line]:
    """Those whom the steps call by name, a line each."""
    people = {member.handle: member for call in calls for member in call.reached.people}
    return [(member_on(member, calls[0].thread.platform, notify=True),) for member in people.values()]


def _what_happened(call: Call) -> Line:
    x, ticket, escalation = call.x, call.ticket, call.escalation
    if escalation.cause != MANUAL:
        waited = x.words.waited(x.now - (ticket.answered_at or ticket.opened_at))
        return x.words.say(f"ping-{escalation.cause}", waited=waited)
    member = x.desk.member_named(escalation.raised_by)
    who = member_on(member, call.thread.platform) if member else Mention(escalation.raised_by)
    return x.words.say("ping-manual", agent=who, reason=escalation.reason)


async def _holder(call: Call) -> Line:
    return await call.x.holder(call.ticket, call.x.words, call.thread.platform)
