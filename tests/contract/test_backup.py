"""O6, L7: a backup holds everything, can be restored onto either database, and is whole or nothing."""

import asyncio
import json
import os
import resource
import stat
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, BigInteger, Boolean, Column, Inspector, Integer, Table, insert, inspect, select, text

from bot.errors import DatabaseBusy, FirstlineError, NotFound
from bot.ports import AuditEntry, Timer, TimerKind
from storage.archive import file, lines
from storage.archive.failures import BackupFailed, BackupRefused, DamagedBackup
from storage.archive.restoring import check, restore
from storage.archive.saving import Stage, save
from storage.archive.shape import Kind, shapes_of
from storage.columns import Time
from storage.database import open_database
from storage.ledger import open_ledger
from storage.migrations import is_current, known_revisions, migrate, upgrade
from storage.tables import metadata
from tests.samples import DESK, NOW, PACE, THREAD, post, stored, ticket

TABLES = metadata.sorted_tables
OTHER = {"sqlite": "postgres", "postgres": "sqlite"}


ACROSS = ["sqlite to postgres", "postgres to sqlite"]
WAYS = [*ACROSS, *(pytest.param(f"{one} to {one}", marks=pytest.mark.slow) for one in OTHER)]


@pytest.fixture(params=WAYS)
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """A migrated database, and an empty one to which its backup goes."""
    source, target = request.param.split(" to ")
    empty = f"sqlite:///{tmp_path}/other/restored.sqlite3"
    into = empty if target == "sqlite" else str(request.getfixturevalue("empty_postgres_url"))
    return str(request.getfixturevalue(f"{source}_url")), into


async def put(url: str, rows: dict[str, list[dict[str, Any]]]) -> None:
    async with open_database(url) as database, database.writing() as transaction:
        for table in TABLES:
            if rows.get(table.name):
                await transaction.run(insert(table), rows[table.name])
        await transaction.commit()


async def everything(url: str) -> dict[str, list[Sequence[Any]]]:
    """Every row of every table, in an order of its own."""
    async with open_database(url, beside=True) as database, database.reading() as transaction:
        return {
            table.name: sorted((tuple(row.values()) for row in await transaction.all(select(table))), key=repr)
            for table in TABLES
        }


# ---------------------------------------------------------------- everything that columns can hold

_text = st.text(max_size=20) | st.sampled_from(
    ["", "a\x00b", "\ud800", "\u2028", '"\\', "Иван", "🦊", "\ue000", "\x7f"]
)
_moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)).map(lambda at: at.replace(tzinfo=UTC))
_inner = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | _text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_text, inner, max_size=3),
    max_leaves=6,
)
# Rows hold lists and objects; SQLite's column would make a number of its own of a bare one.
_documents = st.lists(_inner, max_size=3) | st.dictionaries(_text, _inner, max_size=3)


def _values(column: "Column[Any]") -> st.SearchStrategy[Any]:
    match column.type:
        case Boolean():
            values: st.SearchStrategy[Any] = st.booleans()
        case BigInteger():
            values = st.integers(-(2**63), 2**63 - 1)
        case Integer():
            values = st.integers(-(2**31), 2**31 - 1)
        case Time():
            values = _moments
        case JSON():
            values = _documents
        case _:
            values = _text
    return values | st.none() if column.nullable or isinstance(column.type, JSON) else values


def _rows(table: Table) -> st.SearchStrategy[list[dict[str, Any]]]:
    row = st.fixed_dictionaries({column.name: _values(column) for column in table.columns if column.identity is None})
    unique = [tuple(column.name for column in table.primary_key if column.identity is None)]
    unique += [tuple(column.name for column in index.columns) for index in table.indexes if index.unique]

    def told_apart(number: int, row: dict[str, Any]) -> dict[str, Any]:
        changes = {}
        for names in filter(None, unique):
            name = names[-1]
            kind = type(row[name])
            changes[name] = number if kind is int else f"{number}{row[name]}"
        return row | changes

    return st.lists(row, max_size=3).map(lambda found: [told_apart(number, each) for number, each in enumerate(found)])


