"""Rows that have had their time go: deliveries handled, words said, posts shown and timers done before a moment.

Tickets, their history, conversations and the posts that open threads stay. Of questions that people confirmed the words
go, and the feedback itself when the search no longer learns from it. What is looked through are pages of a
primary key, so no index is needed for it; each page is deleted in a transaction of its own, which no writer waits for
longer than for any other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    delete,
    exists,
    not_,
    or_,
    select,
    text,
    tuple_,
    union_all,
    update,
)

from bot.errors import Misconfigured
from bot.tickets.ticket import ACTIVE
from kb.feedback import FORGOTTEN
from storage.database import Database
from storage.prepared import Row
from storage.tables.feedback import feedback
from storage.tables.numbers import counters
from storage.tables.outbox import GIVEN_UP, UNFINISHED, posts
from storage.tables.promises import RUNNING, escalations, timers
from storage.tables.threads import bindings, conversations, inbox, words
from storage.tables.tickets import tickets
from storage.transaction import Transaction

SHORTEST = timedelta(days=7)
"""Repeats come within hours at most: Slack's retries end after some minutes and its signatures hold five, Teams'
tokens an hour; operators resend within days."""

PAGE = 200
"""Rows of one transaction."""

_REACHED = "tidied-posts"
"""The counter that holds up to which id the posts have been looked through."""
_TICKET_LANE = re.compile(r"ticket/(\d+)")
_THREAD = ("platform", "workspace", "channel", "root")


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many rows went."""

    deliveries: int = 0
    words: int = 0
    timers: int = 0
    posts: int = 0
    questions: int = 0
    """Whose words went; that they were asked, and whether the answer helped, stays."""
    feedback: int = 0


@dataclass(frozen=True, slots=True)
class Retention:
    """The rows of one desk that end before `before`."""

    database: Database
    desk: str
    before: datetime

    async def tidy(self) -> Tidied:
        """Delete all that has had its time."""
        done = not_(timers.c.state == "pending")
        return Tidied(
            deliveries=await self._clear(inbox, inbox.c.at < self.before),
            words=await self._clear(words, and_(words.c.at < self.before, not_(_in_active_thread(words)))),
            timers=await self._clear(timers, and_(timers.c.due_at < self.before, done)),
            posts=await self._clear_posts(),
            questions=await self._clear(feedback, _has_words(self.before), update(feedback).values(question="")),
            feedback=await self._clear(feedback, feedback.c.at < self.before - FORGOTTEN),
        )

    async def _clear(self, table: Table, gone: ColumnElement[bool], by: Update | None = None) -> int:
        """Page through the table's key and delete what is `gone`, or change it `by`; it is asked again then."""
        key = [column for column in table.primary_key if column.name != "desk"]
        count, after = 0, None
        while True:
            async with self.database.reading() as transaction:
                page = await transaction.all(_page(table, key, self.desk, after, gone))
            count += await self._change(table, [row for row in page if row["gone"]], gone, by)
            if len(page) < PAGE:
                return count
            after = [page[-1][column.name] for column in key]

    async def _change(self, table: Table, rows: Sequence[Row], gone: ColumnElement[bool], by: Update | None) -> int:
        if not rows:
            return 0
        names = [column.name for column in table.primary_key if column.name != "desk"]
        same = [table.c[name] == bindparam(f"of_{name}") for name in names]
        change = delete(table) if by is None else by
        statement = change.where(table.c.desk == self.desk, *same, gone)
        async with self.database.writing() as transaction:
            await transaction.run(statement, [{f"of_{name}": row[name] for name in names} for row in rows])
            await transaction.commit()
        return len(rows)

    async def _clear_posts(self) -> int:
        """By id, which follows time, up to the first that is not old; each time from where the last one ended. What is
        passed over because its ticket is open then, stays."""
        count = 0
        while True:
            async with self.database.writing() as transaction:
                page = await transaction.all(_next_posts(self.desk, await self._reached(transaction), self.before))
                old = list(takewhile(lambda row: row["old"], page))
                gone = await self._without_active(transaction, [row for row in old if row["gone"]])
                await transaction.run(delete(posts).where(posts.c.id.in_(gone)))
                if old:
                    await self._reach(transaction, old[-1]["id"])
                await transaction.commit()
            count += len(gone)
            if len(old) < PAGE:
                return count

    async def _without_active(self, transaction: Transaction, rows: Sequence[Row]) -> list[int]:
        """Ids of those that neither are about a ticket which somebody still works on, nor call for somebody who has not
        acknowledged yet."""
        numbers = {row["id"]: int(found[1]) for row in rows if (found := _TICKET_LANE.match(row["lane"]))}
        wanted = tickets.c.number.in_(sorted(set(numbers.values()))), tickets.c.status.in_(sorted(ACTIVE))
        active = await transaction.all(select(tickets.c.number).where(tickets.c.desk == self.desk, *wanted))
        open_ones = {row["number"] for row in active}
        calls = await self._running_calls(transaction) if rows else set[str]()
        return [row["id"] for row in rows if numbers.get(row["id"]) not in open_ones and row["key"] not in calls]

    async def _running_calls(self, transaction: Transaction) -> set[str]:
        """Keys of the pings of all escalations that go on; one message may call for several."""
        running = escalations.c.desk == self.desk, text(RUNNING)
        found = await transaction.all(select(escalations.c.pings).where(*running))
        return {key for row in found for key in row["pings"]}

    async def _reached(self, transaction: Transaction) -> int:
        own = counters.c.desk == self.desk, counters.c.name == _REACHED
        row = await transaction.first(select(counters.c.value).where(*own))
        return int(row["value"]) if row else 0

    async def _reach(self, transaction: Transaction, id: int) -> None:
        statement = transaction.insert(counters).values(desk=self.desk, name=_REACHED, value=id)
        await transaction.run(statement.on_conflict_do_update(index_elements=["desk", "name"], set_={"value": id}))


