"""O6: when the database fails, the operator reads what is wrong and how to mend it."""

import sqlite3
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from bot.errors import DatabaseFailed, DatabaseUnavailable
from storage import postgres_connection
from storage.database import open_database
from storage.failures import translated
from storage.migrations import is_current


def test_O6_a_full_disk_is_called_so(tmp_path: Path) -> None:
    file = sqlite3.connect(tmp_path / "full.sqlite3")
    file.execute("PRAGMA max_page_count = 2")
    file.execute("CREATE TABLE words (text)")
    with pytest.raises(DatabaseFailed, match="disk of the database is full"), translated():
        file.execute("INSERT INTO words VALUES (zeroblob(100000))")
    file.close()


def test_O6_a_file_that_may_not_be_written_is_called_so(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "there.sqlite3").close()
    file = sqlite3.connect(f"file:{tmp_path}/there.sqlite3?mode=ro", uri=True)
    with pytest.raises(DatabaseFailed, match="read-only"), translated():
        file.execute("CREATE TABLE words (text)")
    file.close()


async def test_O6_a_server_that_is_read_only_is_called_so(postgres_url: str) -> None:
    connection = await asyncpg.connect(postgres_url, server_settings={"default_transaction_read_only": "on"})
    with pytest.raises(DatabaseFailed, match="read-only"), translated():
        await connection.execute("CREATE TABLE words (text text)")
    await connection.close()


async def test_O6_a_database_that_is_not_there_is_called_so(postgres_url: str) -> None:
    nowhere = make_url(postgres_url).set(database="nowhere").render_as_string(hide_password=False)
    with pytest.raises(DatabaseUnavailable, match="no database of that name"):
        await is_current(nowhere)


async def test_O6_a_server_that_does_not_listen_is_called_so() -> None:
    async with open_database("postgresql://nobody@127.0.0.1:1/nowhere") as database:
        with pytest.raises(DatabaseUnavailable, match="does not answer"):
            async with database.reading():
                pass


async def test_O6_a_process_that_stands_still_in_a_transaction_lets_go_of_its_locks(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A paused machine, or a network that swallows everything: the others would wait for it for ever."""
    monkeypatch.setattr(postgres_connection, "_STANDSTILL", 0.2)
    async with open_database(postgres_url) as still, open_database(postgres_url) as other:
        async with still.writing() as transaction:
            await transaction.lock("thread")
            async with other.writing() as next_one:
                await next_one.lock("thread")
            with pytest.raises(DatabaseUnavailable):
                await transaction.commit()
        async with still.writing() as again:
            await again.lock("thread")
