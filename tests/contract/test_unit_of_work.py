"""The contract of `bot.ports.UnitOfWork`, on every ledger."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import FirstlineError
from bot.ports import AuditEntry, Timer, TimerKind, Words
from tests.conftest import AnyLedger
from tests.samples import MARIA, NOW, THREAD, conversation, message, post, stored, ticket

MINUTE = timedelta(minutes=1)


async def test_a_delivery_is_claimed_once_however_often_it_comes(ledger: AnyLedger) -> None:
    async def handle() -> bool:
        async with ledger.work() as work:
            claimed = await work.claim(message())
            await work.commit()
            return claimed

    claims = await asyncio.gather(*(handle() for _ in range(11)))
    assert sorted(claims) == [False] * 10 + [True]


async def test_a_delivery_claimed_without_commit_can_be_claimed_again(ledger: AnyLedger) -> None:
    for _ in range(2):
        async with ledger.work() as work:
            assert await work.claim(message())


async def test_deliveries_of_two_workspaces_are_two(ledger: AnyLedger) -> None:
    other = replace(THREAD, workspace="T2")
    async with ledger.work() as work:
        assert await work.claim(message())
        assert await work.claim(replace(message(), thread=other, sender=replace(MARIA, workspace="T2")))


async def test_leaving_without_commit_leaves_nothing(ledger: AnyLedger) -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the whole unit of work is what fails
        async with ledger.work() as work:
            await work.save_conversation(conversation())
            added = await work.add_ticket(ticket())
            await work.add_post(post("p"))
            await work.record(AuditEntry(NOW, "firstline", "opened", added.number))
            await work.set_timer(Timer("t", TimerKind.UNCLAIMED, 1, NOW))
            await work.keep_words(Words("d", THREAD, MARIA, NOW, "hello"))
            raise ZeroDivisionError
    async with ledger.work() as work:
        assert await work.conversation(THREAD) is None
        assert await work.ticket(1) is None
        assert await work.post("p") is None
        assert not await work.history(1)
        assert not await work.words(THREAD)
        assert (await work.add_ticket(ticket())).number in (1, 2), "on PostgreSQL a number may be left out"
    assert not await ledger.due_timers(NOW, 10)
    assert not await ledger.outbox.lease(["slack"], NOW, 10)


async def test_O6_what_is_written_in_one_unit_is_written_in_its_order(ledger: AnyLedger) -> None:
    timer = Timer("t1", TimerKind.UNCLAIMED, 1, NOW)
    async with ledger.work() as work:
        await work.claim(message())
        added = await work.add_ticket(ticket())
        for place in range(3):
            await work.record(AuditEntry(NOW, "a", f"act {place}", added.number))
            await work.keep_words(Words("d", THREAD, MARIA, NOW, f"words {place}"))
            await work.save_ticket(replace(added, question=f"question {place}", version=added.version + place))
            await work.set_timer(replace(timer, key=f"t{place}"))
            await work.add_post(post(f"p{place}"))
        await work.commit()
    async with ledger.work() as work:
        found = await work.ticket(added.number)
        assert found is not None
        assert (found.question, found.version) == ("question 2", added.version + 3)
        assert [entry.action for entry in await work.history(added.number)] == ["act 0", "act 1", "act 2"]
        assert [words.text for words in await work.words(THREAD)] == ["words 2"]
    assert list(await ledger.due_timers(NOW, 10)) == ["t0"]
    shown = []
    while leased := await ledger.outbox.lease(["slack"], NOW, 10):
        shown += [each.parcel.key for each in leased]
        await ledger.outbox.sent(leased[0], "1.1", NOW)
    assert shown == ["p0", "p1", "p2"]


async def test_O6_what_is_written_is_read_in_the_same_unit(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        await work.save_conversation(conversation(question="mine"))
        await work.keep_words(Words("d", THREAD, MARIA, NOW, "said"))
        found = await work.conversation(THREAD)
        assert found is not None
        assert found.question == "mine"
        assert [words.text for words in await work.words(THREAD)] == ["said"]


async def test_a_post_is_stored_once_and_found(ledger: AnyLedger) -> None:
    whisper = post("p", private_to=MARIA, alert=True, urgent=True, opens=3, route="r", lane="ticket/3")
    await stored(ledger, whisper, post("q"))
    with pytest.raises(FirstlineError):
        await stored(ledger, post("p"))
    async with ledger.work() as work:
        await work.add_post(post("new"))
        assert await work.post("new") == post("new")
        assert await work.post("p") == whisper
        assert await work.post("q") == post("q")
        assert await work.post("other") is None


async def test_a_commit_with_something_to_do_wakes_the_dispatcher(ledger: AnyLedger) -> None:
    """Nothing here waits as long as the limit: the suite would be seen to hang."""
    await ledger.changed(timedelta(0))
    for work_to_do in (post("p"), Timer("t", TimerKind.UNCLAIMED, 1, NOW)):
        waiting = asyncio.create_task(ledger.changed(timedelta(minutes=5)))
        async with ledger.work() as work:
            await (work.set_timer(work_to_do) if isinstance(work_to_do, Timer) else work.add_post(work_to_do))
            await work.commit()
        await waiting


async def test_a_commit_while_the_dispatcher_was_busy_is_not_missed(ledger: AnyLedger) -> None:
    await stored(ledger, post("p"))
    await ledger.changed(timedelta(minutes=5))


async def test_messages_of_one_thread_take_turns_so_that_posts_follow_their_order(ledger: AnyLedger) -> None:
    """design.md, rule 6: whoever claims first in a thread commits first there."""
    claimed, go_on = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with ledger.work() as work:
            await work.claim(message("C1/1"))
            claimed.set()
            await go_on.wait()
            await work.add_post(post("first"))
            await work.commit()

    async def second() -> None:
        await claimed.wait()
        async with ledger.work() as work:
            await work.claim(message("C1/2"))
            await work.add_post(post("second"))
            await work.commit()

    turns = [asyncio.create_task(first()), asyncio.create_task(second())]
    await asyncio.wait(turns[1:], timeout=0.3)
    go_on.set()
    await asyncio.gather(*turns)
    [head] = await ledger.outbox.lease(["slack"], NOW, 10)
    assert head.parcel.key == "first"
