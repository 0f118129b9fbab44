"""Statements as the databases run them: collected while the product works, then explained."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg

from storage.prepared import watched
from storage.tables import metadata

BOUNDED = frozenset(
    {"posts_lane", "posts_given_up", "timers_due", "timers_ticket"}
    | {"escalations_running", "tickets_queue", "tickets_claimed", "tickets_awaited"}
)
"""Partial indexes that hold only what is unfinished: to walk through one is no matter of growth."""
OF_ONE = ("INTEGER PRIMARY KEY", "posts_key", "escalations_ticket")
"""What names rows one by one, or those few that belong to one ticket: sorting them is no matter of growth."""
SMALL = frozenset({"counters", "alembic_version", "chat_lines", "chat_files", "absences", "turns", "held"})
"""Tables of a few rows for ever (of each member or team one, replies of the last seconds), and the playground's, which
nobody has in production."""
COMMON = frozenset({"desk", "platform", "workspace"})
"""Columns that are the same in most rows: an index of which no other is used is read as a whole."""
MOST_SORTED = 200
"""Rows that PostgreSQL may expect to sort."""
_LARGE = "|".join(sorted(set(metadata.tables) - SMALL))
_SCAN = re.compile(
    rf"SCAN (?:\w+ AS )?({_LARGE}|earlier|named)\b(?!.* USING (?:COVERING )?INDEX ({'|'.join(sorted(BOUNDED))})\b)"
)
_SEARCH = re.compile(r"SEARCH (\w+) USING (?:COVERING )?INDEX (\w+) \((.*)\)")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with the values of its first execution."""

    text: str
    values: tuple[Any, ...]


@contextmanager
def collected() -> Iterator[dict[str, Statement]]:
    """Every different statement that runs in the block, by its text."""
    found: dict[str, Statement] = {}

    def note(text: str, values: Sequence[Any], _seconds: float) -> None:
        found.setdefault(text, Statement(text, tuple(values)))

    with watched(note):
        yield found


def sqlite_faults(plan: Sequence[str]) -> list[str]:
    """What of the lines of EXPLAIN QUERY PLAN costs more in a larger database."""
    faults = [line for line in plan if _SCAN.search(line) or _is_wide(line)]
    unbounded = [line for line in plan if line == "USE TEMP B-TREE FOR ORDER BY" and not _is_bounded(plan)]
    return faults + unbounded


def _is_wide(line: str) -> bool:
    """An index of which only what is common is used."""
    search = _SEARCH.search(line)
    return search is not None and search[2] not in BOUNDED and search[1] not in SMALL and _searched(search[3]) <= COMMON


def _searched(condition: str) -> set[str]:
    return set(re.findall(r"(\w+)[=<>]", condition))


def _is_bounded(plan: Sequence[str]) -> bool:
    """What is sorted comes from what is unfinished, or from few rows that were named."""
    return any(name in line for line in plan for name in (*BOUNDED, *OF_ONE))


def postgres_faults(plan: dict[str, Any]) -> list[str]:
    """What of a plan in JSON costs more in a larger database."""
    return [fault for node in _nodes(plan) if (fault := _fault(node))]


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for inner in node.get("Plans", ()):
        yield from _nodes(inner)


def _fault(node: dict[str, Any]) -> str:
    kind, index = node["Node Type"], node.get("Index Name", "")
    if node.get("Relation Name") in SMALL:
        return ""
    if kind == "Seq Scan":
        return f"sequential scan of {node['Relation Name']}"
    if "Index" in kind and index and index not in BOUNDED and _columns(node.get("Index Cond", "")) <= COMMON:
        return f"{kind} of all of {index}"
    if kind in ("Sort", "Incremental Sort") and node["Plan Rows"] > MOST_SORTED:
        return f"sort of {node['Plan Rows']} rows"
    return ""


def _columns(condition: str) -> set[str]:
    return set(re.findall(r"(\w+)(?:\)::\w+)? (?:=|>|<|<=|>=)", condition))


async def postgres_plans(connection: "asyncpg.Connection[Any]", statement: Statement) -> list[dict[str, Any]]:
    """The plan for these values, and the one for any."""
    custom = await connection.fetchval(f"EXPLAIN (FORMAT JSON) {statement.text}", *statement.values)
    await connection.execute(f"PREPARE explained AS {statement.text}")
    values = f"({', '.join(['NULL'] * len(statement.values))})" if statement.values else ""
    generic = await connection.fetchval(f"EXPLAIN (FORMAT JSON) EXECUTE explained{values}")
    await connection.execute("DEALLOCATE explained")
    return [json.loads(plan)[0]["Plan"] for plan in (custom, generic)]
