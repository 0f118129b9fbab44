"""Statements as drivers take them."""

import pytest
from sqlalchemy import BigInteger, Dialect, Text, bindparam, select, text
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from bot.errors import DatabaseFailed
from storage.json_text import text_of, value_of
from storage.prepared import among, prepared, together
from storage.tables.outbox import posts
from tests.samples import NOW

SQLITE: Dialect = SQLiteDialect_pysqlite()
POSTGRES: Dialect = PGDialect_asyncpg()  # type: ignore[no-untyped-call] # SQLAlchemy leaves it so

BY_IDS = select(posts.c.key).where(among(posts.c.id, "ids", BigInteger()))
BY_LANE = select(posts.c.key).where(posts.c.lane == bindparam("lane"), posts.c.state == bindparam("state"))


@pytest.mark.parametrize(("dialect", "condition"), [(SQLITE, "IN (SELECT value"), (POSTGRES, "= ANY ($1")])
def test_N1_a_list_of_any_length_is_one_parameter(dialect: Dialect, condition: str) -> None:
    statement = prepared(BY_IDS, dialect, ("ids",))
    assert condition in statement.sql
    assert [len(statement.values({"ids": ids})) for ids in ([], [1], [1, 2, 3])] == [1, 1, 1]


def test_N1_a_statement_is_written_once() -> None:
    assert prepared(BY_LANE, SQLITE, ("lane", "state")) is prepared(BY_LANE, SQLITE, ("lane", "state"))


def test_N1_statements_together_count_their_parameters_on() -> None:
    parts = [
        prepared(statement, POSTGRES, names) for statement, names in ((BY_LANE, ("lane", "state")), (BY_IDS, ("ids",)))
    ]
    joined = together(tuple(parts))
    assert [name for name, _ in joined.parameters] == ["lane", "state", "ids"]
    assert joined.sql.index("$1") < joined.sql.index("$2") < joined.sql.index("$3")
    assert joined.sql.index("FROM part_0") < joined.sql.index("FROM part_1")


def test_O6_a_time_without_a_zone_is_refused_before_the_driver_sees_it() -> None:
    statement = prepared(select(posts.c.key).where(posts.c.changed_at == bindparam("at")), SQLITE, ("at",))
    with pytest.raises(DatabaseFailed):
        statement.values({"at": NOW.replace(tzinfo=None)})


def test_O6_a_list_that_stands_in_the_statement_is_written_out() -> None:
    statement = prepared(select(posts.c.key).where(posts.c.id.in_([4, 5])), SQLITE, ())
    assert "IN (?, ?)" in statement.sql
    assert statement.values({}) == (4, 5)


def test_O6_a_text_has_parameters_too() -> None:
    assert prepared(text("SELECT :a").bindparams(bindparam("a", type_=Text())), SQLITE, ("a",)).values({"a": "x"}) == (
        "x",
    )


@pytest.mark.parametrize("value", [["half \ud83d of a pair", "☂", None, 2.5], {"a": [True, 10**20]}, []])
def test_O6_json_comes_back_as_it_was(value: object) -> None:
    assert value_of(text_of(value)) == value
