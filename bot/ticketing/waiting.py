"""Tickets that wait: for their requester, who was asked something, or for something else."""

from bot.desk.desk import Member
from bot.exchange import Exchange
from bot.messages import Person
from bot.promises import deadlines, escalation
from bot.ticketing.changes import answered_by, note_going_on, save, tell_thread
from bot.tickets import lifecycle
from bot.tickets.ticket import Ticket
from bot.wording.team import thread_card
from bot.wording.tickets import asked_card


async def ask(x: Exchange, ticket: Ticket, member: Member, sender: Person, text: str) -> None:
    """A question to the requester, for whom the ticket then waits. Raises NotActive, Merged."""
    asked = await save(x, lifecycle.ask(ticket, x.now))
    await answered_by(x, asked, member, sender)
    await x.note("pending", asked, sender)
    await deadlines.rest(x, asked)
    await escalation.end(x, asked, escalation.BY_CLOCK, member, "answered")
    for each in await x.audience(asked):
        card = asked_card(x.words_of(each), asked, x.agent(member, each), text)
        await x.tell_requester(each, card, alert=True)
    await x.show_card(asked)
    who = x.words.say("thread-asked", agent=x.colleague(member, ticket))
    await x.tell_team(ticket, thread_card(x.words, who, text))


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
    await deadlines.go_on(x, going_on)
    await x.tell_requesters(going_on, "ticket-unheld", member, status=going_on.status)
    await tell_thread(x, going_on, "thread-unheld", member)
    await x.show_card(going_on)
