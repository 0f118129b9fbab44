"""`firstline tidy`: what has had its time goes."""

from dataclasses import asdict
from datetime import UTC, datetime

from bot.desk.file import read_desk
from bot.errors import Misconfigured
from bot.operations.speech import Arguments, say
from bot.settings import Settings
from bot.wording.catalogue import Wording
from storage.database import open_database
from storage.migrations import is_current
from storage.retention import Retention, kept_since


async def tidy(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """Delete what is older than so many days and no longer needed; also beside a running process."""
    before = kept_since(datetime.now(UTC), arguments.days)
    desk = read_desk(settings.desk)
    if not await is_current(settings.database_url, beside=True):
        raise Misconfigured(words.text("cli-not-migrated"))
    async with open_database(settings.database_url, beside=True) as database:
        gone = await Retention(database, desk.id, before).tidy()
    say(words, "tidy-done", **asdict(gone))
    return 0
