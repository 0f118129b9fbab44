"""Connections to a PostgreSQL server: how they are made, what is asked of them, and how they are given back."""

from typing import TYPE_CHECKING, Any, TypeAlias

from storage.address import PostgresServer
from storage.json_text import value_of

if TYPE_CHECKING:
    import asyncpg

    Driver: TypeAlias = asyncpg.Connection[Any]

_PATIENCE = 5.0
"""Seconds that a statement waits for another's lock."""

_CONNECT = 5.0
"""Seconds until a server counts as away that does not take a connection."""

ANSWER = 8.0
"""Seconds until a server counts as away that does not answer a statement: longer than the wait for a lock."""

_STANDSTILL = 20.0
"""Seconds of silence in the midst of a transaction after which the server gives it up. Its process is paused or cannot
be reached, and everybody would wait for its locks. On a machine that does ten things at once 10 s were not enough."""

_ALIVE = {"tcp_keepalives_idle": "60", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"}
"""The server notices in 90 s that a silent network has cut us off; else each such connection took up room for hours."""


async def connected(address: PostgresServer, answers_within: float | None = None) -> "Driver":
    """A new one; with `answers_within` a time limit in seconds for each statement, for quick ones in units of work."""
    import asyncpg  # noqa: PLC0415 - 3 MB that a process on SQLite does without

    settings = {"application_name": "firstline", "lock_timeout": f"{int(_PATIENCE * 1000)}", **_ALIVE}
    if answers_within is not None:
        settings["idle_in_transaction_session_timeout"] = f"{int(_STANDSTILL * 1000)}"
    connection = await asyncpg.connect(
        address.dsn, timeout=_CONNECT, command_timeout=answers_within, server_settings=settings
    )
    try:
        await connection.set_type_codec("json", encoder=str, decoder=value_of, schema="pg_catalog")
    except BaseException:
        connection.terminate()
        raise
    return connection


async def farewell(connection: "Driver") -> None:
    """Give it back to the server, or let it go where that fails."""
    try:
        await connection.close(timeout=_CONNECT)
    except Exception:  # there is nobody to say it to
        connection.terminate()
