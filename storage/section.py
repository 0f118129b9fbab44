"""What the sections of a unit of work have in common: one transaction, one desk, rows with versions."""

from collections.abc import Callable, Hashable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, select, update
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate

from bot.errors import Conflict
from storage.prepared import Row
from storage.rows.fields import Values
from storage.transaction import Insert, Transaction

_WANTED = "wanted_"
"""Begins the name of a parameter that says which rows are meant; without it, it is the column's new value."""


class Section:
    """Some of the tables, for one desk, within one transaction.

    The statements of the hot path are made once (`with_keys`, `changing`): making one costs five times its execution.
    """

    def __init__(self, transaction: Transaction, desk: str) -> None:
        self._transaction = transaction
        self._desk = desk

    def _wanted(self, **keys: object) -> Values:
        """The parameters for `with_keys`."""
        return {_WANTED + name: value for name, value in keys.items()} | {_WANTED + "desk": self._desk}

    async def _one(self, table: Table, **keys: object) -> Row | None:
        """This desk's row with these values, if there is one."""
        return await self._transaction.first(with_keys(table, *keys), self._wanted(**keys))

    async def _insert(self, table: Table, values: Values) -> Row | None:
        """The row stored with this desk, or None when its key is taken."""
        return await self._transaction.first(inserting(self._transaction.insert, table), values | {"desk": self._desk})

    async def _add(self, about: Hashable, table: Table, values: Values, otherwise: Exception | None = None) -> None:
        """Store the row with this desk, now or later. Raises `otherwise`, here or there, when its key is taken."""
        statement = inserting(self._transaction.insert, table)
        await self._transaction.later((table.name, about), statement, {**values, "desk": self._desk}, otherwise)

    async def _save(self, table: Table, values: Values, keys: Sequence[str]) -> None:
        """Insert at version 0, else update. Raises Conflict, here or later, when the version has moved on."""
        if values["version"] > 0:
            await self._update(table, values, keys)
        else:
            await self._add(_about(values, keys), table, {**values, "version": 1}, Conflict())

    async def _update(self, table: Table, values: Values, keys: Sequence[str]) -> None:
        """Update the very version that was read, which counts up. Raises Conflict, here or later, if it moved on."""
        version = values["version"]
        wanted = self._wanted(version=version, **{name: values[name] for name in keys})
        changed = {**wanted, **values, "version": version + 1}
        about = table.name, _about(values, keys)
        await self._transaction.later(about, changing(table, *sorted(wanted)), changed, Conflict())


def _about(values: Values, keys: Sequence[str]) -> Hashable:
    return tuple(values[name] for name in keys)


def desks(table: Table, *names: str) -> ColumnElement[bool]:
    """Of this desk, and the named columns have the values of `_wanted`."""
    return and_(*(table.c[name] == bindparam(_WANTED + name) for name in ("desk", *names)))


@cache
def with_keys(table: Table, *names: str) -> Select[Any]:
    """This desk's rows in which the named columns have the values of `_wanted`."""
    return select(table).where(desks(table, *names))


@cache
def changing(table: Table, *wanted: str) -> ReturningUpdate[Any]:
    """Set the columns that are given as parameters, where those of `_wanted` hold; returns the new version."""
    names = (name.removeprefix(_WANTED) for name in wanted)
    return (
        update(table).where(*(table.c[name] == bindparam(_WANTED + name) for name in names)).returning(table.c.version)
    )


@cache
def inserting(insert: Callable[[Table], Insert], table: Table) -> ReturningInsert[Any]:
    """Store a row unless its key is taken; returns the key of what was stored."""
    return insert(table).on_conflict_do_nothing().returning(*table.primary_key)
