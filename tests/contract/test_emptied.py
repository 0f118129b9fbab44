"""The database that tests lend to one another: nobody finds what another has left."""

import asyncio
from collections.abc import Iterator
from contextlib import closing

import asyncpg
import pytest

from storage.ledger import open_ledger
from tests import postgres
from tests.samples import DESK, PACE, post, stored

_ALL_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def emptied(postgres_server: str, postgres_template: str) -> Iterator[postgres.Emptied]:
    with closing(postgres.Emptied(postgres_server, postgres_template)) as emptied:
        yield emptied


async def _store(address: str) -> None:
    async with open_ledger(address, DESK, PACE) as ledger:
        await stored(ledger, post("a"), post("b"))


async def _ask(address: str, question: str) -> object:
    connection = await asyncpg.connect(address)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


@pytest.mark.parametrize("last", ["SELECT 1", _ALL_OTHERS], ids=["", "after all connections were ended"])
def test_rows_and_numbers_are_gone(emptied: postgres.Emptied, last: str) -> None:
    found = []
    for _ in range(2):
        with emptied.lent() as address:
            found.append(address)
            assert asyncio.run(_ask(address, "SELECT count(*) FROM posts")) == 0
            asyncio.run(_store(address))
            assert asyncio.run(_ask(address, "SELECT min(id) FROM posts")) == 1
            asyncio.run(_ask(address, last))
    assert found[0] == found[1]


async def _forgotten(address: str) -> bool:
    """Whether a connection in the midst of a transaction outlives the emptying."""
    forgotten = await asyncpg.connect(address)
    await forgotten.execute("BEGIN; SELECT pg_advisory_lock(1); LOCK TABLE posts")
    emptying = await asyncpg.connect(address)
    await postgres.emptied(emptying)
    await emptying.close()
    try:
        await forgotten.execute("SELECT 1")
    except (asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError):
        return False
    finally:
        forgotten.terminate()
    return True


def test_nobody_stays_connected(emptied: postgres.Emptied) -> None:
    with emptied.lent() as address:
        assert not asyncio.run(_forgotten(address))


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE posts ADD COLUMN colour text",
        "ALTER TABLE posts ALTER COLUMN lane DROP NOT NULL",
        "DROP INDEX history_ticket",
        "DROP TABLE posts",
        "CREATE TABLE more (id int)",
        "UPDATE alembic_version SET version_num = '0001'",
        "CREATE FUNCTION more() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = 100', current_database()); END $$",
        "ANALYZE posts",
    ],
)
def test_a_database_of_another_shape_is_not_lent_again(emptied: postgres.Emptied, change: str) -> None:
    with emptied.lent() as first:
        asyncio.run(_ask(first, change))
    with emptied.lent() as second:
        assert second != first
        assert asyncio.run(_ask(second, "SELECT count(*) FROM posts")) == 0
