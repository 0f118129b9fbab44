"""Swarms: specialists are pulled into a ticket's thread for a time; what came of it is written back."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import roster
from bot.desk.desk import Desk
from bot.desk.people import Member
from bot.desk.teams import Team
from bot.exchange import Exchange
from bot.messages import Person
from bot.ports import Timer, TimerKind
from bot.ticketing.changes import save
from bot.ticketing.refusals import Unfit
from bot.tickets import lifecycle
from bot.tickets.lasting import read_time
from bot.tickets.swarm import Swarm
from bot.tickets.ticket import ACTIVE, Ticket
from bot.wording.people import member_on
from bot.wording.swarm import call_card, due_card, swarm_card
from bot.wording.team import thread_card

REMINDER, OVER = "reminder", "over"
_BEFORE = timedelta(minutes=5)
_ENDING = re.compile(r"^(?:end|done|конец|закончить|итог)\b[\s:,.]*", re.IGNORECASE)
_AND = re.compile(r"^(?:and|и|,|;)\s*", re.IGNORECASE)


async def swarm(x: Exchange, ticket: Ticket, member: Member, sender: Person, said: str) -> None:
    """Call the people and teams with whom the words begin, for the time that is named and with the question after it;
    or end it with a conclusion. Raises NotActive, Merged, Unfit."""
    if ending := _ENDING.match(said):
        await conclude(x, ticket, member, sender, said[ending.end() :].strip())
        return
    lifecycle.require_active(ticket)
    if ticket.swarm is not None:
        raise Unfit("swarm-running", until=x.words_for(sender).time(ticket.swarm.until, x.here))
    receivers, rest = _receivers(x, said)
    time, question = read_time(rest)
    if not receivers:
        nearest = roster.nearest_receiver(x.desk, said) or x.desk.teams[0].id
        raise Unfit("swarm-nobody", said=said, nearest=nearest)
    if time is None:
        raise Unfit("swarm-time")
    called = Swarm(tuple(each.id if isinstance(each, Team) else each.handle for each in receivers), x.now + time)
    await save(x, replace(ticket, swarm=called))
    await x.note("swarmed", ticket, sender, called.written)
    await _call(x, ticket, member, (receivers, question), called.until)
    for subject, due in ((REMINDER, max(called.until - _BEFORE, x.now + time / 2)), (OVER, called.until)):
        await x.work.set_timer(Timer(f"{x.cause}-swarm-{subject}", TimerKind.SWARM, ticket.number, due, subject))


async def conclude(x: Exchange, ticket: Ticket, member: Member, sender: Person, text: str) -> None:
    """What came of it, for the team alone. Raises NotActive, Merged, Unfit."""
    if ticket.swarm is None:
        lifecycle.require_active(ticket)
        raise Unfit("swarm-none")
    if not text:
        raise Unfit("swarm-no-conclusion")
    await save(x, replace(ticket, swarm=None))
    await x.note("concluded", ticket, sender, text)
    await x.work.cancel_timers(ticket.number, [TimerKind.SWARM])
    line = x.words.say("thread-concluded", agent=x.colleague(member, ticket))
    await x.tell_team(ticket, thread_card(x.words, line, text))


async def on_timer(x: Exchange, timer: Timer) -> None:
    """Its time is nearly over, or over: whoever was called is reminded of the conclusion."""
    ticket = await x.work.ticket(timer.ticket)
    if ticket is not None and ticket.swarm is not None and ticket.status in ACTIVE:
        until = x.words.time(ticket.swarm.until, x.here)
        await x.tell_team(ticket, due_card(x.words, ticket, until, over=timer.subject == OVER), alert=True)


def is_in(desk: Desk, ticket: Ticket, member: Member) -> bool:
    """Whether the member was called, by name or with their team, and the ticket has not come to its end since."""
    if ticket.swarm is None or ticket.swarm.ended or ticket.status not in ACTIVE:
        return False
    mine = {member.handle, *(team.id for team in desk.teams_of(member))}
    return not mine.isdisjoint(ticket.swarm.people)


def _receivers(x: Exchange, said: str) -> tuple[list[Team | Member], str]:
    """With whom the words begin, each once, and the words after them."""
    found: list[Team | Member] = []
    rest = said.strip()
    while True:
        receiver, after = roster.receiver_in(x.desk, rest)
        if receiver is None:
            return found, rest
        found += [receiver] if receiver not in found else []
        rest = _AND.sub("", after)


async def _call(
    x: Exchange, ticket: Ticket, member: Member, asked: tuple[Sequence[Team | Member], str], until: datetime
) -> None:
    """In the ticket's thread, and in the channel of each team that was called or whose people do not read that."""
    receivers, question = asked
    triage, own = x.triage(ticket), x.team(ticket)
    platform = triage.platform if triage else ""
    names = [each.name if isinstance(each, Team) else member_on(each, platform, notify=True) for each in receivers]
    at, who = x.words.time(until, x.here), x.colleague(member, ticket)
    await x.tell_team(ticket, swarm_card(x.words, ticket, (who, names), at, question), alert=True)
    for team in dict.fromkeys(_elsewhere(x, each, own) for each in receivers):
        channel = x.desk.channel(team.triage, ticket.request) if team else None
        if team is not None and channel is not None:
            whom = [each for each in receivers if _elsewhere(x, each, own) == team]
            theirs = [e.name if isinstance(e, Team) else member_on(e, channel.platform, notify=True) for e in whom]
            card = call_card(x.words, x.titled(ticket, x.words), (who, theirs), at, question)
            await x.name_tickets(channel, card, alert=True)


def _elsewhere(x: Exchange, receiver: Team | Member, own: Team) -> Team | None:
    """The team in whose channel the receiver is called, where it is not the ticket's own."""
    team = receiver if isinstance(receiver, Team) else roster.team_for(x.desk, receiver, own)
    return team if team.id != own.id else None
