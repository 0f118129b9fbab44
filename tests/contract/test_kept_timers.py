"""Timers, calls for people, and posts that wait, as every ledger keeps them."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Conflict
from bot.ports import Escalation, Held, Timer, TimerKind
from tests.conftest import AnyLedger
from tests.samples import MARIA, NOW, card, committed, post, ticket

MINUTE = timedelta(minutes=1)


async def test_N3_a_timer_fires_once(ledger: AnyLedger) -> None:
    timer = Timer("t1", TimerKind.ESCALATION, 1, NOW, "e1")
    async with ledger.work() as work:
        await work.set_timer(timer)
        await work.set_timer(replace(timer, due_at=NOW + MINUTE))
        await work.set_timer(Timer("t0", TimerKind.UNCLAIMED, 1, NOW - MINUTE))
        await work.set_timer(Timer("t2", TimerKind.UNCLAIMED, 1, NOW + MINUTE))
        await work.commit()
    assert list(await ledger.due_timers(NOW, 10)) == ["t0", "t1"]
    assert list(await ledger.due_timers(NOW, 1)) == ["t0"]

    async def fire() -> Timer | None:
        async with ledger.work() as work:
            fired = await work.fire("t1")
            await work.commit()
            return fired

    fired = await asyncio.gather(*(fire() for _ in range(5)))
    assert [each for each in fired if each] == [timer]
    assert list(await ledger.due_timers(NOW, 10)) == ["t0"]
    async with ledger.work() as work:
        await work.set_timer(timer)
        assert await work.fire("t1") is None


async def test_S4_what_is_due_with_a_timer_or_overdue_fires_with_it(ledger: AnyLedger) -> None:
    minute = timedelta(minutes=1)
    due = {
        1: (TimerKind.UNCLAIMED, NOW),
        2: (TimerKind.UNANSWERED, NOW),  # with it
        3: (TimerKind.UNRESOLVED, NOW - 5 * minute),  # overdue
        4: (TimerKind.ESCALATION, NOW - 9 * minute),  # more so
        5: (TimerKind.UNCLAIMED, NOW - minute / 2),  # due, but on its own
        6: (TimerKind.WARNING, NOW),  # calls for nobody
        7: (TimerKind.UNCLAIMED, NOW + minute),
    }
    async with ledger.work() as work:
        for number, (kind, at) in due.items():
            await work.add_ticket(ticket())
            await work.set_timer(Timer(f"t{number}", kind, number, at))
        await work.commit()
    async with ledger.work() as work:
        fired = await work.fire("t1")
        assert fired is not None
        assert [timer.key for timer in await work.fire_with(fired, NOW - minute, 1)] == ["t4"]
        assert [timer.key for timer in await work.fire_with(fired, NOW - minute, 9)] == ["t3", "t2"]
        assert await work.fire_with(fired, NOW - minute, 9) == []
        await work.commit()
    assert list(await ledger.due_timers(NOW, 9)) == ["t5", "t6"]


async def test_N3_timers_are_cancelled_by_ticket_and_kind(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        for number, kind in [(1, TimerKind.UNCLAIMED), (1, TimerKind.UNANSWERED), (2, TimerKind.UNCLAIMED)]:
            await work.set_timer(Timer(f"{number}-{kind}", kind, number, NOW))
        await work.cancel_timers(1, [TimerKind.UNCLAIMED, TimerKind.ESCALATION])
        await work.commit()
    assert list(await ledger.due_timers(NOW, 10)) == ["1-unanswered", "2-unclaimed"]


async def test_N3_escalations_run_until_they_end(ledger: AnyLedger) -> None:
    first = Escalation("e1", 1, "nobody claims", NOW, cause="unclaimed", pings=("p1",), step=1)
    second = Escalation("e2", 1, "by hand", NOW + MINUTE, raised_by="sam", cause="manual")
    async with ledger.work() as work:
        for each in (second, first, replace(first, key="e3", ticket=2)):
            await work.save_escalation(each)
        await work.commit()
    async with ledger.work() as work:
        assert list(await work.running_escalations(1)) == [replace(first, version=1), replace(second, version=1)]
        ended = replace(first, ended=True, acknowledged_by="lena", acknowledged_at=NOW, pings=("p1", "p2"), version=1)
        await work.save_escalation(ended)
        assert [each.key for each in await work.running_escalations(1)] == ["e2"]
        assert await work.escalation("e1") == replace(ended, version=2)
        with pytest.raises(Conflict):
            await committed(work, work.save_escalation(ended))


async def test_T4_a_held_reply_is_let_go_once(ledger: AnyLedger) -> None:
    one, two, other = (Held(key, ticket, "sam", MARIA, NOW + MINUTE) for key, ticket in (("b", 1), ("a", 1), ("c", 2)))
    async with ledger.work() as work:
        for held in (one, replace(two, until=NOW + 2 * MINUTE, asks=True), other):
            await work.hold(held)
        await work.commit()
    async with ledger.work() as work:
        assert [(held.key, held.asks) for held in await work.held(1)] == [("b", False), ("a", True)]
        assert await work.let_go("b") == one
        assert await work.let_go("b") is None
        assert [held.key for held in await work.held(1)] == ["a"]
        assert await work.let_go("nothing") is None


async def test_T4_posts_that_wait_are_called_back_all_or_none(ledger: AnyLedger) -> None:
    posts = [replace(post(key), lane=key, not_before=NOW + MINUTE / 3, stored_at=NOW) for key in ("a", "b", "c")]
    async with ledger.work() as work:
        for each in (*posts, replace(post("d"), lane="d")):
            await work.add_post(each)
        await work.commit()
    assert [each.parcel.key for each in await ledger.outbox.lease(["slack"], NOW, 9)] == ["d"]
    async with ledger.work() as work:
        assert not await work.call_back(["a", "d"])
        assert not await work.call_back([])
        assert not await work.call_back(["nothing"])
        assert await work.call_back(["b", "c"])
        assert not await work.call_back(["b", "c"])
        await work.commit()
    assert [each.parcel.key for each in await ledger.outbox.lease(["slack"], NOW + MINUTE / 3, 9)] == ["a"]
    assert not await ledger.outbox.lease(["slack"], NOW + MINUTE / 3, 9)
    assert not await ledger.outbox.dead_letters()


async def test_T4_a_post_that_waits_holds_up_its_lane_alone(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        await work.add_post(replace(post("a"), lane="one", not_before=NOW + MINUTE, stored_at=NOW))
        await work.add_post(replace(post("b"), lane="one"))
        await work.add_post(replace(post("c"), lane="two"))
        await work.commit()
    [leased] = await ledger.outbox.lease(["slack"], NOW, 9)
    await ledger.outbox.sent(leased, "1", NOW)
    assert leased.parcel.key == "c"
    assert await ledger.outbox.next_due(["slack"], NOW) == NOW + MINUTE


async def test_T4_a_card_is_reworded_in_what_has_not_left(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        for key in ("a", "b", "c"):
            await work.add_post(replace(post(key), lane=key, not_before=NOW + MINUTE if key != "b" else None))
        assert await work.reword("a", card("other"))
        await work.commit()
    await ledger.outbox.lease(["slack"], NOW, 1)
    async with ledger.work() as work:
        assert await work.call_back(["c"])
        assert not await work.reword("b", card("other")), "it is on its way"
        assert await work.reword("c", card("other")), "it never leaves"
        assert await work.reword("a", card("once more"))
        assert not await work.reword("nothing", card("other"))
        await work.commit()
    async with ledger.work() as work:
        shown = [each.card if (each := await work.post(key)) else None for key in ("a", "b", "c")]
    assert shown == [card("once more"), card("other"), card("other")]