_contents = st.fixed_dictionaries({table.name: _rows(table) for table in TABLES})


@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(contents=_contents)
def test_L7_whatever_columns_hold_comes_back(urls: tuple[str, str], tmp_path: Path, contents: dict[str, Any]) -> None:
    contents["posts"] = [{**row, "state": "sent"} for row in contents["posts"]]
    asyncio.run(_there_and_back(*urls, tmp_path, contents))


async def _there_and_back(source: str, target: str, folder: Path, contents: dict[str, Any]) -> None:
    path = folder / "a.backup"
    path.unlink(missing_ok=True)
    async with open_database(source) as database, database.writing() as transaction:
        for table in TABLES:
            await transaction.run(table.delete())
        await transaction.commit()
    await put(source, contents)
    manifest = await save(source, path, NOW)
    assert {table.shape.name: table.rows for table in manifest.tables} == {
        name: len(rows) for name, rows in contents.items()
    }
    assert await restore(target, path, replace=True) == manifest == check(path)
    assert await everything(target) == await everything(source)
    path.unlink()
    assert replace(await save(target, path, NOW), taken_at=NOW) == manifest


# ---------------------------------------------------------------- what a restored Firstline does


async def _lived(url: str) -> None:
    """A desk with a ticket, a timer, a post on its way, one waiting and one that was sent."""
    async with open_ledger(url, DESK, PACE) as ledger:
        async with ledger.work() as work:
            kept = await work.add_ticket(ticket())
            await work.set_timer(Timer("t1", TimerKind.UNCLAIMED, kept.number, NOW + timedelta(minutes=2)))
            await work.record(AuditEntry(NOW, "firstline", "opened", kept.number))
            await work.commit()
        await stored(ledger, post("sent"), post("going", replace(THREAD, root="2")), post("later"))
        sent, _ = await ledger.outbox.lease(["slack"], NOW, 2)
        await ledger.outbox.sent(sent, "9.9", NOW)


async def test_O6_posts_that_may_have_left_are_looked_for_and_timers_stay(
    urls: tuple[str, str], tmp_path: Path
) -> None:
    source, target = urls
    await _lived(source)
    await save(source, tmp_path / "a.backup", NOW)
    await restore(target, tmp_path / "a.backup")
    async with open_ledger(target, DESK, PACE) as ledger:
        leased = {each.parcel.key: each for each in await ledger.outbox.lease(["slack"], NOW, 10)}
        assert leased.keys() == {"going", "later"}
        assert all(each.maybe_sent for each in leased.values())
        assert leased["going"].parcel.tried_at == NOW
        assert leased["going"].attempts == 2
        assert await ledger.due_timers(NOW, 9) == []
        assert await ledger.due_timers(NOW + timedelta(minutes=2), 9) == ["t1"]


async def test_O6_new_rows_get_new_ids_and_numbers(urls: tuple[str, str], tmp_path: Path) -> None:
    source, target = urls
    await _lived(source)
    await save(source, tmp_path / "a.backup", NOW)
    await restore(target, tmp_path / "a.backup")
    async with open_ledger(target, DESK, PACE) as ledger:
        await stored(ledger, post("new"))
        async with ledger.work() as work:
            assert (await work.add_ticket(ticket())).number == 2
            await work.record(AuditEntry(NOW, "firstline", "seen", 1))
            await work.commit()
        async with ledger.work() as work:
            assert [entry.action for entry in await work.history(1)] == ["opened", "seen"]


