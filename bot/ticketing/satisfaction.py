"""The question how it went: one after closing, seldom to one person; what is bad is told to the leads."""

from dataclasses import replace

from bot.exchange import Exchange
from bot.messages import Message, Press
from bot.ticketing.changes import save
from bot.tickets import lifecycle
from bot.tickets.ticket import NotAskedHow, Status, Ticket
from bot.wording.request import line_card
from bot.wording.satisfaction import how_card, rated_card, told_card

RATE, REMARK = "rate", "remark"
LOW = 2
"""Up to this the leads are told."""
_NEWEST = 50
"""Tickets of one person among which the last question is looked for."""
_ALL = tuple(sorted(Status))


async def ask(x: Exchange, number: int) -> None:
    """Ask the requester of a ticket that has been closed for an hour, unless they were asked of late."""
    ticket = await x.work.ticket(number)
    if ticket is None:
        return
    await x.work.alone_with(ticket.requester)
    newest = await x.work.tickets(statuses=_ALL, requester=ticket.requester, newest=True, limit=_NEWEST)
    if lifecycle.may_ask_how(ticket, newest, x.now, x.desk.satisfaction_every):
        key = await x.tell_requester(ticket, how_card(x.words_of(ticket), ticket))
        await save(x, replace(ticket, rating_asked_at=x.now, answer_key=key))


async def hear(x: Exchange, message: Message, press: Press) -> None:
    """A pressed rating, or a remark to one. Only the requester's own counts."""
    number, _, said = press.value.partition(":")
    found = await x.work.ticket(int(number)) if number.isdecimal() and len(number) < 10 else None
    if found is None or found.requester != message.sender:
        await x.refuse(message, "not-yours")
        return
    try:
        await (_rated(x, found, said) if press.action == RATE else _remarked(x, found, press.get("text").strip()))
    except NotAskedHow:
        await x.refuse(message, "stale-press")


async def _rated(x: Exchange, ticket: Ticket, said: str) -> None:
    rated = lifecycle.rate(ticket, int(said) if said.isdecimal() and len(said) == 1 else 0)
    if rated.rating == ticket.rating:
        return
    rated = await save(x, rated)
    await x.note("rated", rated, ticket.requester, str(rated.rating))
    await x.edit(rated.answer_key, rated_card(x.words_of(rated), rated))
    if rated.rating <= LOW and not ticket.rating:
        await _tell_leads(x, rated, "")


async def _remarked(x: Exchange, ticket: Ticket, text: str) -> None:
    said = {entry.action for entry in await x.work.history(ticket.number)}
    if not ticket.rating or not text or "remarked" in said or ticket.status is not Status.CLOSED:
        raise NotAskedHow
    await x.note("remarked", ticket, ticket.requester, text)
    words = x.words_of(ticket)
    await x.edit(ticket.answer_key, line_card(words, words.say("rating-remarked")))
    await _tell_leads(x, ticket, text)


async def _tell_leads(x: Exchange, ticket: Ticket, text: str) -> None:
    leads = x.leads(ticket) or x.triage(ticket)
    if leads is not None:
        await x.say(leads, told_card(x.words, ticket, text), "")
