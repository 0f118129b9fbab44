"""What only real databases can show: migrations, processes, crashes, races between workers."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Executable, event, insert, select, text

from bot.errors import Conflict, DatabaseBusy, DatabaseFailed, DatabaseUnavailable, Misconfigured
from bot.ports import Words
from storage.address import PostgresServer, SqliteFile, read_address
from storage.database import Database, open_database
from storage.ledger import SqlLedger, open_ledger
from storage.migrations import is_current, migrate
from storage.outbox import LEASE
from storage.queue import DUE_HEADS, NEXT_DUE, Question
from storage.tables import metadata
from storage.tables.outbox import channels, posts
from tests.samples import DESK, MARIA, NOW, PACE, THREAD, conversation, message, post, stored, ticket

ROOT = Path(__file__).parents[2]
QUESTION = Question(DESK, ["slack"], ["slack"], NOW)


@pytest.fixture
async def ledger(database_url: str) -> AsyncIterator[SqlLedger]:
    async with open_ledger(database_url, DESK, PACE) as opened:
        yield opened


@asynccontextmanager
async def workers(url: str, number: int) -> AsyncIterator[list[SqlLedger]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(open_ledger(url, DESK, PACE)) for _ in range(number)]


@asynccontextmanager
async def other_process(code: str, url: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, url, cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


# ---------------------------------------------------------------- migrations


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


async def assert_migrations_make_the_tables(url: str) -> None:
    assert not await is_current(url)
    await migrate(url)
    await migrate(url)
    assert await is_current(url)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url))
        connection = await database.connect(stack)
        assert await connection.run_sync(_differences) == []


async def test_migrations_make_the_tables_on_sqlite_and_its_folder(tmp_path: Path) -> None:
    await assert_migrations_make_the_tables(f"sqlite:///{tmp_path}/new%20folder/deep/firstline.sqlite3")


async def test_migrations_make_the_tables_on_postgresql(empty_postgres_url: str) -> None:
    await assert_migrations_make_the_tables(empty_postgres_url)


async def test_two_processes_may_migrate_at_once(empty_postgres_url: str) -> None:
    await asyncio.gather(migrate(empty_postgres_url), migrate(empty_postgres_url))
    assert await is_current(empty_postgres_url)


# ---------------------------------------------------------------- opening


def test_addresses_as_people_write_them() -> None:
    assert read_address("sqlite:///data/f.sqlite3") == SqliteFile(Path("data/f.sqlite3"))
    assert read_address("sqlite:////var/f.sqlite3") == SqliteFile(Path("/var/f.sqlite3"))
    dsn = "postgresql://user:p%40w@db.example:5433/desk?sslmode=require"
    assert read_address(dsn) == PostgresServer(dsn)
    assert read_address("postgres://db/desk") == PostgresServer("postgresql://db/desk")


@pytest.mark.parametrize("address", ["", "sqlite://", "sqlite:///:memory:", "mysql://user:secret@db/x", "secret"])
def test_other_addresses_are_refused_without_repeating_them(address: str) -> None:
    with pytest.raises(Misconfigured, match="sqlite:///path") as refusal:
        read_address(address)
    assert "secret" not in str(refusal.value)


async def test_a_database_that_does_not_answer_is_named_so() -> None:
    async with open_ledger("postgresql://nobody@127.0.0.1:1/none", DESK, PACE) as ledger:
        with pytest.raises(DatabaseUnavailable):
            await ledger.due_timers(NOW, 1)


HOLD = """
import asyncio, sys
from storage.ledger import open_ledger

async def main():
    async with open_ledger(sys.argv[1], "acme", {}):
        print("open", flush=True)
        await asyncio.to_thread(sys.stdin.read)

asyncio.run(main())
"""


async def test_a_second_process_is_refused_an_sqlite_file(sqlite_url: str) -> None:
    async with other_process(HOLD, sqlite_url) as process:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"open\n"
        for attempt in (open_database(sqlite_url).__aenter__(), migrate(sqlite_url)):
            with pytest.raises(DatabaseBusy, match="stop it first"):
                await attempt
        process.send_signal(signal.SIGKILL)
        await process.wait()
        async with open_database(sqlite_url):
            pass


COMMIT = """
import asyncio, os, sys
from storage.ledger import open_ledger
from tests.samples import *

