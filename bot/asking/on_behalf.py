"""A ticket for who wrote a message, at the wish of whoever read it (I5)."""

from dataclasses import replace

from bot.asking.requests import Requests, conversation_in
from bot.desk.channels import Place
from bot.exchange import Exchange
from bot.messages import Message, Person
from bot.ports import Words
from bot.ticketing import changes
from bot.wording.people import named
from bot.wording.request import line_card


async def open_for(x: Exchange, message: Message, author: Person, requests: Requests) -> None:
    """Open a ticket with the message and what was said before it, once however often and by whomever it is wished. The
    author is told who did it."""
    if x.desk.place(message.thread, direct=message.direct) in (Place.TRIAGE, Place.LEADS):
        await x.refuse(message, "refused-behalf-team")
        return
    if not message.text.strip():
        await x.refuse(message, "refused-behalf-empty")
        return
    earlier = await conversation_in(x, message.thread)
    known = await changes.standing(x, earlier.ticket if earlier else None)
    if known is not None:
        await x.refuse(message, "behalf-known", number=str(known.number))
        return
    said = replace(message, delivery=message.about, sender=author, at=message.said_at or message.at, behalf=None)
    await x.work.keep_words(Words(said.delivery, said.thread, author, said.at, said.text))
    ticket = await requests.open_on_behalf(x, said, earlier)
    await x.note("opened_for", ticket, message.sender)
    if message.sender != ticket.requester:
        words = x.words_of(ticket)
        line = words.say("ticket-opened-for", who=named(message.sender), number=str(ticket.number))
        await x.tell_requester(ticket, line_card(words, line))
    await x.refuse(message, "behalf-done", who=named(ticket.requester), number=str(ticket.number))
