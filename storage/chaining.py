"""Chaining the history of a release that did not: as it is found, and without a key, which a migration does not know.

It must go on working on the tables as they were at that revision, whatever becomes of them, so it names its columns.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Any

from sqlalchemy import BigInteger, Connection, Integer, bindparam, column, select, table, tuple_, update

from bot.audit.chain import NO_KEY, Head, Line, chained, head_of, sign_head
from bot.progress import Progress
from storage.columns import Time, Words

_PAGE = 2000
"""Lines in memory at a time."""

_HISTORY = table(
    "history",
    *(column(name, Words()) for name in ("desk", "action", "actor", "actor_name", "detail")),
    *(column(name, Words()) for name in ("salt", "contents", "signature")),
    *(column("sequence", BigInteger()), column("ticket", Integer()), column("place", Integer()), column("at", Time())),
)
_TICKETS = table(
    "tickets",
    *(column(name, Words()) for name in ("desk", "chain_last", "chain_proof")),
    *(column("number", Integer()), column("chain_length", Integer())),
)
_DESKS = table(
    "desk_chains",
    *(column(name, Words()) for name in ("desk", "chain_last", "chain_proof")),
    column("chain_length", Integer()),
)
_SAID = ("action", "actor", "actor_name", "detail")


def chain_all(connection: Connection) -> None:
    """Chain the lines of every ticket, and those of each desk that are about none, in their order."""
    progress, done = Progress("chaining the history"), 0
    lines = _chained(_of_tickets(connection))
    while page := list(islice(lines, _PAGE)):
        ends = _keep(connection, page)
        connection.execute(
            _ENDED, [{"of_desk": desk, "of_number": head.ticket, **_end(desk, head)} for desk, head in ends]
        )
        done += len(page)
        progress(done)
    if own := list(_chained(_of_desks(connection))):
        connection.execute(
            _DESKS.insert(), [{"desk": desk, **_end(desk, head)} for desk, head in _keep(connection, own)]
        )


def _keep(connection: Connection, lines: Sequence[Line]) -> list[tuple[str, Head]]:
    """Write the links; the desk and the end of each chain."""
    connection.execute(_CHAINED, [{"of_sequence": line.sequence, **_values(line)} for line in lines])
    return [(desk, head) for (desk, _), head in {(line.desk, line.ticket): head_of(line) for line in lines}.items()]


def _chained(found: Iterator[Line]) -> Iterator[Line]:
    for (_, ticket), lines in groupby(found, lambda line: (line.desk, line.ticket)):
        head = Head(ticket)
        for line in lines:
            following = chained(NO_KEY, head, line)
            head = head_of(following)
            yield following


def _of_desks(connection: Connection) -> Iterator[Line]:
    own = select(_HISTORY).where(_HISTORY.c.ticket.is_(None)).order_by(_HISTORY.c.desk, _HISTORY.c.sequence)
    yield from map(_line, connection.execute(own).mappings().all())


def _line(row: Mapping[Any, Any]) -> Line:
    said = {name: row[name] for name in _SAID}
    return Line(row["desk"], row["ticket"] or 0, 0, row["at"], sequence=row["sequence"], **said)


def _of_tickets(connection: Connection) -> Iterator[Line]:
    """By desk, ticket and sequence, a page at a time: what is read is about to be changed."""
    after: tuple[Any, ...] = ("", 0, 0)
    key = (_HISTORY.c.desk, _HISTORY.c.ticket, _HISTORY.c.sequence)
    while True:
        page = select(_HISTORY).where(_HISTORY.c.ticket.is_not(None), tuple_(*key) > tuple_(*after))
        rows = connection.execute(page.order_by(*key).limit(_PAGE)).mappings().all()
        yield from map(_line, rows)
        if len(rows) < _PAGE:
            return
        after = tuple(rows[-1][name] for name in ("desk", "ticket", "sequence"))


def _values(line: Line) -> dict[str, object]:
    return {"place": line.place, "salt": line.salt, "contents": line.contents, "signature": line.signature}


def _end(desk: str, head: Head) -> dict[str, object]:
    proof = sign_head(NO_KEY, desk, head)
    return {"chain_length": head.place, "chain_last": head.signature, "chain_proof": proof}


_CHAINED = update(_HISTORY).where(_HISTORY.c.sequence == bindparam("of_sequence"))
_ENDED = update(_TICKETS).where(_TICKETS.c.desk == bindparam("of_desk"), _TICKETS.c.number == bindparam("of_number"))
