"""Calls for people: a ping for each, or where many go to one place at once, as after an outage, one message."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from bot.cards import Card, Line, Mention
from bot.desk.desk import Member, Step
from bot.exchange import Exchange
from bot.messages import Post, Thread
from bot.ports import Escalation, Timer, TimerKind
from bot.ports.telemetry import Escalated
from bot.promises.warning import who_and_how_long
from bot.tickets.ticket import Priority, Ticket
from bot.wording.people import member_on
from bot.wording.team import gathered_card, list_item, minutes, ping_card

MANUAL = "manual"
"""The cause of an escalation by hand."""
_FEW = 3
"""So many calls to one place are a message each."""
_GATHERED = "-gathered"
"""Ends the key of a message about many tickets."""
_URGENCY = list(Priority)


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody is to be called: a step of an escalation, and the channel where it reaches them."""

    x: Exchange
    ticket: Ticket
    escalation: Escalation
    step: Step
    thread: Thread


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
    await x.add_post(Post(key, call.thread, card, lane=escalation.key, urgent=True, alert=True))
    await _took_step(call, key)


async def _call_together(calls: Sequence[Call]) -> None:
    first = calls[0]
    x, escalation = first.x, first.escalation
    key = f"{_key(escalation)}{_GATHERED}"
    items = [list_item(x.words, call.ticket, await _holder(call), x.now) for call in calls]
    numbers = [call.ticket.number for call in calls]
    card = gathered_card(x.words, _named(calls), items, numbers)
    await x.add_post(Post(key, first.thread, card, lane=escalation.key, urgent=True, alert=True))
    for call in calls:
        await _took_step(call, key)


def _key(escalation: Escalation) -> str:
    """The key of its next ping; steps may come more than once."""
    return f"{escalation.key}-call-{len(escalation.pings)}"


async def _took_step(call: Call, key: str) -> None:
    """Note who was called, and set the clock for the step after this one."""
    x, ticket, escalation, step = call.x, call.ticket, call.escalation, call.step
    await x.note("pinged", ticket, None, step.tell)
    x.facts.append(Escalated(escalation.cause, escalation.step))
    await x.work.save_escalation(replace(escalation, pings=(*escalation.pings, key)))
    timer = f"{escalation.key}-after-{len(escalation.pings)}"
    due = _over(call, max(step.wait, timedelta(seconds=1)))
    await x.work.set_timer(Timer(timer, TimerKind.ESCALATION, ticket.number, due, escalation.key))


def _over(call: Call, wait: timedelta) -> datetime:
    """When a wait is over: clocks run while the team works, but who asks for help by hand needs it at any hour."""
    x = call.x
    return x.now + wait if call.escalation.cause == MANUAL else x.team(call.ticket).calendar.add(x.now, wait)


def _ping(call: Call) -> Card:
    x, ticket, escalation, platform = call.x, call.ticket, call.escalation, call.thread.platform
    lines = [*_named([call]), _what_happened(call)]
    if escalation.pings:
        lines.append(x.words.say("ping-again"))
    return ping_card(x.words, ticket, lines, who_and_how_long(x, ticket, platform), value=escalation.key)


def _named(calls: Sequence[Call]) -> list[Line]:
    """Those whom the steps call by name, a line each."""
    handles = dict.fromkeys(call.step.tell.partition(":")[2] for call in calls if call.step.tell.startswith("member:"))
    found = [calls[0].x.desk.member_named(handle) for handle in handles]
    return [(member_on(member, calls[0].thread.platform, notify=True),) for member in found if member is not None]


def _what_happened(call: Call) -> Line:
    x, ticket, escalation = call.x, call.ticket, call.escalation
    waited = minutes(ticket.answered_at or ticket.opened_at, x.now)
    if escalation.cause != MANUAL:
        return x.words.say(f"ping-{escalation.cause}", minutes=waited)
    member = x.desk.member_named(escalation.raised_by)
    who = member_on(member, call.thread.platform) if member else Mention(escalation.raised_by)
    return x.words.say("ping-manual", agent=who, reason=escalation.reason)


async def _holder(call: Call) -> Line:
    return await call.x.holder(call.ticket, call.x.words, call.thread.platform)
