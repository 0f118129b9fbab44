"""What of the talk in channels is meant for us, and when we hold back because people talk to each other."""

from bot.conversation.conversation import Conversation, Stage
from bot.conversation.questions import asks
from bot.desk.channels import Mode
from bot.desk.desk import Desk
from bot.exchange import Exchange
from bot.messages import Message


def is_for_us(desk: Desk, message: Message, *, known: bool) -> bool:
    """Whether words outside any conversation are a question to us; `known`: an article answers them for sure."""
    help = desk.help(message.thread)
    mode = help.mode if help is not None else Mode.MENTIONS
    opens = message.thread.root == "" or message.opens_thread
    match mode:
        case Mode.OFF:
            return False
        case Mode.EVERY if opens:
            return True
        case Mode.QUESTIONS if opens:
            return message.addressed or known or asks(message.text)
        case _:
            return message.addressed


def is_closed_to_us(desk: Desk, message: Message) -> bool:
    """Whether we were mentioned where we are not to answer."""
    help = desk.help(message.thread)
    return message.addressed and help is not None and help.mode is Mode.OFF


async def holds_back(x: Exchange, message: Message, conversation: Conversation) -> bool:
    """Whether somebody else has spoken in the thread since our last word there: then people are talking, and only a
    mention is for us. What is said about a ticket still reaches those who look after it."""
    if message.addressed or message.direct or conversation.stage is Stage.TICKETED:
        return False
    said = await x.work.words(conversation.thread)
    return any(words.sender != conversation.asker and words.at > conversation.at for words in said)
