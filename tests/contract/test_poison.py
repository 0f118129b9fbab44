"""O6: a message or a timer at which our own code fails every time: it stands in nobody's way."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.cards import plain_card
from bot.delivery import MOST_AT_ONCE, Dispatcher
from bot.engine import Engine
from bot.errors import DatabaseUnavailable
from bot.exchange import cause_of
from bot.library import Library
from bot.messages import Message, Thread
from bot.ports import Timer, TimerKind, UnitOfWork
from kb.search import Hit
from storage.ledger import SqlLedger, open_ledger
from tests.contract.stack import MovedClock, contract_desk, example_link
from tests.samples import DESK, MARIA, NOW
from tests.starter import knowledge

POISON = "this text breaks the search"
DIRECT = Thread("slack", "T1", "D1", "100.1")


class Broken(Exception):
    """A mistake in our own code."""


@pytest.fixture
async def ledger(database_url: str) -> AsyncIterator[SqlLedger]:
    async with open_ledger(database_url, DESK, {}) as opened:
        yield opened


def search(question: str, language: str) -> Sequence[Hit]:
    if question == POISON:
        raise Broken
    return knowledge().search(question, language, 6)


def words(text: str, number: int) -> Message:
    said = Message(f"m:D1:{number}", DIRECT, MARIA, NOW, text)
    return replace(said, direct=True, addressed=True)


async def test_O6_a_poison_message_is_answered_with_a_reference_and_does_not_stop_its_thread(ledger: SqlLedger) -> None:
    library = Library(search, knowledge().language, example_link, knowledge().article)
    engine = Engine(ledger, contract_desk, library, MovedClock())
    for _ in range(4):  # as often as Slack sends it
        await engine.handle(words(POISON, 1))
    (sorry,) = await ledger.outbox.lease(["slack"], NOW, 10)
    assert sorry.parcel.private_to == MARIA
    assert cause_of(words(POISON, 1)) in plain_card(sorry.parcel.card)
    await ledger.outbox.sent(sorry, "1", NOW)
    await engine.handle(words("my vpn wont connect", 2))
    assert len(await ledger.outbox.lease(["slack"], NOW, 10)) == 1


async def test_O6_a_poison_message_to_nobody_is_passed_over_in_silence(ledger: SqlLedger) -> None:
    library = Library(search, knowledge().language, example_link, knowledge().article)
    engine = Engine(ledger, contract_desk, library, MovedClock())
    await engine.handle(replace(words(POISON, 1), direct=False, addressed=False))
    assert await ledger.outbox.lease(["slack"], NOW, 10) == []


@dataclass
class Restarted:
    """A ledger whose database is away once."""

    ledger: SqlLedger
    away: bool = True

    def work(self) -> AbstractAsyncContextManager[UnitOfWork]:
        if self.away:
            self.away = False
            raise DatabaseUnavailable
        return self.ledger.work()


async def test_O6_what_the_database_could_not_take_is_asked_for_again_not_excused(ledger: SqlLedger) -> None:
    library = Library(search, knowledge().language, example_link, knowledge().article)
    restarted: Any = Restarted(ledger)
    engine = Engine(restarted, contract_desk, library, MovedClock())
    with pytest.raises(DatabaseUnavailable):
        await engine.handle(words("my vpn wont connect", 1))
    assert await ledger.outbox.lease(["slack"], NOW, 10) == []
    await engine.handle(words("my vpn wont connect", 1))
    (answer,) = await ledger.outbox.lease(["slack"], NOW, 10)
    assert "VPN" in plain_card(answer.parcel.card)


async def test_O6_a_timer_that_failed_is_tried_again_ever_more_rarely(ledger: SqlLedger) -> None:
    clock, tries = MovedClock(), list[str]()

    async def fire(key: str) -> None:
        tries.append(key)
        raise Broken

    async with ledger.work() as work:
        await work.set_timer(Timer("t", TimerKind.UNCLAIMED, 1, clock()))
        await work.commit()
    worker = Dispatcher(ledger, {}, fire, clock, steady=clock.steady)
    for _ in range(60):
        await worker.work_once()
        clock.advance(timedelta(seconds=1))
    assert 4 <= len(tries) <= 7


async def test_O6_timers_that_always_fail_keep_no_other_waiting(ledger: SqlLedger) -> None:
    """More of them than a round takes."""
    clock, fired = MovedClock(), list[str]()

    async def fire(key: str) -> None:
        if key.startswith("poison"):
            raise Broken
        fired.append(key)

    async with ledger.work() as work:
        for number in range(MOST_AT_ONCE + 1):
            await work.set_timer(Timer(f"poison{number}", TimerKind.UNCLAIMED, number, clock() - timedelta(hours=1)))
        await work.set_timer(Timer("good", TimerKind.UNCLAIMED, 1000, clock()))
        await work.commit()
    worker = Dispatcher(ledger, {}, fire, clock, steady=clock.steady)
    for _ in range(5):
        await worker.work_once()
        clock.advance(timedelta(minutes=1))
    assert "good" in fired
