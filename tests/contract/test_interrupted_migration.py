"""O5: a migration that is killed in the middle is as good as never begun, and two at once do not disturb each other."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import asyncpg
import pytest

from storage.migrations import is_current, migrate

ROOT = Path(__file__).parents[2]
KILLED_AT_A_STATEMENT = """
import asyncio, os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from storage.migrations import migrate

url, left = sys.argv[1], [int(sys.argv[2])]

def count(*_):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(Engine, "after_cursor_execute", count)
asyncio.run(migrate(url))
"""


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/firstline.sqlite3"
    return str(request.getfixturevalue("empty_postgres_url"))


async def killed_after(statements: int, url: str) -> int:
    command = (sys.executable, "-c", KILLED_AT_A_STATEMENT, url, str(statements))
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env={**os.environ})
    return await process.wait()


@pytest.mark.parametrize("statements", [2, 12, 25])
async def test_O5_a_migration_killed_in_the_middle_is_made_by_the_next_start(empty_url: str, statements: int) -> None:
    assert await killed_after(statements, empty_url) == -signal.SIGKILL
    assert not await is_current(empty_url)
    await migrate(empty_url)
    assert await is_current(empty_url)


async def test_O5_a_migration_waits_for_another_one_as_long_as_it_takes(
    empty_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Longer than any statement may wait for a lock otherwise."""
    monkeypatch.setattr("storage.postgres_connection._PATIENCE", 0.1)
    other = await asyncpg.connect(empty_postgres_url)
    await other.execute("SELECT pg_advisory_lock(7311020001)")
    second = asyncio.create_task(migrate(empty_postgres_url))
    await asyncio.wait({second}, timeout=1)
    await other.close()
    await second
    assert await is_current(empty_postgres_url)
