"""Statements on a connection to a SQLite file, run where they are called: they take microseconds."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from storage.json_text import text_of, value_of
from storage.prepared import Prepared, Row
from storage.transaction import Transaction

_STATEMENTS = 300
"""Statements that a connection keeps ready: more than the product has."""


class SqliteReading(Transaction):
    """Statements on a connection of their own, which see one state of the database."""

    shared = False
    insert = staticmethod(sqlite.insert)
    dialect = SQLiteDialect_pysqlite(json_serializer=text_of, json_deserializer=value_of)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def _fetch(self, statement: Prepared, values: Sequence[Sequence[Any]]) -> Sequence[Row]:
        return [row for each in values for row in self._rows(statement, each)]

    def _rows(self, statement: Prepared, values: Sequence[Any]) -> Sequence[Row]:
        cursor = self._connection.execute(statement.sql, values)
        rows = cursor.fetchall()
        if not rows:
            return rows
        names = [column[0] for column in cursor.description]
        return [statement.read(dict(zip(names, row, strict=True))) for row in rows]

    async def commit(self) -> None:
        """Nothing: it only reads."""


def connected(path: Path) -> sqlite3.Connection:
    """A connection that waits for nobody, as the only thread is the event loop's, and begins nothing by itself."""
    connection = sqlite3.connect(
        path, timeout=0, isolation_level=None, check_same_thread=False, cached_statements=_STATEMENTS
    )
    prepare(connection)
    return connection


def prepare(connection: Any) -> None:
    """Settings that every connection needs: a commit is on the disk when it returns, and readers wait for nobody."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
