"""Who locks timers and posts waits for nobody in a circle, on PostgreSQL: two transactions at every such moment."""

import asyncio
from datetime import timedelta

import pytest

from bot.ports import Timer, TimerKind
from storage.ledger import SqlLedger, open_ledger
from tests.samples import DESK, NOW, PACE, post, ticket

PATIENCE = 30


async def called(ledger: SqlLedger, *pings: str) -> None:
    """Ticket 1, about which somebody is called: the receipts of the pings are waited for."""
    async with ledger.work() as work:
        await work.add_ticket(ticket())
        for ping in pings:
            await work.add_post(post(ping, lane=ping, urgent=True))
            await work.set_timer(Timer(f"receipt-{ping}", TimerKind.RECEIPT, 1, NOW + timedelta(minutes=5), ping))
        await work.commit()


@pytest.mark.parametrize("ending", ["cancelled", "fired"])
async def test_S6_a_delivery_does_not_wait_for_whoever_ends_its_receipt(postgres_url: str, ending: str) -> None:
    """The other one may want the very post that the delivery has locked."""
    async with open_ledger(postgres_url, DESK, PACE) as ledger:
        await called(ledger, "ping", "pong")
        leased = await ledger.outbox.lease(["slack"], NOW, 10)
        async with ledger.work() as work:
            if ending == "fired":
                assert await work.fire("receipt-pong")
            else:
                await work.ticket(1)
                await work.cancel_timers(1, [TimerKind.RECEIPT], "pong")
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*(ledger.outbox.sent(each, each.parcel.key.upper(), NOW) for each in leased))
            await work.commit()
        assert await ledger.due_timers(NOW, 10) == ["receipt-ping"], "the others fall due at once"
