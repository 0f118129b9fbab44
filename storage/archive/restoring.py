"""Putting a backup back: all of it, checked, in one transaction, or nothing."""

from contextlib import AsyncExitStack
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, MetaData, case, func, inspect, literal, select, text, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.audit.chain import Keys
from bot.errors import DatabaseBusy
from storage.archive.failures import BackupRefused, DamagedBackup
from storage.archive.file import Reader, open_file
from storage.archive.lines import Tally
from storage.archive.loading import load
from storage.archive.manifest import Manifest
from storage.archive.saving import Counted, Progress, Stage, silent, stored
from storage.archive.shape import RETIRED, shapes_of
from storage.audit import Verification
from storage.columns import AT_ONCE
from storage.database import open_database
from storage.failures import translated
from storage.migrations import known_revisions, revision_of, upgrade
from storage.tables import metadata
from storage.tables.outbox import UNFINISHED, posts
from storage.wake import LISTENER


def check(path: Path, progress: Progress = silent) -> Manifest:
    """What the file holds, after every digest in it has been found right.

    Raises DamagedBackup, and BackupRefused for one of a newer Firstline.
    """
    with open_file(path) as reader:
        manifest = reader.manifest
        if manifest.revision not in known_revisions():
            raise BackupRefused(
                f"the backup was made by a newer Firstline ({manifest.made_by}, schema {manifest.revision}): "
                "restore it with that release or a later one"
            )
        _check_tables(reader, path, Counted(progress, Stage.CHECKING, manifest.rows))
    return manifest


def _check_tables(reader: Reader, path: Path, count: Counted) -> None:
    for content in reader.manifest.tables:
        tally = Tally()
        for chunk in reader.chunks(content.shape):
            rows = chunk.count(b"\n")
            tally.add(chunk, rows)
            count.add(rows)
        if (tally.rows, tally.sha256) != (content.rows, content.sha256):
            raise DamagedBackup(f"{path}: the table {content.shape.name} is not as it was saved: use another copy")


async def restore(
    url: str, path: Path, *, replace: bool = False, progress: Progress = silent, keys: Keys | None = None
) -> Manifest:
    """Fill the database with what the file holds, and compare; with `replace` what is in it now goes.

    A backup of an earlier revision is brought up to date on the way. With `keys` the history is verified. Raises as
    `check` does, BackupRefused for a database that is not empty or a history that is not as it was written, and what
    opening a database raises. The database is as it was before in each case.
    """
    manifest = check(path, progress)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(url))
        reader = stack.enter_context(open_file(path))
        connection = await database.connect(stack)
        await _make_room(connection, replace=replace)
        with translated():
            await connection.run_sync(upgrade, manifest.revision)
        await _check_shapes(connection, manifest)
        await load(connection, reader, progress)
        await _compare(connection, manifest, progress)
        with translated():
            await connection.run_sync(upgrade)
            await _doubt(connection, manifest.taken_at)
        if keys is not None:
            for desk in manifest.desks:
                await _verify(Verification(connection, desk, keys, partial(_told, progress)))
        with translated():
            await connection.commit()
    return manifest


def _told(progress: Progress, _stage: str, done: int, total: int) -> None:
    progress(Stage.VERIFYING, done, total)


async def _verify(verification: Verification) -> None:
    flaws = [flaw async for flaw in verification.flaws()]
    if flaws:
        first = flaws[0]
        raise BackupRefused(
            f"the history in the backup is not as it was written: flaws: {len(flaws)}, the first in ticket "
            f"{first.ticket}, line {first.place} ({first.kind}). Use another copy; is FIRSTLINE_AUDIT__KEY the one of "
            "that time? Or restore it as it is with --accept-flaws, and see all of them with “firstline audit verify”"
        )


async def _make_room(connection: AsyncConnection, *, replace: bool) -> None:
    with translated():
        await _refuse_company(connection)
        if not replace and (occupied := await _occupied(connection)):
            raise BackupRefused(
                f"the database is not empty ({', '.join(occupied)}): restore to a new one, or add --replace, "
                "which deletes what is in it"
            )
        await connection.run_sync(_drop)


async def _refuse_company(connection: AsyncConnection) -> None:
    """On PostgreSQL nothing else keeps a running process from working on while its tables are exchanged."""
    if connection.dialect.name != "postgresql":
        return
    others = text("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = :listener")
    if (await connection.execute(others, {"listener": LISTENER})).first() is not None:
        raise DatabaseBusy("Firstline is running on this database: stop every web and worker process first")


async def _occupied(connection: AsyncConnection) -> list[str]:
    shapes = await connection.run_sync(shapes_of)
    some = select(literal(1)).limit(1)
    return [shape.name for shape in shapes if (await connection.execute(some.select_from(shape.clause))).first()]


def _drop(connection: Connection) -> None:
    """Take away our tables, so that they can be made at the backup's revision."""
    there = set(inspect(connection).get_table_names())
    revision = revision_of(connection)
    if revision and revision not in known_revisions():
        raise BackupRefused(
            f"the database is of a newer Firstline (schema {revision}): use that release or a later one"
        )
    if not revision and there & metadata.tables.keys():
        raise BackupRefused("the database holds tables that Firstline did not make: restore to a database of its own")
    ours = there & {*metadata.tables, *RETIRED, *(["alembic_version"] if revision else [])}
    dropped = MetaData()
    dropped.reflect(connection, only=sorted(ours))
    dropped.drop_all(connection)


async def _check_shapes(connection: AsyncConnection, manifest: Manifest) -> None:
    with translated():
        shapes = await connection.run_sync(shapes_of)
    there = {shape.name: set(shape.columns) for shape in shapes}
    if {content.shape.name: set(content.shape.columns) for content in manifest.tables} != there:
        raise DamagedBackup(f"the tables of the backup are not those of its schema, {manifest.revision}")


async def _compare(connection: AsyncConnection, manifest: Manifest, progress: Progress) -> None:
    """Read everything again. Raises BackupRefused when it is not what was saved.

    PostgreSQL keeps cursors open until the savepoint goes, and while one is open its table cannot be migrated.
    """
    count = Counted(progress, Stage.COMPARING, manifest.rows)
    with translated():
        savepoint = await connection.begin_nested()
    for content in manifest.tables:
        if await stored(connection, content.shape, count) != content:
            raise BackupRefused(f"this database does not keep the table {content.shape.name} as it was saved")
    with translated():
        await savepoint.rollback()


async def _doubt(connection: AsyncConnection, taken_at: datetime) -> None:
    """Posts on their way, and those that may have left after the backup was made, are looked for before they are sent.

    A lease of a process that is gone ends now.
    """
    doubtful = {
        "maybe_sent": true(),
        "first_tried_at": func.coalesce(posts.c.first_tried_at, taken_at),
        "lease_until": case((posts.c.state == "sending", AT_ONCE)),
    }
    await connection.execute(update(posts).where(text(UNFINISHED)).values(doubtful))
