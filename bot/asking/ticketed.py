"""What is said where there is a ticket already: carried to its team, taken as a word on it, or begun anew."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.asking.answering import show
from bot.asking.hearing import first_intent
from bot.conversation.conversation import Conversation, Stage
from bot.conversation.intents import Intent, intent_of
from bot.conversation.steps import AskWhetherSolved, CloseTicket, Relay, Reopen, Step
from bot.exchange import Exchange
from bot.messages import Message, Thread, chat_with
from bot.ticketing import changes, closing, joining
from bot.tickets import lifecycle
from bot.tickets.ticket import ACTIVE, Ticket
from bot.wording.approvals import denied_card
from bot.wording.catalogue import Wording
from bot.wording.request import added_card, after_resolved_card


async def about_ticket(
    x: Exchange, message: Message, conversation: Conversation, step: Step, ticket: Ticket
) -> Conversation:
    """Do what a step asks for of the ticket, with the words of the message."""
    match step:
        case Relay() if message.text.strip():
            fresh = await _fresh(x, ticket, conversation)
            if not _begins(fresh, message, ticket):
                await changes.relay_to_team(x, fresh, message)
        case Reopen() if lifecycle.may_reopen(ticket, x.now, x.desk.reopen_within):
            await changes.reopen_by_requester(x, ticket, message.sender)
        case Reopen():
            return await _follow_up(x, message, conversation, ticket)
        case CloseTicket() if ticket.requester == message.sender:
            await closing.confirm(x, ticket, message.sender)
        case CloseTicket():  # somebody whose ticket was merged into this one: its own requester closes it
            await changes.relay_to_team(x, ticket, message, settles=True)
        case AskWhetherSolved() if await _is_denied(x, message, conversation, ticket):
            pass
        case AskWhetherSolved() if ticket.requester == message.sender:
            words = Wording(conversation.language)
            await changes.ask_requester(x, await _fresh(x, ticket, conversation), after_resolved_card(words, ticket))
    return conversation


async def goes_to_earlier_ticket(x: Exchange, conversation: Conversation, message: Message, *, sure: bool) -> bool:
    """Whether the words, at the top of a direct chat, have gone to the open ticket there: where there is one, and no
    article answers them for sure."""
    if conversation.stage is not Stage.NEW or not message.direct or sure:
        return False
    if first_intent(message.text) is not Intent.OTHER:
        return False
    for place in (message.thread, chat_with(message.sender)):
        latest = await _latest_elsewhere(x, message, place)
        ticket = await changes.standing(x, latest.ticket if latest else None)
        if latest is not None and ticket is not None and ticket.status in ACTIVE:
            await _add_to_ticket(x, message, conversation, ticket, latest.at)
            return True
    return False


async def _add_to_ticket(
    x: Exchange, message: Message, conversation: Conversation, ticket: Ticket, at: datetime
) -> None:
    """Carry the words to the ticket, with a way to say that they are about something else.

    The new conversation stays behind that of the ticket (`at`), so that what is said next belongs there too.
    """
    await changes.relay_to_team(x, ticket, message)
    await x.put_buttons_away(conversation.answer_key)
    card = added_card(x.words_of(ticket), ticket, round=conversation.round + 1)
    key = await x.say(message.thread, card, message.route)
    behind = at - timedelta(microseconds=1)
    asked = replace(conversation, question=message.text, round=conversation.round + 1, answer_key=key, at=behind)
    await x.work.save_conversation(asked)


async def _latest_elsewhere(x: Exchange, message: Message, place: Thread) -> Conversation | None:
    """The sender's latest conversation in this place, in another thread than here."""
    latest = await x.work.latest_conversation(place, message.sender)
    return latest if latest and latest.thread != message.thread else None


async def _follow_up(x: Exchange, message: Message, conversation: Conversation, ticket: Ticket) -> Conversation:
    """What cannot be reopened goes on in a new ticket; what was refused or withdrawn has to be asked for anew, by its
    form, or nobody would have to approve it."""
    if await _is_denied(x, message, conversation, ticket):
        return conversation
    own = await _own(x, ticket, conversation)
    asks = intent_of(message.text) is Intent.OTHER and message.text.strip()
    asked = replace(conversation, question=message.text if asks else own.question)
    opened = await joining.follow_up(x, own, asked, message)
    return replace(asked, ticket=opened.number)


def _begins(fresh: Ticket, message: Message, before: Ticket) -> bool:
    """Whether an earlier step of this turn opened the ticket with just these words, so that its team has them."""
    return fresh.number != before.number and fresh.question == message.text and not message.files


async def _is_denied(x: Exchange, message: Message, conversation: Conversation, ticket: Ticket) -> bool:
    """Whether the ticket was refused or withdrawn; then the asker is told how it stands and what they can do."""
    denied = next((each for each in (ticket, await _own(x, ticket, conversation)) if each.denied), None)
    if denied is not None:
        reader = x.team(ticket).name if message.text.strip() else ""
        await show(x, conversation, denied_card(Wording(conversation.language), denied, reader))
    return denied is not None


async def _fresh(x: Exchange, ticket: Ticket, conversation: Conversation) -> Ticket:
    """The conversation's ticket as it stands after earlier steps of this turn."""
    return await changes.standing(x, conversation.ticket) or ticket


async def _own(x: Exchange, ticket: Ticket, conversation: Conversation) -> Ticket:
    """The asker's ticket itself, whatever it was merged into."""
    return await x.work.ticket(conversation.ticket or ticket.number) or ticket


def closed_lately(x: Exchange, ticket: Ticket | None) -> bool:
    """Whether it was closed so short a time ago that words may well be about it."""
    return ticket is not None and lifecycle.ended_lately(ticket, x.now, x.desk.reopen_within)
