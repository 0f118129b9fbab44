"""The shape of a table: its columns and their kinds, the same words for both databases and every revision."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Connection,
    DateTime,
    Dialect,
    Integer,
    Select,
    String,
    TableClause,
    collate,
    column,
    inspect,
    select,
    table,
)
from sqlalchemy.types import TypeEngine

from storage.archive.failures import BackupFailed
from storage.columns import Time, Words
from storage.tables import metadata

RETIRED: frozenset[str] = frozenset()
"""Tables of earlier revisions that the newest one has no more."""


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    TIME = "time"
    JSON = "json"
    JSON_OR_NOTHING = "json or nothing"
    """In which SQL's NULL is not JSON's null."""


_TYPES: dict[Kind, TypeEngine[Any]] = {
    Kind.TEXT: Words(),
    Kind.INTEGER: BigInteger(),
    Kind.BOOLEAN: Boolean(),
    Kind.TIME: Time(),
    Kind.JSON: JSON(),
    Kind.JSON_OR_NOTHING: JSON(none_as_null=True),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """One table. `columns` holds (name, kind); `key` names the columns by which rows are told apart and ordered."""

    name: str
    columns: tuple[tuple[str, Kind], ...]
    key: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Those of the columns."""
        return tuple(name for name, _ in self.columns)

    @property
    def clause(self) -> TableClause:
        """The table for statements."""
        return table(self.name, *(column(name, _TYPES[kind]) for name, kind in self.columns))

    def in_order(self, dialect: Dialect) -> Select[Any]:
        """Every row as the driver gives it, ordered by the bytes of the key: the one order that both databases have."""
        rows = table(self.name, *map(column, self.names))
        kinds = dict(self.columns)
        bytewise = dialect.name == "postgresql"
        order = (
            collate(rows.c[name], "C") if bytewise and kinds[name] is Kind.TEXT else rows.c[name] for name in self.key
        )
        return select(*rows.c).order_by(*order)


def shapes_of(connection: Connection) -> tuple[Shape, ...]:
    """Our tables as they are in this database, at whatever revision. Raises BackupFailed for a column we never made."""
    inspector = inspect(connection)
    ours = metadata.tables.keys() | RETIRED
    return tuple(
        Shape(
            name,
            tuple((each["name"], _kind(each["type"], f"{name}.{each['name']}", nullable=each["nullable"])) for each in
                  inspector.get_columns(name)),
            tuple(inspector.get_pk_constraint(name)["constrained_columns"]),
        )
        for name in sorted(inspector.get_table_names())
        if name in ours
    )  # fmt: skip


def _kind(type_: TypeEngine[Any], name: str, *, nullable: bool) -> Kind:
    match type_:
        case Boolean():
            return Kind.BOOLEAN
        case Integer():
            return Kind.INTEGER
        case DateTime():
            return Kind.TIME
        case JSON():
            return Kind.JSON_OR_NOTHING if nullable else Kind.JSON
        case String():
            return Kind.TEXT
        case _:
            raise BackupFailed(f"the column {name} is of a type that Firstline never made: {type_!r}")
