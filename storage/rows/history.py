"""Lines of history, and seals of its chains."""

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from bot.audit.chain import Head, Line, Seal
from bot.ports import AuditEntry
from storage.columns import kept
from storage.prepared import Row
from storage.rows.fields import Values, read, written

_AUDIT = ("at", "actor", "actor_name", "action", "ticket", "detail")
_SAID = ("action", "actor", "actor_name", "detail")
LINE = tuple(field.name for field in fields(Line))
"""The columns of a line as it is verified."""
_LINE = LINE[:-1]
"""Those that are given; the database counts `sequence` up."""
_SEAL = ("number", "at", "reached", "found", "signature")


def line_of_entry(entry: AuditEntry, desk: str) -> Line:
    """The entry as a line of history, in letters that both databases keep."""
    action, actor, name, detail = (kept(each) or "" for each in attrgetter(*_SAID)(entry))
    return Line(kept(desk) or "", entry.ticket or 0, 0, entry.at, action, actor, name, detail)


def line_values(line: Line) -> Values:
    """A row of `history`."""
    return written(line, _LINE) | {"ticket": line.ticket or None}


def line_of(row: Sequence[Any]) -> Line:
    """The line in a row of `history` with the columns `LINE`, as it is verified. One about no ticket has the number 0,
    as no ticket has."""
    desk, ticket, *rest = row
    return Line(desk, ticket or 0, *rest)


def seal_values(seal: Seal) -> Values:
    """A row of `seals`."""
    return {**written(seal, _SEAL), "heads": [[each.ticket, each.place, each.signature] for each in seal.heads]}


def seal_of(row: Row) -> Seal:
    """The seal in a row."""
    return Seal(heads=tuple(Head(*each) for each in row["heads"]), **read(row, _SEAL))


def audit_of(row: Row) -> AuditEntry:
    """The line of history in a row."""
    return AuditEntry(**read(row, _AUDIT))