async def main():
    async with open_ledger(sys.argv[1], DESK, PACE) as ledger:
        async with ledger.work() as work:
            await work.claim(message())
            await work.save_conversation(conversation())
            await work.add_ticket(ticket())
            await work.add_post(post("p"))
            await work.commit()
        await ledger.outbox.lease(["slack"], NOW, 1)
        async with ledger.work() as work:
            await work.claim(message("uncommitted"))
            await work.add_ticket(ticket())
            print("half-way", flush=True)
            await asyncio.to_thread(sys.stdin.read)

asyncio.run(main())
"""


async def test_what_was_committed_survives_a_kill_and_what_was_not_is_gone(database_url: str) -> None:
    async with other_process(COMMIT, database_url) as process:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"half-way\n"
        process.send_signal(signal.SIGKILL)
        await process.wait()
    async with open_ledger(database_url, DESK, PACE) as ledger:
        async with ledger.work() as work:
            assert not await work.claim(message())
            assert await work.claim(message("uncommitted"))
            assert await work.conversation(THREAD) == conversation(version=1)
            assert await work.ticket(2) is None
            assert (await work.add_ticket(ticket())).number > 1
        (leased,) = await ledger.outbox.lease(["slack"], NOW + LEASE, 1)
        assert leased.maybe_sent, "rule 1: that it was being sent is committed before it leaves"


async def test_a_process_alone_takes_back_at_its_start_what_its_predecessor_was_sending(sqlite_url: str) -> None:
    async with open_ledger(sqlite_url, DESK, PACE) as ledger:
        await stored(ledger, post("p"))
        await ledger.outbox.lease(["slack"], NOW, 1)
    async with open_ledger(sqlite_url, DESK, PACE) as ledger:
        (leased,) = await ledger.outbox.lease(["slack"], NOW, 1)
    assert leased.maybe_sent


# ---------------------------------------------------------------- two workers


async def test_two_workers_never_take_one_post_and_keep_every_lane_in_order(postgres_url: str) -> None:
    lanes = [replace(THREAD, root=f"{number}") for number in range(12)]
    async with workers(postgres_url, 3) as ledgers:
        await stored(ledgers[0], *(post(f"{lane.root}/{turn}", lane) for lane in lanes for turn in range(5)))
        taken: list[str] = []
        sent: list[str] = []

        async def work(ledger: SqlLedger) -> None:
            while len(taken) < 60:
                for leased in await ledger.outbox.lease(["slack"], NOW, 4):
                    lane, turn = leased.parcel.key.split("/")
                    assert [key for key in sent if key.startswith(f"{lane}/")] == [
                        f"{lane}/{n}" for n in range(int(turn))
                    ]
                    taken.append(leased.parcel.key)
                    sent.append(leased.parcel.key)
                    await ledger.outbox.sent(leased, "id", NOW)

        await asyncio.gather(*(work(ledger) for ledger in ledgers))
    assert len(taken) == len(set(taken)) == 60


async def test_two_workers_share_the_pace_of_a_channel(postgres_url: str) -> None:
    threads = [replace(THREAD, platform="paced", root=f"{number}") for number in range(10)]
    async with workers(postgres_url, 3) as ledgers:
        await stored(ledgers[0], *(post(f"p{thread.root}", thread) for thread in threads))
        rounds = [ledger.outbox.lease(["paced"], NOW, 10) for ledger in ledgers for _ in range(3)]
        assert sum(map(len, await asyncio.gather(*rounds))) == 1


_WAITING = text("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


async def test_a_worker_that_saw_a_channel_free_may_still_lose_it(postgres_url: str) -> None:
    """The other one has used the channel but not yet committed when this one chooses."""
    used = {"desk": DESK, "platform": "paced", "workspace": "T1", "channel": "C1", "next_at": NOW + LEASE}
    async with workers(postgres_url, 1) as (ledger,), open_database(postgres_url) as database:
        await stored(ledger, post("p", replace(THREAD, platform="paced")))
        async with database.writing() as other:
            await other.run(insert(channels).values(used))
            choosing = asyncio.create_task(ledger.outbox.lease(["paced"], NOW, 10))
            async with database.reading() as watching:
                while not await watching.all(_WAITING):  # noqa: ASYNC110 - PostgreSQL tells nobody
                    await asyncio.sleep(0.01)
            await other.commit()
        assert await choosing == []
        assert len(await ledger.outbox.lease(["paced"], NOW + LEASE, 10)) == 1


async def test_rule_6_ids_of_a_lane_follow_the_order_of_commits(postgres_url: str) -> None:
    async with workers(postgres_url, 2) as ledgers:
        committed: list[str] = []

        async def say(ledger: SqlLedger, number: int) -> None:
            async with ledger.work() as work:
                await work.claim(message(f"d{number}"))
                await work.add_post(post(f"p{number}"))
                await asyncio.sleep(0)
                # Whoever has the thread keeps it until its commit, which others may hear of before we do.
                committed.append(f"p{number}")
                await work.commit()

        await asyncio.gather(*(say(ledgers[number % 2], number) for number in range(12)))
        async with open_database(postgres_url) as database, database.reading() as transaction:
            rows = await transaction.all(select(posts.c.key).order_by(posts.c.id))
    assert [row["key"] for row in rows] == committed


async def test_lanes_taken_crosswise_do_not_block_each_other(postgres_url: str) -> None:
    here, there = (replace(THREAD, root=root) for root in ("1", "2"))
    async with workers(postgres_url, 2) as ledgers:

        async def say(ledger: SqlLedger, number: int) -> None:
            order = (here, there) if number % 2 else (there, here)
            await stored(ledger, *(post(f"p{number}-{thread.root}", thread) for thread in order))

        await asyncio.gather(*(say(ledgers[number % 2], number) for number in range(20)))


async def test_a_deadlock_is_a_conflict(postgres_url: str) -> None:
    async with workers(postgres_url, 2) as ledgers:
        async with ledgers[0].work() as work:
            for _ in range(2):
                await work.add_ticket(ticket())
            await work.commit()
        met = asyncio.Barrier(2)

        async def take(ledger: SqlLedger, *numbers: int) -> bool:
            async with ledger.work() as work:
                await work.ticket(numbers[0])
                await met.wait()
                try:
                    await work.ticket(numbers[1])
                except Conflict:
                    return False
            return True

        assert sorted(await asyncio.gather(take(ledgers[0], 1, 2), take(ledgers[1], 2, 1))) == [False, True]


async def test_a_commit_of_another_process_wakes_the_dispatcher(postgres_url: str) -> None:
    async with workers(postgres_url, 2) as ledgers:
        await ledgers[1].changed(timedelta(minutes=5))  # the listener is there
        await stored(ledgers[0], post("p"))
        await ledgers[1].changed(timedelta(minutes=5))


async def test_O6_what_could_not_be_committed_is_not_taken_for_committed(postgres_url: str) -> None:
    async with open_database(postgres_url) as database, database.writing() as transaction:
        with pytest.raises(DatabaseFailed):
            await transaction.run(text("SELECT nowhere"))
        with pytest.raises(DatabaseFailed):
            await transaction.commit()


async def test_O6_a_connection_that_was_lost_is_not_used_again(postgres_url: str) -> None:
    ended = text("SELECT pg_terminate_backend(pg_backend_pid())")
    async with open_database(postgres_url) as database:
        async with database.writing() as transaction:
            with pytest.raises(DatabaseUnavailable):
                await transaction.run(ended)
        async with database.writing() as transaction:
            assert await transaction.all(text("SELECT 1 AS one"))
            await transaction.commit()


async def test_O6_a_unit_of_work_that_was_cancelled_leaves_no_transaction_behind(postgres_url: str) -> None:
    """Cancelled while it begins, which the server may yet do: its connection would hold locks, or fail who has it
    next."""
    async with open_database(postgres_url) as database, open_database(postgres_url) as other:

        async def waits() -> None:
            async with database.writing() as transaction:
                await transaction.lock("thread")

        async with other.writing() as first:
            await first.lock("thread")
            waiting = asyncio.create_task(waits())
            while not await first.all(text("SELECT 1 AS one FROM pg_locks WHERE NOT granted")):  # noqa: ASYNC110 - the server tells nobody
                await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            async with database.writing() as transaction:
                await transaction.lock("another thread")
                await transaction.run(text("SELECT 1 AS one"))
                await transaction.commit()


async def test_O6_a_connection_that_could_not_be_set_up_is_given_back(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = list[asyncpg.Connection]()

    async def fail(connection: asyncpg.Connection, *_: object, **__: object) -> None:
        begun.append(connection)
        raise TimeoutError

    monkeypatch.setattr(asyncpg.Connection, "set_type_codec", fail)
    async with open_database(postgres_url) as database:
        with pytest.raises(DatabaseUnavailable):
            async with database.reading():
                pass
    assert [connection.is_closed() for connection in begun] == [True]


# ---------------------------------------------------------------- both databases


async def test_desks_do_not_see_each_other(database_url: str) -> None:
    async with open_database(database_url) as database:
        ours, theirs = (SqlLedger(database, desk, PACE) for desk in (DESK, "other"))
        for ledger in (ours, theirs):
            async with ledger.work() as work:
                assert await work.claim(message())
                await work.save_conversation(conversation())
                assert (await work.add_ticket(ticket())).number == 1
                await work.commit()
        await stored(ours, post("p"))
        assert not await theirs.outbox.lease(["slack"], NOW, 10)
        async with theirs.work() as work:
            assert await work.post("p") is None
            await work.add_post(post("p"))
            await work.commit()
        (leased,) = await ours.outbox.lease(["slack"], NOW, 10)
        await theirs.outbox.give_up(leased, "dead", "not theirs", NOW)
        assert not await ours.outbox.dead_letters()
        assert not await theirs.outbox.dead_letters()


async def test_text_that_a_database_refuses_is_kept_without_what_it_refuses(ledger: SqlLedger) -> None:
    said = Words("d", THREAD, replace(MARIA, name="Ma\x00ria"), NOW, "half \ud83d of a pair\x00, and ☂")
    async with ledger.work() as work:
        await work.keep_words(said)
        (kept,) = await work.words(THREAD)
    assert kept.text == "half ? of a pair, and ☂"
    assert kept.sender.name == "Maria"


async def test_a_time_without_a_zone_is_refused(ledger: SqlLedger) -> None:
    async with ledger.work() as work:
        with pytest.raises(DatabaseFailed) as failure:
            await work.save_conversation(conversation(at=NOW.replace(tzinfo=None), question="a secret"))
    assert "without a zone" in str(failure.value.__cause__)
    assert "secret" not in str(failure.value.__cause__)


async def _plan(database: Database, statement: Executable) -> str:
    seen: list[tuple[str, Any]] = []
    async with AsyncExitStack() as stack:
        connection = await database.connect(stack)
        on_sqlite = isinstance(database.address, SqliteFile)
        if not on_sqlite:
            await connection.execute(text("SET LOCAL enable_seqscan = off"))  # small tables would be read whole
        event.listen(connection.sync_connection, "before_cursor_execute", lambda *call: seen.append((call[2], call[3])))
        await connection.execute(statement, QUESTION.parameters(10))
        sql, parameters = seen[0]
        rows = await connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN' if on_sqlite else ''} {sql}", parameters)
        return "\n".join(str(row[-1]) for row in rows)


@pytest.mark.parametrize("statement", [DUE_HEADS, NEXT_DUE], ids=["due_heads", "next_due"])
async def test_choosing_what_is_next_does_not_read_what_was_sent(database_url: str, statement: Executable) -> None:
    async with open_database(database_url) as database:
        plan = await _plan(database, statement)
    assert "posts_lane" in plan
    reads = [line for line in plan.splitlines() if "SCAN posts" in line or "Seq Scan" in line]
    assert all("posts_lane" in line or "channels" in line for line in reads), plan
