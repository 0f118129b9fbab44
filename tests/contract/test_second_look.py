"""S1, O6: rare moments in which an outcome, an answer or a repair once got lost."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.delivery import Dispatcher
from bot.errors import DatabaseBusy, DatabaseError, DatabaseFailed
from bot.ports import ChatLine
from bot.timekeeping import Timekeeper
from storage.ledger import SqlLedger, open_ledger
from storage.migrations import migrate
from storage.outcomes import Outcome
from tests.contract.stack import MovedClock
from tests.samples import DESK, NOW, post, stored

SECOND = timedelta(seconds=1)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[SqlLedger]:
    """A ledger on SQLite."""
    url = f"sqlite:///{tmp_path}/firstline.sqlite3"
    await migrate(url)
    async with open_ledger(url, DESK, {}) as ledger:
        yield ledger


@pytest.mark.parametrize("late_first", [True, False])
async def test_O6_the_late_outcome_of_a_lost_lease_changes_nothing(desk: SqlLedger, late_first: bool) -> None:
    await stored(desk, post("p"))
    (lost,) = await desk.outbox.lease(["slack"], NOW, 10)
    (held,) = await desk.outbox.lease(["slack"], NOW + 41 * SECOND, 10)
    late = Outcome(lost, {"state": "waiting", "not_before": NOW, "maybe_sent": True})
    sent = Outcome(held, {"state": "sent", "message_id": "1", "changed_at": NOW})
    await desk.outbox._outcomes._work([late, sent] if late_first else [sent, late])
    async with desk._database.reading() as transaction:
        assert [row["state"] for row in await transaction.all(text("SELECT state FROM posts"))] == ["sent"]


async def test_O6_a_unit_hears_in_our_own_words_that_its_group_was_lost(desk: SqlLedger) -> None:
    writer: Any = desk._database._writer  # type: ignore[union-attr]  # SQLite's
    writer._connection = _Failing(writer._connect())

    async def unit(*, fails: bool) -> None:
        async with desk._database.writing() as transaction:
            await transaction.count_up(DESK, "n")
            if fails:
                raise ValueError
            await transaction.commit()

    first, _ = await asyncio.gather(unit(fails=False), unit(fails=True), return_exceptions=True)
    assert isinstance(first, DatabaseError)


class _Failing:
    """A driver whose disk fails when one unit is undone."""

    def __init__(self, driver: sqlite3.Connection) -> None:
        self._driver = driver

    @property
    def in_transaction(self) -> bool:
        return self._driver.in_transaction

    def execute(self, sql: str, *values: Any) -> object:
        if sql == "ROLLBACK TO unit":
            raise sqlite3.OperationalError("disk I/O error")
        return self._driver.execute(sql, *values)

    def close(self) -> None:
        self._driver.close()


async def test_S1_a_repeated_line_of_the_chat_waits_until_the_first_is_on_the_disk(desk: SqlLedger) -> None:
    may_write = threading.Event()
    desk._database._writer._thread.submit(may_write.wait)  # type: ignore[union-attr]  # SQLite's
    line = ChatLine("", "help", "", "maria", NOW, 0, text="hello")
    adding = [asyncio.create_task(desk.chat.add(line, "key")) for _ in range(2)]
    done, _ = await asyncio.wait(adding, timeout=0.3)
    may_write.set()
    await asyncio.gather(*adding)
    assert not done


async def test_O6_an_error_while_reading_is_not_hidden_by_another(desk: SqlLedger) -> None:
    async def look() -> None:
        async with desk._database.reading() as reading:
            await reading.run(text("ROLLBACK"))  # as SQLite itself does when the disk fails
            raise DatabaseFailed

    with pytest.raises(DatabaseFailed):
        await look()


def test_O6_a_moment_between_two_looks_is_in_doubt_too() -> None:
    clock = MovedClock()
    time = Timekeeper(clock, clock.steady)
    clock.advance(SECOND / 2)
    tried = clock()
    clock.set(timedelta(hours=1))
    clock.advance(SECOND / 2)
    time.look()
    assert time.in_doubt(tried)


async def test_O6_moments_are_put_right_when_the_database_is_back(
    desk: SqlLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, asked = MovedClock(), []

    async def put_right(_now: object) -> None:
        asked.append(_now)
        if len(asked) == 1:
            raise DatabaseBusy

    monkeypatch.setattr(desk.outbox, "put_right", put_right)
    worker = Dispatcher(desk, {}, _nothing, clock, steady=clock.steady)
    with pytest.raises(DatabaseBusy):
        await worker.work_once()
    await worker.work_once()
    assert len(asked) == 2


async def _nothing(_key: str) -> None:
    pass
