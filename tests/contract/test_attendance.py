"""T5: the contract of who is away, of turns and of loads, on every ledger."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.absence import Absence
from bot.errors import Conflict
from bot.ports import AuditEntry
from bot.tickets.ticket import Status
from tests.conftest import AnyLedger
from tests.samples import NOW, ticket

MINUTE = timedelta(minutes=1)


async def test_T5_an_absence_comes_back_as_it_was_and_its_races_are_noticed(ledger: AnyLedger) -> None:
    away = Absence("sam", NOW, NOW + MINUTE)
    async with ledger.work() as work:
        assert not await work.absences()
        await work.save_absence(away)
        await work.commit()
    async with ledger.work() as work:
        [stored] = await work.absences()
        assert stored == replace(away, version=1)
        await work.save_absence(replace(stored, until=None))
        await work.commit()
    with pytest.raises(Conflict):  # noqa: PT012 - here or at the commit
        async with ledger.work() as work:
            await work.save_absence(stored)
            await work.commit()
    async with ledger.work() as work:
        assert await work.absences() == [replace(away, until=None, version=2)]


async def test_T5_turns_are_kept_and_taken_one_after_the_other(ledger: AnyLedger) -> None:
    async def take(handle: str) -> None:
        async with ledger.work() as work:
            await work.save_turns((await work.turns("desk")).after(handle))
            await work.commit()

    await asyncio.gather(*(take(f"m{number % 3}") for number in range(9)))
    async with ledger.work() as work:
        turns = await work.turns("desk")
    assert sorted(turn for _, turn in turns.taken)[-1] == 9
    assert turns.version == 10


async def test_T5_tickets_are_found_by_what_their_history_tells(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        numbers = [(await work.add_ticket(ticket())).number for _ in range(4)]
        for number in (numbers[2], numbers[0], numbers[2], numbers[3]):
            await work.record(AuditEntry(NOW, "firstline", "departed", number, "sam"))
        await work.record(AuditEntry(NOW, "firstline", "claimed", numbers[1]))
        await work.commit()
    async with ledger.work() as work:
        assert list(await work.noted("departed", numbers[:3])) == [numbers[0], numbers[2]]
        assert not await work.noted("departed", [])
        assert not await work.noted("returned", numbers)


async def test_T5_loads_count_active_tickets(ledger: AnyLedger) -> None:
    standing = ((Status.OPEN, "sam"), (Status.PENDING, "sam"), (Status.CLOSED, "sam"), (Status.OPEN, "lena"))
    async with ledger.work() as work:
        for status, assignee in standing:
            await work.add_ticket(replace(ticket(), status=status, assignee=assignee))
        await work.commit()
    async with ledger.work() as work:
        assert dict(await work.loads(["sam", "nadia"])) == {"sam": 2}
