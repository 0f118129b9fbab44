"""What the state of a database means."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.doctor.clock import skew
from bot.doctor.finding import Finding, good, problem, warning

_MEGABYTE = 1 << 20
_LITTLE_SPACE = 1024 * _MEGABYTE
_NO_SPACE = 100 * _MEGABYTE
_LARGE_JOURNAL = 256 * _MEGABYTE
_OLDEST_POSTGRES = 14
_CROWDED = 0.8
"""Share of the server's connections."""


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """What was seen. None, or 0, is said of what a kind of database does not have.

    `migrations` is "current", "behind", "newer", "empty" (nothing is there yet) or "foreign" (tables, but not ours).
    `damage` holds what SQLite's quick_check says, and nothing when it says "ok"; `checked` is False for a file too
    large to be looked through in passing. `listening` counts the processes of Firstline that are connected,
    `delivering` those of them that deliver the desk's posts.
    """

    name: str
    migrations: str
    writable: bool = True
    checked: bool = True
    damage: tuple[str, ...] = ()
    free_bytes: int | None = None
    journal_bytes: int | None = None
    major: int | None = None
    connections: int = 0
    most_connections: int = 0
    listening: int | None = None
    delivering: int | None = None
    clock: datetime | None = None


def judge_database(facts: DatabaseFacts, now: datetime) -> Iterator[Finding]:
    """Everything worth saying about it."""
    yield good("database", "database-reached", name=facts.name)
    yield _migrations(facts)
    if not facts.writable:
        yield problem("database", "database-read-only")
    yield from _integrity(facts)
    yield from _space(facts)
    yield from _server(facts)
    yield from skew("PostgreSQL", facts.clock, now)


def _migrations(facts: DatabaseFacts) -> Finding:
    if facts.migrations == "current":
        return good("database", "database-migrated")
    return problem("database", f"database-{facts.migrations}")


def _integrity(facts: DatabaseFacts) -> Iterator[Finding]:
    if facts.damage:
        yield problem("database", "database-damaged", reason=facts.damage[0])
    elif not facts.checked:
        yield good("database", "database-too-large-to-check")


def _space(facts: DatabaseFacts) -> Iterator[Finding]:
    if facts.free_bytes is not None and facts.free_bytes < _LITTLE_SPACE:
        find = problem if facts.free_bytes < _NO_SPACE else warning
        yield find("database", "disk-filling", megabytes=facts.free_bytes // _MEGABYTE)
    if facts.journal_bytes is not None and facts.journal_bytes > _LARGE_JOURNAL:
        yield warning("database", "journal-large", megabytes=facts.journal_bytes // _MEGABYTE)


def _server(facts: DatabaseFacts) -> Iterator[Finding]:
    if facts.major is not None and facts.major < _OLDEST_POSTGRES:
        yield warning("database", "postgres-old", version=facts.major, least=_OLDEST_POSTGRES)
    if facts.connections > _CROWDED * facts.most_connections:
        yield warning("database", "connections-few", used=facts.connections, of=facts.most_connections)
    if facts.listening == 0:
        yield warning("database", "nobody-listens")
    elif facts.delivering == 0:
        yield problem("database", "nobody-delivers")