def kept_since(now: datetime, days: int) -> datetime:
    """What is older may go. Raises Misconfigured when so few days would let repeats pass for news."""
    if days < SHORTEST.days:
        raise Misconfigured(f"keep at least {SHORTEST.days} days: repeats are recognised by what is kept")
    return now - timedelta(days=days)


def _page(
    table: Table, key: Sequence[Column[Any]], desk: str, after: Sequence[object] | None, gone: ColumnElement[bool]
) -> Select[Any]:
    page = select(*key, gone.label("gone")).where(table.c.desk == desk).order_by(*key).limit(PAGE)
    return page if after is None else page.where(tuple_(*key) > tuple_(*after))


def _next_posts(desk: str, after: int, before: datetime) -> Select[Any]:
    """The next posts with whether they are `old`, and whether they are done with: shown, and nobody's reference."""
    other = posts.alias("other")
    unsent = other.c.desk == desk, or_(text(f"other.{UNFINISHED}"), text(f"other.{GIVEN_UP}"))
    referred = union_all(*(select(column).where(*unsent) for column in (other.c.below, other.c.edits)))
    done = and_(posts.c.state.in_(("sent", "undone")), posts.c.opens.is_(None), posts.c.key.not_in(referred))
    gone = and_(done, not_(_in_active_thread(posts)))
    old = posts.c.changed_at < before
    found = select(posts.c.id, posts.c.key, posts.c.lane, old.label("old"), gone.label("gone"))
    return found.where(posts.c.desk == desk, posts.c.id > after).order_by(posts.c.id).limit(PAGE)


def _has_words(before: datetime) -> ColumnElement[bool]:
    return and_(feedback.c.at < before, feedback.c.question != "")


def _in_active_thread(table: Table) -> ColumnElement[bool]:
    """The row's thread is that of a request, or of a ticket's card, that somebody still works on."""
    return or_(*(_active_by(table, by) for by in (conversations, bindings)))


def _active_by(table: Table, by: Table) -> ColumnElement[bool]:
    same = [by.c[name] == table.c[name] for name in ("desk", *_THREAD)]
    ticket = tickets.c.desk == by.c.desk, tickets.c.number == by.c.ticket
    # Written out: a list that grows cannot be given to a statement which runs once for each row.
    active = or_(*(tickets.c.status == status for status in sorted(ACTIVE)))
    return exists().where(*same, *ticket, active)
