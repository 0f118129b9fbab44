"""`firstline dead`: the posts that were given up."""

from datetime import UTC, datetime

from bot.app.wiring import PACE
from bot.desk.file import read_desk
from bot.errors import Misconfigured
from bot.operations.speech import Arguments, say
from bot.settings import Settings
from bot.wording.catalogue import Wording
from storage.ledger import open_ledger
from storage.migrations import is_current


async def dead(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """List the posts that were given up, or put one back on its way, with those that belong together with it."""
    desk = read_desk(settings.desk)
    if not await is_current(settings.database_url, beside=True):
        raise Misconfigured(words.text("cli-not-migrated"))
    async with open_ledger(settings.database_url, desk.id, PACE, beside=True) as ledger:
        if arguments.what == "resend":
            found = await ledger.outbox.resend(arguments.key, datetime.now(UTC))
            say(words, "cli-dead-resent" if found else "cli-dead-unknown", key=arguments.key, others=found - 1)
            return 0 if found else 1
        letters = await ledger.outbox.dead_letters()
    for letter in letters:
        at = letter.at.isoformat(timespec="seconds")
        say(
            words,
            "cli-dead-line",
            key=letter.key,
            state=letter.state,
            at=at,
            attempts=letter.attempts,
            reason=letter.reason,
        )
    say(words, "cli-dead-hint" if letters else "cli-dead-none")
    return 0
