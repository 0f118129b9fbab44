"""Databases for tests, and a ledger on each of them."""

import asyncio
import gc
import os
import shutil
from collections.abc import AsyncIterator, Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings

from storage.ledger import SqlLedger, open_ledger
from storage.migrations import migrate
from tests import postgres
from tests.examples import THOROUGH
from tests.fakes.memory_ledger import MemoryLedger
from tests.load.stories import Story, play_stories
from tests.samples import DESK, PACE

AnyLedger = SqlLedger | MemoryLedger
LEDGERS = ("memory", "sqlite", "postgres")
DATABASES = ("sqlite", "postgres")

MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder there that is its user's alone

GARBAGE = 10_000
"""Objects more than were given back, after which it is looked for; Python's own number is made for small programs."""

# Files of tests lie where no write waits for a disk. No test cuts the power, and who kills processes notices nothing.
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 2**30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# These machines are shared: how long an example takes says nothing.
settings.register_profile("thorough", deadline=None, max_examples=THOROUGH)
settings.register_profile("fast", deadline=None, max_examples=THOROUGH // 5)
settings.load_profile("fast")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays to the end. To look for garbage in it, again and again, took a tenth of the suite."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(GARBAGE, 20, 20)
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def garbage() -> Iterator[None]:
    """What tests left open is found while a test can fail for it; what pytest finds later in a worker, nobody hears."""
    yield
    gc.collect()


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Of a test with many cases, the fast suite tries all on the quickest ledger, and the first on each other one."""
    tried = set[tuple[str, str]]()
    for item in items:
        if isinstance(item, pytest.Function) and (ledger := _slower_ledger(item)):
            test = (item.nodeid.partition("[")[0], ledger)
            if test in tried:
                item.add_marker(pytest.mark.slow)
            tried.add(test)


def _slower_ledger(test: pytest.Function) -> str:
    """The one on which it is run, unless it is the first of its kinds."""
    given: dict[str, object] = test.callspec.params if hasattr(test, "callspec") else {}
    for fixture, kinds in (("ledger_url", LEDGERS), ("database_url", DATABASES)):
        if given.get(fixture) in kinds[1:]:
            return str(given[fixture])
    return ""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Address of a running PostgreSQL."""
    with postgres.running_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """Name of a migrated database, to be cloned."""
    with postgres.migrated_database(postgres_server) as template:
        yield template


@pytest.fixture(scope="session")
def postgres_emptied(postgres_server: str, postgres_template: str) -> Iterator[postgres.Emptied]:
    """A migrated database for one test after the other."""
    with closing(postgres.Emptied(postgres_server, postgres_template)) as emptied:
        yield emptied


@pytest.fixture
def postgres_url(postgres_emptied: postgres.Emptied) -> Iterator[str]:
    """Address of a migrated PostgreSQL database in which nothing is yet."""
    with postgres_emptied.lent() as address:
        yield address


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """Address of a PostgreSQL database without tables."""
    with postgres.database(postgres_server) as address:
        yield address


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    file = tmp_path_factory.mktemp("template") / "firstline.sqlite3"
    asyncio.run(migrate(f"sqlite:///{file}"))
    assert [path.name for path in file.parent.glob("*.sqlite3*") if path.suffix != ".lock"] == [file.name]
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """Address of a migrated SQLite file of the test's own."""
    file = shutil.copyfile(sqlite_template, tmp_path / "firstline.sqlite3")
    file.chmod(0o600)
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def stories() -> Sequence[Story]:
    """Every kind of request as rows, played once."""
    return asyncio.run(play_stories())


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """Address of a migrated database, on each kind in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=LEDGERS)
def ledger_url(request: pytest.FixtureRequest) -> str:
    """As `database_url`, or empty for memory."""
    return "" if request.param == "memory" else str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def ledger(ledger_url: str) -> AsyncIterator[AnyLedger]:
    """A ledger in memory, on SQLite and on PostgreSQL in turn."""
    if not ledger_url:
        yield MemoryLedger(dict(PACE))
        return
    async with open_ledger(ledger_url, DESK, PACE) as opened:
        yield opened
