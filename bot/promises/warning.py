"""Warnings: whoever has a ticket and is there, or else the team, is told before a promise falls due, in a post to be
acknowledged.

A warning is kept as an escalation without steps; the requester hears nothing of it.
"""

from bot.cards import Line
from bot.desk.clocks import Clock
from bot.desk.promises import Goal
from bot.exchange import Exchange
from bot.messages import Post
from bot.ports import Escalation
from bot.promises import deadlines
from bot.tickets.ticket import Ticket
from bot.wording.people import member_on
from bot.wording.team import ping_card

_WARNED = "warned-"


def cause_of(goal: Goal) -> str:
    """The cause of a warning of this goal."""
    return _WARNED + goal.value


def is_warning(escalation: Escalation) -> bool:
    """Whether it is a warning, and no call for help."""
    return escalation.cause.startswith(_WARNED)


async def warn(x: Exchange, ticket: Ticket, goal: Goal) -> None:
    """Warn of the goal, unless it is too early, too late, or was done."""
    clock = await deadlines.to_warn_of(x, ticket, goal)
    triage = x.triage(ticket)
    if clock is None or triage is None:
        return
    key = f"{x.cause}-warning"
    here = bool(ticket.assignee) and not x.has_left(ticket) and ticket.assignee not in await x.away()
    facts = who_and_how_long(x, ticket, triage.platform)
    lines = _lines(x, ticket, clock, triage.platform, here=here)
    card = ping_card(x.words, x.titled(ticket, x.words), lines, facts, value=key, title="warning")
    below = ticket.card_key if here else ""
    lane = ticket.lane if here else key
    await x.add_post(Post(f"{key}-ping", triage, card, below=below, lane=lane, alert=True))
    await x.work.save_escalation(Escalation(key, ticket.number, "", x.now, "", cause_of(goal), pings=(f"{key}-ping",)))


def who_and_how_long(x: Exchange, ticket: Ticket, platform: str) -> tuple[tuple[str, Line], ...]:
    """The facts that a ping shows: who has the ticket, how long its requester waits, how much it matters."""
    assignee = x.assignee(ticket, platform)
    gone = (" ", *x.words.say("holder-gone")) if x.has_left(ticket) else ()
    waiting = x.words.waited(x.now - ticket.opened_at)
    return (
        (x.words.text("card-assignee"), (assignee or x.words.text("card-nobody"), *gone)),
        (x.words.text("ping-waiting"), (waiting,)),
        (x.words.text("card-priority"), (x.words.text(f"priority-{ticket.priority.value}"),)),
    )


def _lines(x: Exchange, ticket: Ticket, clock: Clock, platform: str, *, here: bool) -> list[Line]:
    goal, left = x.words.text(f"sla-goal-{clock.promise.goal.value}"), x.words.lasting(clock.left)
    due = x.words.time(clock.due_at or x.now, x.here)
    line = x.words.say("warning-due", goal=goal, at=due, left=left)
    member = x.desk.member_named(ticket.assignee) if here else None
    return [(member_on(member, platform, notify=True),), line] if member else [line]
