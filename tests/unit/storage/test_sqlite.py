"""Units of work on SQLite that are committed together."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.errors import DatabaseFailed
from storage.database import Database, open_database

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
