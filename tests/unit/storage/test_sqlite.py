"""Units of work on SQLite that are committed together."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.errors import DatabaseFailed
from storage.database import Database, open_database
from storage.group_commit import SqliteWriter

_CHILD = "CREATE TABLE child (parent INTEGER REFERENCES parent(id) DEFERRABLE INITIALLY DEFERRED)"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """With a table whose rows are refused only at the commit."""
    async with open_database(f"sqlite:///{tmp_path}/f.sqlite3") as database:
        for statement in ("CREATE TABLE parent (id INTEGER PRIMARY KEY)", _CHILD):
            await run(database, statement)
        yield database


async def run(database: Database, statement: str) -> None:
    async with database.writing() as unit:
        await unit.run(text(statement))
        await unit.commit()


async def test_O6_of_units_whose_commit_failed_nothing_is_left_to_the_next(database: Database) -> None:
    with pytest.raises(DatabaseFailed):
        await run(database, "INSERT INTO child VALUES (7)")
    await run(database, "INSERT INTO parent VALUES (7)")
    async with database.reading() as reading:
        assert await reading.all(text("SELECT * FROM child")) == []


async def test_O6_a_unit_ends_with_its_commit(database: Database) -> None:
    async with database.writing() as unit:
        await unit.commit()
        with pytest.raises(DatabaseFailed, match="committed before"):
            await unit.run(text("INSERT INTO parent VALUES (1)"))


async def test_O6_a_connection_that_cannot_even_roll_back_is_given_up(tmp_path: Path) -> None:
    opened: list[_Broken] = []

    def connect() -> sqlite3.Connection:
        opened.append(
            sqlite3.connect(tmp_path / "f.sqlite3", isolation_level=None, check_same_thread=False, factory=_Broken)
        )
        return opened[-1]

    writer = SqliteWriter(connect)
    async with writer.unit() as unit:
        await unit.run(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        await unit.commit()
    opened[0].broken = True
    with pytest.raises(DatabaseFailed):
        await failing(writer)
    async with writer.unit() as unit:
        assert await unit.all(text("SELECT * FROM parent")) == []
        await unit.run(text("INSERT INTO parent VALUES (2)"))
        await unit.commit()
    await writer.close()
    assert len(opened) == 2


async def failing(writer: SqliteWriter) -> None:
    async with writer.unit() as unit:
        await unit.run(text("INSERT INTO parent VALUES (1)"))
        await unit.run(text("INSERT INTO nowhere VALUES (1)"))


class _Broken(sqlite3.Connection):
    """A connection that may fail to roll back, as when its disk is gone."""

    broken = False

    def execute(self, *statement: Any) -> sqlite3.Cursor:
        if self.broken and statement[0].startswith("ROLLBACK"):
            raise sqlite3.OperationalError("disk I/O error")
        return super().execute(*statement)
