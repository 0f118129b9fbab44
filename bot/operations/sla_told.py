"""What the commands about promises need: the ledger, and tickets with their histories."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app.wiring import PACE
from bot.desk.desk import Desk
from bot.errors import Misconfigured
from bot.ports import Chronicle, Ledger
from bot.settings import Settings
from bot.wording.catalogue import Wording
from storage.ledger import open_ledger
from storage.migrations import is_current


@asynccontextmanager
async def opened(settings: Settings, desk: Desk, words: Wording) -> AsyncIterator[Ledger]:
    """The desk's ledger, beside a running process. Raises Misconfigured, NotFound and what the database raises."""
    if not await is_current(settings.database_url, beside=True):
        raise Misconfigured(words.text("cli-not-migrated"))
    async with open_ledger(settings.database_url, desk.id, PACE, beside=True) as ledger:
        yield ledger


@asynccontextmanager
async def chronicle(settings: Settings, desk: Desk, words: Wording) -> AsyncIterator[Chronicle]:
    """The desk's tickets, beside a running process. Raises what `opened` raises."""
    async with opened(settings, desk, words) as ledger:
        yield ledger.chronicle
