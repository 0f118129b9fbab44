"""Tickets that wait for something else than their requester."""

from bot.desk.people import Member
from bot.exchange import Exchange
from bot.messages import Person
from bot.promises import deadlines, escalation
from bot.ticketing.changes import note_going_on, save, tell_thread
from bot.tickets import lifecycle
from bot.tickets.ticket import Ticket


async def hold(x: Exchange, ticket: Ticket, member: Member, sender: Person, reason: str) -> None:
    """The ticket waits for something else; the clocks stand still. Raises NotActive, Merged."""
    held = await save(x, lifecycle.hold(ticket, reason))
    await x.note("held", held, sender, reason)
    await deadlines.rest(x, held)
    await escalation.end(x, held, escalation.BY_CLOCK, member, "held")
    await x.tell_requesters(held, "ticket-held", member, status=held.status)
    await tell_thread(x, held, "thread-held", member, reason=reason)
    await x.show_card(held)


async def unhold(x: Exchange, ticket: Ticket, member: Member, sender: Person) -> None:
    """The ticket is worked on again. Raises NotActive, NotWaiting, Merged."""
    going_on = await save(x, lifecycle.unhold(ticket))
    await note_going_on(x, ticket, going_on, sender)
    going_on = await deadlines.go_on(x, going_on)
    await x.tell_requesters(going_on, "ticket-unheld", member, status=going_on.status)
    await tell_thread(x, going_on, "thread-unheld", member)
    await x.show_card(going_on)
