"""`firstline migrate`: the database brought up to date."""

import storage.migrations
from bot.operations.speech import Arguments, say
from bot.settings import Settings
from bot.wording.catalogue import Wording


async def migrate(settings: Settings, _: Arguments, words: Wording) -> int:
    """Bring the database up to date."""
    say(words, "cli-preparing")
    await storage.migrations.migrate(settings.database_url)
    say(words, "cli-migrated")
    return 0
