"""A ticket for who wrote a message, at the wish of whoever read it (I5)."""

from dataclasses import replace

from bot.asking.requests import Requests, conversation_in
from bot.conversation.conversation import Conversation
from bot.desk.channels import Place
from bot.exchange import Exchange, digest
from bot.messages import Message, Person, Thread, chat_with
from bot.ports import Words
from bot.ticketing import changes
from bot.tickets.ticket import Ticket
from bot.wording.people import named
from bot.wording.request import opened_for_card


async def open_for(x: Exchange, message: Message, author: Person, requests: Requests) -> None:
    """Open a ticket with the message and what was said before it, once however often and by whomever it is wished. The
    author is told who did it: in the message's thread, or in their chat with us where that is not theirs or ours."""
    if x.desk.place(message.thread, direct=message.direct) in (Place.TRIAGE, Place.LEADS):
        await x.refuse(message, "refused-behalf-team")
        return
    if not message.text.strip():
        await x.refuse(message, "refused-behalf-empty")
        return
    here = await conversation_in(x, message.thread)
    own = here if here is not None and _is_about(here, message, author) else None
    mark = _mark(message, author)
    known = await _known(x, own, await x.work.conversation(mark))
    if known is not None:
        await x.refuse(message, "behalf-known", number=str(known.number))
        return
    said = replace(message, delivery=message.about, sender=author, at=message.said_at or message.at, behalf=None)
    await x.work.keep_words(Words(said.delivery, said.thread, author, said.at, said.text))
    said = replace(said, route="")  # which leads to whoever wishes
    apart = message.apart or (own is None and (here is not None or not message.thread.root))
    if apart:
        said = replace(said, thread=chat_with(author))
    ticket = await requests.open_on_behalf(x, said, own, mark if apart else None)
    await _tell(x, message, ticket, apart=apart)


async def _tell(x: Exchange, message: Message, ticket: Ticket, *, apart: bool) -> None:
    """Who did it, to the author; and that it is done, to whoever wished it."""
    await x.note("opened_for", ticket, message.sender)
    if message.sender != ticket.requester:
        who, quoted = named(message.sender), message.text if apart else ""
        await x.tell_requester(ticket, opened_for_card(x.words_of(ticket), ticket, who, quoted))
    done = "behalf-done-apart" if apart else "behalf-done"
    await x.refuse(message, done, who=named(ticket.requester), number=str(ticket.number))


def _is_about(here: Conversation, message: Message, author: Person) -> bool:
    """Whether the message belongs to the conversation: its author's, in whose thread it is, or whose question it is
    where there are no threads."""
    asked = here.question.split() == message.text.split()
    return here.asker == author and (message.thread.root != "" or asked)


def _mark(message: Message, author: Person) -> Thread:
    """Under which is kept that the message has a ticket, apart from any conversation where it stands."""
    place = message.thread
    return replace(chat_with(author), root=digest(place.platform, place.workspace, message.about))


async def _known(x: Exchange, *conversations: Conversation | None) -> Ticket | None:
    """The ticket that there is already."""
    for each in conversations:
        ticket = await changes.standing(x, each.ticket if each else None)
        if ticket is not None:
            return ticket
    return None
