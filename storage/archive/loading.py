"""Filling empty tables from a backup. What could be done for each row is done for many at once: drivers take rows as
they stand, and indexes are built when all of them are there."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.archive.cells import Rows
from storage.archive.failures import BackupRefused
from storage.archive.file import Reader
from storage.archive.saving import Counted, Progress, Stage
from storage.archive.shape import Shape
from storage.failures import translated
from storage.tables import metadata

_INDEXES = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() "
    "AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = to_regclass(quote_ident(indexname)))",
}
"""Indexes that no constraint has made: of which table they are, their names, and the statements that make them."""


async def load(connection: AsyncConnection, reader: Reader, progress: Progress) -> None:
    """Put every row into its table. Raises DamagedBackup, BackupRefused for a number that this database has no room
    for, and what the database raises."""
    tables = [content.shape for content in reader.manifest.tables]
    with translated():
        indexes = await connection.run_sync(_without_indexes, {shape.name for shape in tables})
    count = Counted(progress, Stage.LOADING, reader.manifest.rows)
    for shape in tables:
        for rows in reader.batches(shape, connection.dialect):
            try:
                with translated():
                    await _insert(connection, shape, rows)
            except OverflowError as error:  # the drivers', which look at numbers before the database does
                raise BackupRefused(f"a number in the table {shape.name} is too large for this database") from error
            count.add(len(rows))
    count = Counted(progress, Stage.INDEXING, len(indexes))
    for statement in indexes:
        with translated():
            await connection.exec_driver_sql(statement)
        count.add(1)
    if connection.dialect.name == "postgresql":
        with translated():
            await connection.run_sync(_count_on)
            await connection.execute(text("ANALYZE"))


async def _insert(connection: AsyncConnection, shape: Shape, rows: Rows) -> None:
    if connection.dialect.name == "postgresql":
        raw = await connection.get_raw_connection()
        await raw.driver_connection.copy_records_to_table(shape.name, records=rows, columns=shape.names)  # type: ignore[union-attr]  # it is open
        return
    names, values = ", ".join(f'"{name}"' for name in shape.names), ", ".join("?" for _ in shape.names)
    await connection.exec_driver_sql(f'INSERT INTO "{shape.name}" ({names}) VALUES ({values})', rows)  # noqa: S608 - our own names


def _without_indexes(connection: Connection, tables: Collection[str]) -> Sequence[str]:
    """Take away the indexes of these tables; what makes them again."""
    found = connection.exec_driver_sql(_INDEXES[connection.dialect.name]).all()
    ours = [(name, statement) for table, name, statement in found if table in tables]
    for name, _ in ours:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    return [statement for _, statement in ours]


def _count_on(connection: Connection) -> None:
    """Let new rows get ids after those that were restored."""
    inspector = inspect(connection)
    for table in metadata.tables.keys() & set(inspector.get_table_names()):
        for column in inspector.get_columns(table):
            if "identity" in column:
                name = column["name"]
                largest = select(func.max(text(f'"{name}"'))).select_from(text(f'"{table}"')).scalar_subquery()
                sequence = func.pg_get_serial_sequence(f'"{table}"', name)
                connection.execute(select(func.setval(sequence, func.coalesce(largest, 0) + 1, False)))