async def test_O6_a_backup_under_writes_is_of_one_moment(database_url: str, tmp_path: Path) -> None:
    """Each unit of work writes a ticket, its history, a timer and a post: a backup has all four of each or none."""
    stop = asyncio.Event()
    async with open_ledger(database_url, DESK, PACE) as ledger:
        writing = asyncio.create_task(_keep_writing(ledger, stop))
        manifests = []
        for number in range(3):
            await asyncio.sleep(0.05)
            manifests.append(await save(database_url, tmp_path / f"{number}.backup", NOW))
        stop.set()
        written = await writing
    assert manifests[0].rows < manifests[-1].rows <= 5 * written
    for number in range(3):
        rows = {table: _column(tmp_path / f"{number}.backup", table, column) for table, column in _LINKED.items()}
        tickets = rows.pop("tickets")
        assert tickets == list(range(1, len(tickets) + 1))
        assert all(found == tickets for found in rows.values())


_LINKED = {"tickets": "number", "history": "ticket", "timers": "ticket", "posts": "opens"}


async def _keep_writing(ledger: Any, stop: asyncio.Event) -> int:
    number = 0
    while not stop.is_set():
        async with ledger.work() as work:
            number = (await work.add_ticket(ticket())).number
            await work.record(AuditEntry(NOW, "firstline", "opened", number))
            await work.set_timer(Timer(f"t{number}", TimerKind.UNCLAIMED, number, NOW))
            await work.add_post(post(f"p{number}", opens=number))
            await work.commit()
        await asyncio.sleep(0)
    return number


def _column(path: Path, table: str, column: str) -> list[Any]:
    with zipfile.ZipFile(path) as found:
        said = json.loads(found.read("manifest.json"))
        [columns] = [[name for name, _ in each["columns"]] for each in said["tables"] if each["name"] == table]
        rows = map(json.loads, found.read(f"{table}.jsonl").splitlines())
        return sorted(row[columns.index(column)] for row in rows)


