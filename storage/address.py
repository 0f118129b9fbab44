"""Where the data is: what an administrator writes, and what the drivers want."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import Misconfigured

_FORMS = "sqlite:///path/to/file.sqlite3 or postgresql://user:password@host/database"


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """An SQLite file."""

    path: Path

    @property
    def place(self) -> str:
        """For people."""
        return str(self.path)

    @property
    def url(self) -> URL:
        """For SQLAlchemy."""
        return URL.create("sqlite+aiosqlite", database=str(self.path))


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A database of a PostgreSQL server. `dsn` is libpq's own form, with all its options."""

    dsn: str

    @property
    def place(self) -> str:
        """Host and database, for people: without user and password."""
        url = make_url(self.dsn)
        host = url.host or url.query.get("host") or "localhost"
        port = f":{url.port}" if url.port else ""
        return f"{host if isinstance(host, str) else ','.join(host)}{port}/{url.database or ''}"

    @property
    def url(self) -> URL:
        """For SQLAlchemy; connections are made from `dsn`."""
        return URL.create("postgresql+asyncpg")


Address = SqliteFile | PostgresServer


def read_address(text: str) -> Address:
    """The address in a setting. Raises Misconfigured; the text, which may hold a password, is not repeated."""
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise Misconfigured(f"the database's address is not one: write {_FORMS}") from error
    match url.get_backend_name():
        case "sqlite" if url.database and url.database != ":memory:":
            return SqliteFile(Path(url.database))
        case "postgresql" | "postgres":
            return PostgresServer(url.set(drivername="postgresql").render_as_string(hide_password=False))
        case _:
            raise Misconfigured(f"the database's address must look like {_FORMS}")
