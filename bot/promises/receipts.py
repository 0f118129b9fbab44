"""Proof that a call for people reached somebody, and that who had seen it did something."""

from datetime import datetime, timedelta

from bot.cards import Card, Mention, Text
from bot.desk.people import Member
from bot.exchange import Exchange
from bot.messages import Person
from bot.ports import AuditEntry, Escalation, Fate, Timer, TimerKind
from bot.ports.backlog import GIVEN_UP
from bot.promises import warning
from bot.promises.gathering import MANUAL
from bot.promises.ladder import over
from bot.tickets.ticket import Ticket
from bot.wording.team import thread_card

_DOING = frozenset(
    (
        *("claimed", "assigned", "replied", "noted", "pending", "held", "unheld", "resolved", "reopened", "closed"),
        *("transferred", "merged", "absorbed", "linked", "category", "priority", "tagged", "swarmed", "concluded"),
    )
)
"""Actions with which somebody of a team does something for the ticket."""
_PATIENCE = timedelta(seconds=5)
"""A channel that wants a longer pause is no way to call somebody."""
_LOOKS_AGAIN = timedelta(minutes=1)
"""So long after a short pause, should the fate have become known in the very moment that it was looked at."""


async def received(x: Exchange, ticket: Ticket, key: str) -> Escalation | None:
    """The fate of the call with this key is known: it is noted. The escalation, if its last call does not arrive: then
    the next step is to be called at once. While nobody knows, it is looked at again."""
    fate = await x.work.fate(key)
    running = await x.work.running_escalations(ticket.number)
    escalation = next((each for each in running if key in each.pings), None)
    if fate is None or escalation is None:
        return None
    whom = _whom(x, ticket, escalation)
    if fate.state == "sent":
        await x.note("reached", ticket, None, whom)
    elif reason := _why_lost(x, fate):
        await x.note("unreached", ticket, None, f"{whom}: {reason}")
        await x.tell_team(ticket, thread_card(x.words, x.words.say("thread-unreached", reason=reason)))
        return await _given_up(x, ticket, escalation, key)
    else:
        again = Timer(f"{x.cause}-receipt", TimerKind.RECEIPT, ticket.number, x.now + _LOOKS_AGAIN, key)
        await x.work.set_timer(again)
    return None


async def _given_up(x: Exchange, ticket: Ticket, escalation: Escalation, key: str) -> Escalation | None:
    if escalation.pings[-1] != key:
        return None
    await x.work.cancel_timers(ticket.number, [TimerKind.ESCALATION], escalation.key)
    return escalation


def _why_lost(x: Exchange, fate: Fate) -> str:
    """Why a call does not arrive, or not soon enough; empty where it may."""
    if fate.state in GIVEN_UP:
        return fate.reason or fate.state
    paused = fate.state == "waiting" and fate.not_before is not None and fate.not_before - x.now > _PATIENCE
    return x.words.text("unreached-paused") if paused else ""


def _whom(x: Exchange, ticket: Ticket, escalation: Escalation) -> str:
    """The step that an escalation stands at, as desk.toml names it."""
    steps = x.team(ticket).escalation.steps
    return steps[escalation.step].tell if 0 <= escalation.step < len(steps) else "leads"


async def watch_doing(x: Exchange, ticket: Ticket, escalation: Escalation) -> None:
    """Look, after the time that the policy gives for it, whether anything follows the acknowledgement."""
    wait = x.team(ticket).escalation.acknowledged_for
    due = over(x.desk, ticket, x.now, wait, by_hand=escalation.cause == MANUAL)
    key = f"{escalation.key}-expiry"
    await x.work.set_timer(Timer(key, TimerKind.EXPIRY, ticket.number, due, escalation.key))


async def expired(x: Exchange, ticket: Ticket, key: str) -> Escalation | None:
    """Somebody has seen a call, and nothing followed: the escalation to raise in its place, unless another one is on
    its way."""
    seen = await x.work.escalation(key)
    running = [each for each in await x.work.running_escalations(ticket.number) if not warning.is_warning(each)]
    if seen is None or seen.acknowledged_at is None or running:
        return None
    if any(_follows(x, entry, seen.acknowledged_at) for entry in await x.work.history(ticket.number)):
        return None
    member = x.desk.member_named(seen.acknowledged_by)
    who = x.colleague(member, ticket) if member else seen.acknowledged_by
    await x.note("expired", ticket, None, member.name if member else seen.acknowledged_by)
    await x.tell_team(ticket, thread_card(x.words, x.words.say("thread-expired", agent=who)))
    return Escalation(f"{x.cause}-escalation", ticket.number, seen.reason, x.now, seen.raised_by, seen.cause)


def _follows(x: Exchange, entry: AuditEntry, seen_at: datetime) -> bool:
    """Whether it is something that a person of a team did after they had seen the call."""
    if entry.at < seen_at or entry.action not in _DOING:
        return False
    platform, workspace, id = (*entry.actor.split("/", 2), "", "")[:3]
    return x.desk.member(Person(platform, workspace, id)) is not None


async def is_called(x: Exchange, ticket: Ticket, member: Member) -> bool:
    """Whether a call that nobody has acknowledged yet reached the member: by name, or in a channel of a team of theirs,
    whichever team has the ticket now."""
    channels = {channel for team in x.desk.teams_of(member) for channel in (*team.triage, *team.leads)}
    for escalation in await x.work.running_escalations(ticket.number):
        for key in escalation.pings:
            shown = await x.work.post(key)
            if shown is not None:
                place = shown.thread.platform, shown.thread.channel
                if place in channels or _is_named(shown.card, dict(member.ids).get(shown.thread.platform, "")):
                    return True
    return False


def _is_named(card: Card, id: str) -> bool:
    spans = (span for block in card.blocks if isinstance(block, Text) for span in block.line)
    return any(isinstance(span, Mention) and span.notify and span.id == id for span in spans) and bool(id)
