"""What the sections of a unit of work have in common: one transaction, one desk, rows with versions."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, select, update

from bot.errors import Conflict
from storage.rows import Row, Values
from storage.transaction import Transaction


class Section:
    """Some of the tables, for one desk, within one transaction."""

    def __init__(self, transaction: Transaction, desk: str) -> None:
        self._transaction = transaction
        self._desk = desk

    def _where(self, table: Table, **keys: object) -> ColumnElement[bool]:
        """This desk's rows in which the columns have these values."""
        return and_(table.c.desk == self._desk, *(table.c[name] == value for name, value in keys.items()))

    def _select(self, table: Table, **keys: object) -> Select[Any]:
        return select(table).where(self._where(table, **keys))

    async def _insert(self, table: Table, values: Values) -> Row | None:
        """The row stored with this desk, or None when its key is taken."""
        row = {**values, "desk": self._desk}
        statement = self._transaction.insert(table).values(row).on_conflict_do_nothing().returning(*table.primary_key)
        return await self._transaction.first(statement)

    async def _save(self, table: Table, values: Values, keys: Iterable[str]) -> None:
        """Insert at version 0, else update. Raises Conflict when the version has moved on."""
        if values["version"] > 0:
            await self._update(table, values, keys)
        elif await self._insert(table, {**values, "version": 1}) is None:
            raise Conflict

    async def _update(self, table: Table, values: Values, keys: Iterable[str]) -> None:
        """Update the very version that was read, which counts up. Raises Conflict when it has moved on."""
        version = values["version"]
        same = self._where(table, version=version, **{name: values[name] for name in keys})
        statement = update(table).where(same).values({**values, "version": version + 1})
        if await self._transaction.first(statement.returning(table.c.version)) is None:
            raise Conflict
