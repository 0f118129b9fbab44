"""O5: numbers of tickets on PostgreSQL, which nobody has to wait for."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from storage.ledger import SqlLedger, open_ledger
from tests.samples import ticket

MANY = 50
"""Units of work at once: more than a process has connections for."""


@pytest.fixture
async def ledgers(postgres_url: str) -> AsyncIterator[tuple[SqlLedger, SqlLedger]]:
    """Of two processes."""
    async with open_ledger(postgres_url, "acme", {}) as one, open_ledger(postgres_url, "acme", {}) as other:
        yield one, other


async def opened(ledger: SqlLedger) -> int:
    async with ledger.work() as work:
        number = (await work.add_ticket(ticket())).number
        await work.commit()
        return number


async def test_O5_an_open_unit_of_work_keeps_nobody_from_a_number(ledgers: tuple[SqlLedger, SqlLedger]) -> None:
    one, other = ledgers
    async with one.work() as work:
        first = (await work.add_ticket(ticket())).number
        assert await opened(one) == first + 1
        assert await opened(other) == first + 2
        await work.commit()
    async with one.work() as work:
        assert await work.ticket(first) is not None


async def test_O5_more_units_than_connections_all_get_one(ledgers: tuple[SqlLedger, SqlLedger]) -> None:
    numbers = await asyncio.gather(*(opened(ledger) for _ in range(MANY) for ledger in ledgers))
    assert sorted(numbers) == list(range(1, 2 * MANY + 1))


async def test_O6_a_lost_connection_costs_one_try_at_most(
    ledgers: tuple[SqlLedger, SqlLedger], postgres_url: str
) -> None:
    ledger, _ = ledgers
    before = await opened(ledger)
    server = await asyncpg.connect(postgres_url)
    try:
        await server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database() AND query LIKE '%counters%'"
        )
    finally:
        await server.close()
    numbers = [number for number in [await _tried(ledger), await _tried(ledger)] if number]
    assert numbers
    assert min(numbers) > before


async def _tried(ledger: SqlLedger) -> int:
    try:
        return await opened(ledger)
    except Exception as error:
        assert type(error).__module__ == "bot.errors"  # noqa: PT017 - any of them says so to the platform
        return 0
