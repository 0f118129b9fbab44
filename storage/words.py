"""What people said in threads, kept as context."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table, bindparam, false
from sqlalchemy.sql.dml import ReturningInsert

from bot.messages import Thread
from bot.ports import Words
from storage.rows.fields import thread_values
from storage.rows.threads import words_of, words_values
from storage.section import Section, with_keys
from storage.tables.threads import words as table
from storage.transaction import Insert


class WordsSection(Section):
    """See `bot.ports.UnitOfWork`."""

    async def keep_words(self, words: Words) -> None:
        """Keep what was said; the same delivery again replaces text and deletion."""
        row = words_values(words) | {"desk": self._desk}
        about = table.name, tuple(row[column.name] for column in table.primary_key)
        await self._transaction.later(about, _keeping(self._transaction.insert), row)

    async def words(self, thread: Thread, limit: int = 20) -> Sequence[Words]:
        """The last undeleted words in a thread, oldest first."""
        wanted = self._wanted(**thread_values(thread)) | {"most": limit}
        return [words_of(row) for row in reversed(await self._transaction.all(_NEWEST, wanted))]

    async def said(self, delivery: str, platform: str, workspace: str) -> Words | None:
        """The words kept under this delivery."""
        row = await self._one(table, delivery=delivery, platform=platform, workspace=workspace)
        return words_of(row) if row else None


_IN_THREAD = with_keys(table, "platform", "workspace", "channel", "root").where(table.c.deleted.is_(false()))
_NEWEST = _IN_THREAD.order_by(table.c.at.desc(), table.c.delivery.desc()).limit(bindparam("most"))


@cache
def _keeping(insert: Callable[[Table], Insert]) -> ReturningInsert[Any]:
    statement = insert(table)
    same = [column.name for column in table.primary_key]
    newer = {"text": statement.excluded.text, "deleted": statement.excluded.deleted}
    kept = statement.on_conflict_do_update(index_elements=same, set_=newer)
    return kept.returning(table.c.delivery)
