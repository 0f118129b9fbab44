"""What people said of the answers, and which aliases owners did not want."""

import hmac
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Table, bindparam, select, update

from bot.ports.feedback import ALWAYS
from kb.feedback import Feedback
from kb.proposals import Declined
from storage.database import Database
from storage.rows.feedback import feedback_of, feedback_values
from storage.section import Section, desks, inserting, with_keys
from storage.tables.feedback import declined_aliases, feedback
from storage.tables.numbers import counters
from storage.transaction import Insert

_KEY = "feedback-key"
"""The counter that holds the desk's key: 62 random bits, never counted up."""


class FeedbackSection(Section):
    """See `bot.ports.UnitOfWork`."""

    async def pseudonym(self, *parts: str) -> str:
        """HMAC-SHA256 of the parts with the desk's key, 20 hexadecimal digits of it."""
        key = (await self._feedback_key()).to_bytes(8, "big")
        return hmac.digest(key, "\n".join(parts).encode("utf-8", "replace"), "sha256").hex()[:20]

    async def keep_feedback(self, feedback: Feedback) -> None:
        """Keep it, or put it in the place of the same person's earlier word."""
        row = feedback_values(feedback) | {"desk": self._desk}
        await self._transaction.run(_keeping(self._transaction.insert), row)

    async def forget_question(self, conversation: str) -> None:
        """Keep what was said of the answers, without what they answered."""
        await self._transaction.run(_FORGOTTEN, self._wanted(conversation=conversation))

    async def _feedback_key(self) -> int:
        """The key, made when it is first needed; of two that are made at once the first stays."""
        found = await self._one(counters, name=_KEY)
        if found is None:
            await self._insert(counters, {"name": _KEY, "value": secrets.randbits(62)})
            found = await self._one(counters, name=_KEY)
        return int(found["value"]) if found else 0


class SqlFeedbackLog:
    """Implements `bot.ports.FeedbackLog`."""

    def __init__(self, database: Database, desk: str) -> None:
        self._database = database
        self._desk = desk

    async def since(self, moment: datetime, limit: int, until: datetime = ALWAYS) -> Sequence[Feedback]:
        """The newest `limit` of what was said from `moment` to `until`, newest first."""
        wanted = {"wanted_desk": self._desk, "moment": moment, "until": until, "most": limit}
        async with self._database.reading() as transaction:
            return [feedback_of(row) for row in await transaction.all(_SINCE, wanted)]

    async def declined(self) -> Sequence[Declined]:
        """The aliases that owners did not want."""
        async with self._database.reading() as transaction:
            rows = await transaction.all(with_keys(declined_aliases), {"wanted_desk": self._desk})
        return [Declined(row["language"], row["slug"], tuple(row["stems"].split())) for row in rows]

    async def decline(self, alias: Declined, now: datetime) -> None:
        """Do not propose it again."""
        row = {"desk": self._desk, "language": alias.language, "slug": alias.slug, "stems": " ".join(alias.stems)}
        async with self._database.writing() as transaction:
            await transaction.run(inserting(transaction.insert, declined_aliases), row | {"at": now})
            await transaction.commit()


_FORGOTTEN = update(feedback).where(desks(feedback, "conversation")).values(question="")
_SINCE = (
    select(feedback)
    .where(desks(feedback), feedback.c.at >= bindparam("moment"), feedback.c.at <= bindparam("until"))
    .order_by(feedback.c.at.desc())
    .limit(bindparam("most"))
)


@cache
def _keeping(insert: Callable[[Table], Insert]) -> Insert:
    statement = insert(feedback)
    same = [column.name for column in feedback.primary_key]
    newer = {column.name: statement.excluded[column.name] for column in feedback.columns if column.name not in same}
    return statement.on_conflict_do_update(index_elements=same, set_=newer)
