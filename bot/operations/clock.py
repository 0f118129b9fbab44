"""`firstline clock`: what time it is for a development installation, and making it later."""

from bot.clock import clock_of
from bot.desk.file import read_desk
from bot.desk.until import read_until
from bot.operations.speech import Arguments, say
from bot.settings import Settings
from bot.wording.catalogue import Wording


async def clock(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """Say the time at the desk, moved forward first to the moment that is named, if one is. Raises Misconfigured."""
    now, desk = clock_of(settings), read_desk(settings.desk)
    named = " ".join(arguments.when)
    if not now.moves:
        say(words, "cli-clock-off")
        return 1
    if named:
        to = read_until(named, desk.now_here(now()))
        if to is None or not now.forward(to):
            say(words, "cli-clock-unread", said=named)
            return 1
    say(words, "cli-clock-now", now=f"{desk.now_here(now()):%Y-%m-%d %H:%M:%S}", zone=desk.zone.key)
    return 0