async def test_O6_memory_holds_a_batch_at_a_time(
    urls: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = urls
    async with open_ledger(source, DESK, PACE) as ledger:
        await stored(ledger, *(post(f"p{number}") for number in range(10)))
    monkeypatch.setattr(lines, "BATCH", 4)
    monkeypatch.setattr(file, "CHUNK", 1000)
    seen: list[tuple[Stage, int, int]] = []
    await save(source, tmp_path / "a.backup", NOW, lambda *step: seen.append(step))
    await restore(target, tmp_path / "a.backup", progress=lambda *step: seen.append(step))
    for stage in (Stage.SAVING, Stage.COMPARING):
        assert [step for step in seen if step[0] is stage] == [(stage, 4, 10), (stage, 8, 10), (stage, 10, 10)]
    for stage in (Stage.CHECKING, Stage.LOADING):
        steps = [done for each, done, _ in seen if each is stage]
        assert len(steps) > 1
        assert steps == sorted(steps)
        assert steps[-1] == 10


async def test_O6_lines_longer_than_what_is_read_at_a_time_come_back(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _lived(sqlite_url)
    before = await everything(sqlite_url)
    await save(sqlite_url, tmp_path / "a.backup", NOW)
    monkeypatch.setattr(file, "CHUNK", 7)
    await restore(url := f"sqlite:///{tmp_path}/other/f.sqlite3", tmp_path / "a.backup")
    after = await everything(url)
    assert {**after, "posts": []} == {**before, "posts": []}
    assert len(after["posts"]) == len(before["posts"])


async def test_L7_values_that_only_sqlite_lets_a_hand_write_come_back(sqlite_url: str, tmp_path: Path) -> None:
    """Its columns take any: a flag in words, a number that is a document, and half a try."""
    await _lived(sqlite_url)
    async with open_database(sqlite_url) as database, database.writing() as transaction:
        await transaction.run(text("UPDATE posts SET urgent = 'true', card = 5, attempts = 1.5"))
        await transaction.commit()
    await save(sqlite_url, tmp_path / "a.backup", NOW)
    await restore(url := f"sqlite:///{tmp_path}/other/f.sqlite3", tmp_path / "a.backup")
    async with open_database(url) as database, database.reading() as transaction:
        rows = await transaction.all(text("SELECT DISTINCT urgent, card, attempts FROM posts"))
    assert [tuple(row.values()) for row in rows] == [(1, 5, 1.5)]


async def _indexes(url: str) -> list[str]:
    """Each with its table, its columns and the rows that it is of."""
    async with AsyncExitStack() as stack:
        connection = await (await stack.enter_async_context(open_database(url))).connect(stack)
        return await connection.run_sync(lambda it: sorted(_told(inspect(it))))


def _told(inspector: Inspector) -> Iterator[str]:
    for table in inspector.get_table_names():
        for index in inspector.get_indexes(table):
            where = [str(each) for each in index.get("dialect_options", {}).values()]
            yield f"{table} {index['name']} {index['column_names']} {index['unique']} {where}"


async def test_O6_a_restored_database_has_the_indexes_of_a_new_one(urls: tuple[str, str], tmp_path: Path) -> None:
    """They are taken away while its tables are filled."""
    source, target = urls
    await _lived(source)
    await save(source, tmp_path / "a.backup", NOW)
    await migrate(target)
    before = await _indexes(target)
    await restore(target, tmp_path / "a.backup")
    assert await _indexes(target) == before != []


# ---------------------------------------------------------------- the file


@pytest.fixture
def backup(sqlite_url: str, tmp_path: Path) -> Path:
    """A small whole backup."""
    path = tmp_path / "a.backup"
    asyncio.run(_lived(sqlite_url))
    asyncio.run(save(sqlite_url, path, NOW))
    return path


def test_L7_the_file_is_for_its_owner_and_nothing_else_is_left(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [each.name for each in backup.parent.iterdir() if "backup" in each.name] == ["a.backup"]


def test_L7_a_file_that_is_there_is_not_overwritten(backup: Path, sqlite_url: str) -> None:
    before = backup.read_bytes()
    with pytest.raises(BackupFailed, match="exists already"):
        asyncio.run(save(sqlite_url, backup, NOW))
    assert backup.read_bytes() == before


def test_L7_a_backup_cut_short_anywhere_is_refused(backup: Path, tmp_path: Path) -> None:
    whole, cut = backup.read_bytes(), tmp_path / "cut"
    for length in {*range(0, len(whole), 97), *range(len(whole) - 60, len(whole))}:
        cut.write_bytes(whole[:length])
        with pytest.raises(DamagedBackup):
            check(cut)


def test_L7_a_backup_with_another_byte_holds_the_same_or_is_refused(backup: Path, tmp_path: Path) -> None:
    whole, bent = backup.read_bytes(), tmp_path / "bent"
    manifest, refused = check(backup), 0
    for place in range(0, len(whole), 53):
        bent.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            assert check(bent) == manifest
        except (DamagedBackup, BackupRefused):
            refused += 1
    assert refused > len(whole) / 53 / 2


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_L7_another_file_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(DamagedBackup):
        check(path)
    with pytest.raises(DamagedBackup, match="could not be read"):
        check(tmp_path / "nothing")


def _changed(backup: Path, change: Any, **tables: bytes) -> Path:
    """The backup with another manifest, or other tables."""
    path = backup.with_name("changed")
    with zipfile.ZipFile(backup) as whole, zipfile.ZipFile(path, "w") as made:
        for name in whole.namelist():
            data = tables.get(name.removesuffix(".jsonl"), whole.read(name))
            if name == "manifest.json":
                document = json.loads(data)
                change(document)
                data = json.dumps(document).encode()
            made.writestr(name, data)
    return path


def test_L7_a_table_that_is_not_what_the_manifest_says_is_refused(backup: Path) -> None:
    with pytest.raises(DamagedBackup, match="history is not as it was saved"):
        check(_changed(backup, lambda _: None, history=b""))
    with zipfile.ZipFile(backup) as whole:
        other_words = whole.read("history.jsonl").replace(b"2", b"3")
    with pytest.raises(DamagedBackup, match="history is not as it was saved"):
        check(_changed(backup, lambda _: None, history=other_words))
    with pytest.raises(DamagedBackup):
        check(_changed(backup, lambda document: document["tables"].pop()))


@pytest.mark.parametrize("change", [{"format": 2}, {"revision": "9999"}])
def test_O10_a_backup_of_a_newer_release_is_refused(backup: Path, change: dict[str, Any], sqlite_url: str) -> None:
    path = _changed(backup, lambda document: document.update(change))
    with pytest.raises(BackupRefused, match="newer Firstline"):
        asyncio.run(restore(sqlite_url, path, replace=True))


# ---------------------------------------------------------------- nothing half done


async def test_O6_a_database_that_is_not_empty_is_refused_and_stays(urls: tuple[str, str], tmp_path: Path) -> None:
    source, target = urls
    await _lived(source)
    await save(source, tmp_path / "a.backup", NOW)
    await restore(target, tmp_path / "a.backup")
    async with open_ledger(target, DESK, PACE) as ledger:
        await stored(ledger, post("mine"))
    before = await everything(target)
    with pytest.raises(BackupRefused, match="--replace"):
        await restore(target, tmp_path / "a.backup")
    assert await everything(target) == before
    await restore(target, tmp_path / "a.backup", replace=True)
    assert len((await everything(target))["posts"]) == 3


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("DROP TABLE alembic_version", "tables that Firstline did not make"),
        ("UPDATE alembic_version SET version_num = '9999'", "newer Firstline"),
    ],
)
async def test_O10_a_database_that_is_not_ours_to_replace_stays(
    backup: Path, sqlite_url: str, change: str, reason: str
) -> None:
    async with open_database(sqlite_url) as database, database.writing() as transaction:
        await transaction.run(text(change))
        await transaction.commit()
    before = await everything(sqlite_url)
    with pytest.raises(BackupRefused, match=reason):
        await restore(sqlite_url, backup, replace=True)
    assert await everything(sqlite_url) == before


async def test_O6_a_restore_that_fails_at_its_end_changes_nothing(
    backup: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database_url.startswith("sqlite"):
        await _clear_for(database_url)
    async with open_ledger(database_url, DESK, PACE) as ledger:
        await stored(ledger, post("mine"))
    before = await everything(database_url)

    def wrong(document: dict[str, Any]) -> None:
        [table] = [each for each in document["tables"] if each["name"] == "words"]
        table["columns"][0][0] = "desks"

    path = _changed(backup, wrong)
    with pytest.raises(DamagedBackup, match="not those of its schema"):
        await restore(database_url, path, replace=True)
    assert await everything(database_url) == before


async def _clear_for(url: str) -> None:
    async with open_database(url) as database, database.writing() as transaction:
        for table in TABLES:
            await transaction.run(table.delete())
        await transaction.commit()


def _digested(backup: Path, name: str, data: bytes) -> Path:
    """The backup with other lines in a table, as if they had been saved so."""
    tally = lines.Tally()
    tally.add(data, data.count(b"\n"))

    def change(document: dict[str, Any]) -> None:
        [table] = [each for each in document["tables"] if each["name"] == name]
        table |= {"rows": tally.rows, "sha256": tally.sha256}

    return _changed(backup, change, **{name: data})


async def test_O6_a_row_that_the_database_does_not_keep_as_it_was_is_noticed(backup: Path, tmp_path: Path) -> None:
    """NUL cannot be kept as text: a file with one, and the right digest, is not silently changed."""
    with zipfile.ZipFile(backup) as whole:
        history = whole.read("history.jsonl").replace(b'"opened"', b'"op\\u0000ned"')
    path = _digested(backup, "history", history)
    url = f"sqlite:///{tmp_path}/new/f.sqlite3"
    with pytest.raises(BackupRefused, match="does not keep the table history"):
        await restore(url, path)
    with pytest.raises(FirstlineError):
        await everything(url)


@pytest.mark.parametrize(
    "cells",
    [{"attempts": 2**70}, {"attempts": "7"}, {"maybe_sent": 2}, {"key": "sent"}],
    ids=repr,
)
async def test_O6_a_restore_that_fails_among_the_rows_changes_nothing(
    backup: Path, database_url: str, cells: dict[str, Any]
) -> None:
    """Also where it is only the unique index that refuses a row, when it is built again."""
    [shape] = [each.shape for each in check(backup).tables if each.shape.name == "posts"]
    with zipfile.ZipFile(backup) as whole:
        posts = whole.read("posts.jsonl")
    row = dict(zip(shape.names, json.loads(posts.splitlines()[0]), strict=True))
    row |= {"id": 1000, "key": "another"} | cells
    path = _digested(backup, "posts", posts + json.dumps([*row.values()], separators=(",", ":")).encode() + b"\n")
    async with open_ledger(database_url, DESK, PACE) as ledger:
        await stored(ledger, post("mine"))
    before = (await everything(database_url), await _indexes(database_url))
    with pytest.raises(FirstlineError):
        await restore(database_url, path, replace=True)
    assert (await everything(database_url), await _indexes(database_url)) == before


async def test_O6_a_running_firstline_keeps_its_tables(backup: Path, database_url: str) -> None:
    async with open_ledger(database_url, DESK, PACE) as ledger:
        if database_url.startswith("postgresql"):
            await ledger.changed(timedelta(seconds=30))  # rings when it listens
        with pytest.raises(DatabaseBusy):
            await restore(database_url, backup, replace=True)


async def test_O6_what_was_never_prepared_has_no_backup(empty_postgres_url: str, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="never prepared"):
        await save(empty_postgres_url, tmp_path / "a.backup", NOW)
    with pytest.raises(NotFound):
        await save(f"sqlite:///{tmp_path}/none.sqlite3", tmp_path / "a.backup", NOW)
    assert os.listdir(tmp_path) == []


@pytest.fixture
def small_files() -> Iterator[None]:
    """The system refuses to let a file grow beyond 64 KB, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_O6_no_space_is_said_and_leaves_nothing(
    postgres_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    async with open_ledger(postgres_url, DESK, PACE) as ledger:
        await stored(ledger, *(post(f"p{number}", route=os.urandom(600).hex()) for number in range(400)))
    request.getfixturevalue("small_files")
    with pytest.raises(BackupFailed, match=r"a\.backup could not be written: File too large"):
        await save(postgres_url, tmp_path / "a.backup", NOW)
    assert os.listdir(tmp_path) == []


_SOMETHING = {
    Kind.TEXT: "waiting",
    Kind.INTEGER: 1,
    Kind.BOOLEAN: False,
    Kind.TIME: NOW,
    Kind.JSON: [],
    Kind.JSON_OR_NOTHING: None,
}


@pytest.fixture(params=["sqlite", "postgres"])
def unmigrated(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """A database without tables, and another that has the newest, empty."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/old.sqlite3", str(request.getfixturevalue("sqlite_url"))
    return str(request.getfixturevalue("empty_postgres_url")), str(request.getfixturevalue("postgres_url"))


REVISIONS = [
    pytest.param(revision, marks=[pytest.mark.slow] if place % 7 else [])
    for place, revision in enumerate(known_revisions())
]
"""Every one; the fast suite tries some."""


@pytest.mark.parametrize("revision", REVISIONS)
async def test_O10_a_backup_of_an_earlier_revision_is_brought_up_to_date(
    unmigrated: tuple[str, str], revision: str, tmp_path: Path
) -> None:
    old, new = unmigrated
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(old))
        connection = await database.connect(stack)
        await connection.run_sync(upgrade, revision)
        for shape in await connection.run_sync(shapes_of):
            row = {name: _SOMETHING[held] for name, held in shape.columns}
            await connection.execute(insert(shape.clause), row)
        await connection.commit()
    manifest = await save(old, tmp_path / "a.backup", NOW)
    assert (manifest.revision, manifest.rows) == (revision, len(manifest.tables))
    await restore(new, tmp_path / "a.backup")
    assert await is_current(new)
    restored = await everything(new)
    assert all(len(restored[content.shape.name]) == 1 for content in manifest.tables)
