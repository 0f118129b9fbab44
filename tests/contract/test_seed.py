"""N5: a seeded database is as the product itself would have left it, and the same for the same seed."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import func, select

from bot.app.wiring import PACE
from storage.database import open_database
from storage.ledger import open_ledger
from storage.tables import metadata
from storage.tables.numbers import counters
from storage.tables.outbox import channels, posts
from tests.contract.stack import MovedClock
from tests.load.plan import FIRST_PERSON, NOW, Asking
from tests.load.progress import Progress
from tests.load.seed import seed
from tests.load.stories import KINDS, QUESTIONS, Play, Shown, Story, lab_desk

TICKETS = 200


async def count(url: str) -> int:
    """Rows that belong to requests."""
    tables = [table for table in metadata.sorted_tables if table not in (counters, channels)]
    async with open_database(url) as database, database.reading() as transaction:
        counts = [await transaction.all(select(func.count().label("rows")).select_from(table)) for table in tables]
    return sum(rows[0]["rows"] for rows in counts)


async def keys(url: str) -> str:
    """A digest of the keys of all posts."""
    async with open_database(url) as database, database.reading() as transaction:
        found = await transaction.all(select(posts.c.id, posts.c.key).order_by(posts.c.id))
    return hashlib.sha256(repr([tuple(row.values()) for row in found]).encode()).hexdigest()


async def test_N5_the_product_goes_on_where_the_seed_ends(database_url: str, stories: Sequence[Story]) -> None:
    seeded = await seed(database_url, TICKETS, Progress(), whole=50, stories=stories)
    assert seeded.tickets == TICKETS
    assert seeded.rows == await count(database_url)
    before = await keys(database_url)
    async with open_ledger(database_url, lab_desk().id, PACE) as ledger:
        play = Play(ledger, MovedClock(NOW), Shown(epoch="1795424400"), str(FIRST_PERSON), "1795424400")
        await play.say(QUESTIONS[0])
        await KINDS["closed"](play)
        assert play.number == str(seeded.numbers[lab_desk().id] + 1)
        assert not await ledger.outbox.dead_letters()
    assert await keys(database_url) != before


def test_N5_the_same_seed_asks_the_same() -> None:
    first, again, other = (list(Asking("main", TICKETS, TICKETS, seed).requests()) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert sum(each.number > 0 for each in first) == TICKETS
    assert len({each.epoch for each in first}) == len(first)
