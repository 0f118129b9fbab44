"""T11: two processes on PostgreSQL, two people who decide at once: one result, and the other is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from itertools import combinations_with_replacement, count

import pytest

from bot.desk.file import parse_desk
from bot.engine import Engine
from bot.messages import Message, Person, Press, Thread
from bot.tickets.approval import Standing
from bot.tickets.ticket import Status, Ticket
from storage.ledger import SqlLedger, open_ledger
from tests.contract.counter import BOTH, MARIA, PETRA
from tests.contract.stack import MovedClock, Stack
from tests.contract.test_approvals import APPROVED

DESK = parse_desk(APPROVED.replace('["manager", "leads"]', '["team:network", "leads"]'))
NUMBERS = count(1)


@pytest.fixture
async def two(postgres_url: str) -> AsyncIterator[tuple[tuple[Engine, Engine], SqlLedger]]:
    async with AsyncExitStack() as stack:
        ledgers = [await stack.enter_async_context(open_ledger(postgres_url, DESK.id, {})) for _ in range(2)]
        first, second = (
            replace(Stack(each, each.chat, MovedClock()).engine, desk=lambda: replace(DESK, most_open_tickets=0))
            for each in ledgers
        )
        yield (first, second), ledgers[0]


async def say(engine: Engine, who: Person, pressed: Press) -> None:
    name = f"d{next(NUMBERS)}"
    thread = Thread("slack", "T0FIRST", f"D{who.id}", name)
    message = Message(name, thread, who, MovedClock()(), pressed=pressed, direct=True, addressed=True)
    await engine.handle(message)


async def opened(engine: Engine, ledger: SqlLedger) -> int:
    await say(engine, MARIA, Press("request", "laptop", (("model", "standard"),)))
    async with ledger.work() as work:
        return (await work.tickets(statuses=[Status.ON_HOLD], newest=True, limit=1))[0].number


async def found(ledger: SqlLedger, number: int) -> tuple[Ticket, list[str]]:
    async with ledger.work() as work:
        ticket, history = await work.ticket(number), await work.history(number)
    assert ticket is not None
    return ticket, [entry.action for entry in history]


DECIDES = {
    "approve": (PETRA, ()),
    "refuse": (BOTH, (("text", "no"),)),
    "withdraw": (MARIA, ()),
    "close": (BOTH, (("text", "a double"),)),
    "claim": (PETRA, ()),
}


@pytest.mark.parametrize("pair", list(combinations_with_replacement(DECIDES, 2)), ids="-".join)
async def test_T11_two_at_once_come_to_one_decision(
    two: tuple[tuple[Engine, Engine], SqlLedger], pair: tuple[str, str]
) -> None:
    engines, ledger = two
    for _ in range(3):
        number = await opened(engines[0], ledger)
        await asyncio.gather(
            *(
                say(engine, DECIDES[action][0], Press(action, str(number), DECIDES[action][1]))
                for engine, action in zip(engines, pair, strict=True)
            )
        )
        ticket, history = await found(ledger, number)
        assert ticket.approval is not None
        decided = [action for action in history if action in ("approved", "refused", "withdrawn")]
        assert len(decided) <= 1
        assert (ticket.approval.standing is Standing.WAITING) is (set(pair) == {"claim"})
        if decided:
            assert ticket.approval.standing == decided[0]
        assert ticket.status is not Status.ON_HOLD or set(pair) == {"claim"}
