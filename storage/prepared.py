"""Statements as a driver takes them: SQLAlchemy writes each one once, and is not asked again when it runs.

What SQLAlchemy does around an execution (looking the statement up, adapting cursors and rows, on PostgreSQL a greenlet)
costs several times what the statement itself does.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, cast

from sqlalchemy import ClauseElement, ColumnElement, Dialect, Executable, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeEngine

from bot.errors import DatabaseFailed
from storage.columns import Several

Statement = Executable
Values = Mapping[str, Any]
Row = Mapping[str, Any]
Convert = Callable[[Any], Any]

_NUMBERED = re.compile(r"\$(\d+)")

_KEPT = 500
"""Statements whose text is kept: all that are made once, and the latest of those that are made for each call."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """One statement. `parameters` are named in the driver's order, each with what makes the driver's value of ours."""

    sql: str
    parameters: tuple[tuple[str, Convert | None], ...]
    own: Values
    """Values that stand in the statement itself."""
    columns: Mapping[str, Convert]
    """What makes our value of the driver's, for the columns that need it."""

    def values(self, given: Values) -> tuple[Any, ...]:
        """The parameters for the driver. Raises DatabaseFailed for a value that the column cannot hold."""
        all_ = {**self.own, **given} if self.own else given
        try:
            return tuple([convert(all_[name]) if convert else all_[name] for name, convert in self.parameters])
        except ValueError as error:
            raise DatabaseFailed from error

    def read(self, row: dict[str, Any]) -> Row:
        """The row with our values in the place of the driver's."""
        for name, convert in self.columns.items():
            row[name] = convert(row[name])
        return row


@lru_cache(_KEPT)
def prepared(statement: Statement, dialect: Dialect, names: tuple[str, ...]) -> Prepared:
    """The statement for calls that give these names. Kept by identity: a statement of the hot path is made once."""
    compiled = _compiled(statement, dialect, names)
    if compiled.post_compile_params:  # lists that stand in the statement itself, each value for itself
        compiled = _compiled(statement, dialect, names, render_postcompile=True)
    return Prepared(
        sql=compiled.string,
        parameters=tuple((name, _binding(compiled, name, dialect)) for name in compiled.positiontup or ()),
        own={name: value for name, value in compiled.params.items() if name not in names},
        columns=dict(_readings(statement, dialect)),
    )


@lru_cache(_KEPT)
def together(parts: tuple[Prepared, ...]) -> Prepared:
    """Statements of PostgreSQL as one, in this order; a row for each tells how many rows it gave (`found`).

    They do not see each other's effects, so no two of them may be about the same row. Each must return something.
    """
    texts, names = list[str](), list[tuple[str, Convert | None]]()
    for part in parts:
        shifted = _NUMBERED.sub(partial(_shift, by=len(names)), part.sql)
        texts.append(shifted)
        names += part.parameters
    written = ", ".join(f"part_{place} AS MATERIALIZED ({text})" for place, text in enumerate(texts))
    # The parts of a UNION ALL are read one after the other, and each WITH is done when it is read.
    counts = (f"SELECT count(*) AS found FROM part_{place}" for place in range(len(parts)))  # noqa: S608 - our own names
    return Prepared(f"WITH {written} {' UNION ALL '.join(counts)}", tuple(names), {}, {})


def _shift(number: re.Match[str], by: int) -> str:
    return f"${int(number[1]) + by}"


def _compiled(statement: Statement, dialect: Dialect, names: tuple[str, ...], **how: bool) -> SQLCompiler:
    compiled = cast(ClauseElement, statement).compile(
        dialect=dialect, column_keys=list(names) or None, compile_kwargs=how
    )
    return cast(SQLCompiler, compiled)


def _binding(compiled: SQLCompiler, name: str, dialect: Dialect) -> Convert | None:
    bound = compiled.binds.get(name)
    processor: Convert | None = bound.type.dialect_impl(dialect).bind_processor(dialect) if bound is not None else None
    return processor


def _readings(statement: Statement, dialect: Dialect) -> Iterator[tuple[str, Convert]]:
    for column in getattr(statement, "exported_columns", ()):  # a text has none, nor has what returns nothing
        processor = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if processor is not None and column.key is not None:
            yield column.key, processor


class _OneOf(FunctionElement[Any]):
    """The right side of `among`: the values of a parameter."""

    type = NullType()
    inherit_cache = True


def among(column: ColumnElement[Any], name: str, type_: TypeEngine[Any]) -> ColumnElement[bool]:
    """The column's value is in the list that is given under this name. Unlike that of IN, the text does not depend on
    how many there are, so that the statement is prepared once."""
    return column.bool_op("")(_OneOf(bindparam(name, type_=Several(type_))))


@compiles(_OneOf, "postgresql")
def _any_of(element: _OneOf, compiler: SQLCompiler, **how: Any) -> str:
    return f"= ANY ({compiler.process(element.clauses, **how)})"


@compiles(_OneOf, "sqlite")
def _in_json(element: _OneOf, compiler: SQLCompiler, **how: Any) -> str:
    return f"IN (SELECT value FROM json_each({compiler.process(element.clauses, **how)}))"  # noqa: S608 - a parameter


Watcher = Callable[[str, Sequence[Any], float], None]
"""Told of a statement: its text, the driver's values of its first execution, and the seconds it took."""

watchers: list[Watcher] = []


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Within the block the watcher is told of every statement that runs in this process, for whoever counts them."""
    watchers.append(watcher)
    try:
        yield
    finally:
        watchers.remove(watcher)
