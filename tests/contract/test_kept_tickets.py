"""Tickets and their history as every ledger keeps them, of which the database is one and the fakes another."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Conflict
from bot.messages import Person
from bot.ports import AuditEntry
from bot.tickets.answers import Answer, Spoken
from bot.tickets.approval import Approval, Approver
from bot.tickets.swarm import Swarm
from bot.tickets.ticket import ACTIVE, Choice, Priority, Status, Tried
from tests.conftest import AnyLedger
from tests.samples import NOW, committed, ticket

MINUTE = timedelta(minutes=1)


async def test_N3_a_ticket_comes_back_as_it_was(ledger: AnyLedger) -> None:
    draft = ticket(
        priority=Priority.HIGH,
        status=Status.OPEN,
        context=("Maria: hi", "Sam: yes"),
        tried=(Tried("a", "A"), Tried("b", "Б")),
        passed_over=(Choice("c", "Ц", "ru"),),
        claimed_at=NOW,
        promised_at=NOW + MINUTE,
        assignee="sam",
        category="vpn",
        closed_at=NOW,
        held_for="a new laptop",
        tags=("lisbon", "vpn"),
        links=(3, 12),
        merged_into=4,
        absorbed=(5,),
        bounces=2,
        rating_asked_at=NOW,
        rating=4,
        request_type="laptop",
        approval=Approval(
            ("manager",), MINUTE, 1, (Approver("boris", "Борис"),), NOW, ("k",), reason="no", last_call=True
        ),
        swarm=Swarm(("petra", "network"), NOW + MINUTE, ended=True),
        answers=(Answer("who", Spoken((("en", "Who"), ("ru", "Кто"))), Spoken((("en", "Ada"),)), "U1"),),
    )
    async with ledger.work() as work:
        added = await work.add_ticket(draft)
        await work.commit()
    assert added == replace(draft, number=1, version=added.version)
    async with ledger.work() as work:
        assert await work.ticket(added.number) == added
        assert await work.ticket(10**30) is None
        assert await work.ticket(-1) is None
        assert not await work.history(10**30)


async def test_N3_a_ticket_is_saved_at_its_version_only(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        added = await work.add_ticket(ticket())
        await work.save_ticket(replace(added, assignee="sam"))
        await work.commit()
    async with ledger.work() as work:
        found = await work.ticket(1)
        with pytest.raises(Conflict):
            await committed(work, work.save_ticket(replace(added, assignee="nadia")))
    assert found == replace(added, assignee="sam", version=added.version + 1)


async def test_N3_no_number_is_given_twice(ledger: AnyLedger) -> None:
    async def open_one(keep: bool) -> None:
        async with ledger.work() as work:
            await work.add_ticket(ticket())
            if keep:
                await work.commit()

    await asyncio.gather(*(open_one(number % 3 != 0) for number in range(12)))
    async with ledger.work() as work:
        found = await work.tickets(statuses=[Status.NEW])
    numbers = [each.number for each in found]
    assert len(numbers) == len(set(numbers)) == 8
    assert set(numbers) <= set(range(1, 13)), "each that comes to nothing costs one number at most"


async def test_N3_tickets_are_found_by_all_that_is_given(ledger: AnyLedger) -> None:
    ivan = Person("slack", "T1", "U2", "Ivan")
    async with ledger.work() as work:
        await work.add_ticket(ticket())
        await work.add_ticket(ticket(team="network", assignee="sam"))
        await work.add_ticket(ticket(requester=ivan, assignee="sam"))
        await work.add_ticket(ticket(status=Status.CLOSED))
        await work.commit()
    async with ledger.work() as work:
        active = list(ACTIVE)
        assert [each.number for each in await work.tickets(statuses=active)] == [1, 2, 3]
        assert [each.number for each in await work.tickets(statuses=active, limit=2)] == [1, 2]
        assert [each.number for each in await work.tickets(statuses=active, newest=True, limit=2)] == [3, 2]
        assert [each.number for each in await work.tickets(statuses=active, team="tier1")] == [1, 3]
        assert [each.number for each in await work.tickets(statuses=active, assignee="sam")] == [2, 3]
        assert [each.number for each in await work.tickets(statuses=active, requester=ivan)] == [3]
        assert [each.number for each in await work.tickets(statuses=active, team="tier1", assignee="sam")] == [3]
        assert [each.number for each in await work.tickets(statuses=[Status.CLOSED])] == [4]


async def test_N3_history_is_kept_in_order(ledger: AnyLedger) -> None:
    entries = [AuditEntry(NOW, "slack/T1/U1", f"step {step}", 1, "detail", "Maria") for step in range(3)]
    async with ledger.work() as work:
        await work.add_ticket(ticket())
        await work.add_ticket(ticket())
        for entry in (*entries, AuditEntry(NOW, "firstline", "other", 2)):
            await work.record(entry)
        await work.commit()
    async with ledger.work() as work:
        assert list(await work.history(1)) == entries


async def test_T9_of_a_merged_ticket_the_one_that_lives_on_is_found(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        first, second, third = [await work.add_ticket(ticket()) for _ in range(3)]
        for gone, into in ((third, second), (second, first)):
            await work.save_ticket(replace(gone, merged_into=into.number))
        assert await work.standing(third.number) == first
        await work.commit()
    async with ledger.work() as work:
        assert await work.standing(third.number) == first
        assert await work.standing(first.number) == first
        assert await work.standing(99) is None
        wanted = [third.number, 99, first.number]
        assert [each.number for each in await work.tickets_numbered(wanted)] == [first.number, third.number]
        assert await work.tickets_numbered([]) == []


async def test_T12_there_is_no_history_without_a_ticket(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        with pytest.raises(Conflict):
            await committed(work, work.record(AuditEntry(NOW, "firstline", "opened", 7)))


async def test_T12_a_ticket_is_seen_in_lists_as_it_stands_in_this_unit(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        added = await work.add_ticket(ticket())
        await work.save_ticket(replace(added, assignee="sam"))
        await work.record(AuditEntry(NOW, "firstline", "opened", added.number))
        assert [each.assignee for each in await work.tickets(statuses=[added.status])] == ["sam"]
        await work.save_ticket(replace(added, assignee="nadia", version=added.version + 1))
        await work.record(AuditEntry(NOW, "firstline", "assigned", added.number))
        await work.commit()
    async with ledger.work() as work:
        found = await work.ticket(added.number)
        assert found == replace(added, assignee="nadia", version=added.version + 2)
        assert [entry.action for entry in await work.history(added.number)] == ["opened", "assigned"]
