"""How tickets end: at the requester's word, at an agent's, or by silence; and the question how it went."""

from datetime import timedelta

from bot.desk.people import Member
from bot.exchange import Exchange
from bot.messages import Person
from bot.ports import ENDING, Timer, TimerKind
from bot.promises import escalation
from bot.ticketing import approving
from bot.ticketing.changes import save, tell_thread
from bot.tickets import lifecycle
from bot.tickets.ticket import Status, Ticket
from bot.wording.team import thread_card

_ASKED_AFTER = timedelta(hours=1)
"""Long enough to see whether it holds, short enough to remember."""


async def confirm(x: Exchange, ticket: Ticket, sender: Person) -> None:
    """It works, says the requester. Raises NotResolved."""
    await x.put_buttons_away(ticket.answer_key)
    closed = await _closed(x, lifecycle.confirm(ticket, x.now), sender)
    await x.tell_requesters(closed, "ticket-closed", status=closed.status)
    await x.tell_team(ticket, thread_card(x.words, x.words.say("thread-closed")))


async def close(x: Exchange, ticket: Ticket, member: Member, sender: Person, reason: str) -> None:
    """At a member's word, for a reason that the requester reads. Raises AlreadyClosed, Merged."""
    closed = lifecycle.close(ticket, reason, x.now)
    await x.put_buttons_away(ticket.answer_key)
    await approving.close_cards(x, ticket, closed)
    closed = await _closed(x, closed, sender, reason)
    await escalation.end(x, closed, escalation.RESOLVED, member, "closed")
    await x.tell_requesters(closed, "ticket-closed-by", member, status=closed.status, reason=reason)
    await tell_thread(x, closed, "thread-closed-by", member, reason=reason)


async def forget(x: Exchange, number: int) -> None:
    """Nobody said since it was resolved that it is not: closed, and said so."""
    ticket = await x.work.ticket(number)
    if ticket is None or ticket.status is not Status.RESOLVED:
        return
    await x.put_buttons_away(ticket.answer_key)
    closed = await _closed(x, lifecycle.confirm(ticket, x.now), None)
    await x.tell_requesters(closed, "ticket-closed-silent", status=closed.status)
    await x.tell_team(closed, thread_card(x.words, x.words.say("thread-closed-silent")))


async def _closed(x: Exchange, closed: Ticket, sender: Person | None, reason: str = "") -> Ticket:
    closed = await save(x, closed)
    await x.note("closed", closed, sender, reason)
    await x.work.cancel_timers(closed.number, ENDING)
    await x.show_card(closed)
    if x.desk.satisfaction_every:
        due = x.now + _ASKED_AFTER
        await x.work.set_timer(Timer(f"{x.cause}-satisfaction", TimerKind.SATISFACTION, closed.number, due))
    return closed
