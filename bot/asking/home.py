"""Home: what somebody finds when they come to Firstline – their open tickets, ways to ask, what they prefer."""

from dataclasses import replace

from bot.exchange import Exchange
from bot.messages import Message, Press
from bot.ports import Preference
from bot.tickets.ticket import ACTIVE, Status
from bot.wording.catalogue import LANGUAGES
from bot.wording.home import home_card

_STANDING = (*sorted(ACTIVE), Status.RESOLVED)
_MOST = 10


async def show_home(x: Exchange, message: Message) -> None:
    """To the sender alone."""
    words = x.words_for(message.sender)
    found = await x.work.tickets(statuses=_STANDING, requester=message.sender, newest=True, limit=_MOST)
    await x.whisper(message, home_card(words, x.desk.name, found, x.here, catalogue=bool(x.desk.request_types)))


async def prefer(x: Exchange, message: Message, press: Press) -> None:
    """The sender chose the language in which they read from now on."""
    if press.value not in LANGUAGES:
        await x.refuse(message, "stale-press")
        return
    await x.work.prefer(Preference(message.sender, press.value, x.now))
    await show_home(x, replace(message, sender=replace(message.sender, language=press.value)))
