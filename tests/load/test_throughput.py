"""The load lab in its short form: what a question costs, against a bare durable insert in the same run.

Prints figures; asserts only that everything that must be shown is there, never how long it took.
"""

import asyncio
import json
import time
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.messages import Message, Person, Thread
from bot.ports import Parcel
from storage.ledger import SqlLedger, open_ledger
from tests.contract.stack import MovedClock, Stack, knowledge
from tests.samples import DESK

pytestmark = pytest.mark.load

QUESTIONS = 150
AT_ONCE = 20


@dataclass
class Counted:
    """A platform that only counts."""

    name: str = "web"
    sent: int = 0

    @property
    def settle(self) -> timedelta:
        return timedelta(0)

    async def send(self, parcel: Parcel) -> str:
        self.sent += 1
        return str(self.sent)

    async def find(self, parcel: Parcel) -> str | None:
        return None


def question(number: int, stack: Stack) -> Message:
    thread = Thread("web", "playground", f"dm-{number}", str(number))
    sender = Person("web", "playground", f"p{number}", "", "en")
    text = "my vpn wont conect since this morning"
    return Message(f"{stack.clock().isoformat()}-{number}", thread, sender, stack.clock(), text, None, True, True)


async def rate(work: Sequence[Coroutine[object, object, None]]) -> float:
    """Pieces of work for each second, AT_ONCE of them at a time."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(piece: Coroutine[object, object, None]) -> None:
        async with gate:
            await piece

    began = time.perf_counter()
    await asyncio.gather(*(one(piece) for piece in work))
    return len(work) / (time.perf_counter() - began)


async def bare(ledger: SqlLedger, message: Message) -> None:
    async with ledger.work() as work:
        await work.claim(message)
        await work.commit()


async def test_a_question_is_answered_durably(database_url: str) -> None:
    knowledge()
    async with open_ledger(database_url, DESK, {}) as ledger:
        stack = Stack(ledger, ledger.chat, MovedClock())
        counted = Counted()
        await stack.attach(counted)
        baseline = await rate([bare(ledger, question(-number, stack)) for number in range(1, QUESTIONS + 1)])
        handled = await rate([stack.handler.handle(question(number, stack)) for number in range(QUESTIONS)])
        began = time.perf_counter()
        await stack.settle()
        delivered = counted.sent / (time.perf_counter() - began)
    figures = {
        "database": database_url.partition(":")[0],
        "bare inserts/s": round(baseline),
        "questions/s": round(handled),
        "ratio": round(handled / baseline, 2),
        "deliveries/s": round(delivered),
    }
    print(json.dumps(figures))
    assert counted.sent == QUESTIONS
