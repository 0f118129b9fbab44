"""Who speaks where somebody else has asked: of that matter, or of their own."""

from bot.asking.listening import is_closed_to_us
from bot.asking.requests import Requests
from bot.asking.ticketed import closed_lately
from bot.conversation.conversation import Conversation, Stage
from bot.exchange import Exchange
from bot.messages import Message
from bot.ticketing import changes
from bot.tickets.ticket import Status, Ticket
from bot.wording.people import named
from bot.wording.request import taken_chat_card


async def hear(x: Exchange, message: Message, here: Conversation, requests: Requests) -> None:
    """Words of a third person in the asker's thread: carried to the team if a ticket is open, else not our talk. Where
    there are no threads, an employee who speaks to us has no other way there to ask something of their own."""
    ticket = await changes.standing(x, here.ticket)
    if _asks_in_shared_chat(x, message):
        await _own_question(x, message, here, ticket, requests)
    elif ticket is not None and here.stage is Stage.TICKETED:
        await changes.relay_to_team(x, ticket, message)
    elif message.addressed:
        await x.refuse(message, "not-yours")


def _asks_in_shared_chat(x: Exchange, message: Message) -> bool:
    """What the team's members say there is part of their answer, whomever they mention."""
    return message.addressed and message.thread.root == "" and x.desk.member(message.sender) is None


async def _own_question(
    x: Exchange, message: Message, here: Conversation, ticket: Ticket | None, requests: Requests
) -> None:
    """The chat is theirs if what was spoken of there is over; else they alone are told where to ask."""
    if is_closed_to_us(x.desk, message):
        await x.refuse(message, "channel-off")
    elif _is_over(x, here, ticket):
        await x.put_buttons_away(here.answer_key)
        await requests.hear_next(x, message, here)
    else:
        words = x.words_for(message.sender)
        await x.whisper(message, taken_chat_card(words, named(here.asker), message.text))


def _is_over(x: Exchange, here: Conversation, ticket: Ticket | None) -> bool:
    """Whether nothing is open in the conversation that its asker may well come back to."""
    if ticket is not None:
        return ticket.status is Status.CLOSED and not closed_lately(x, ticket)
    return here.stage is Stage.SOLVED or x.now - here.at > x.desk.reopen_within
