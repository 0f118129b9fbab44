"""What people said in threads, kept as context."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import false

from bot.messages import Thread
from bot.ports import Words
from storage import tables
from storage.rows import thread_values, words_of, words_values
from storage.section import Section


class WordsSection(Section):
    """See `bot.ports.UnitOfWork`."""

    async def keep_words(self, words: Words) -> None:
        """Keep what was said; the same delivery again replaces text and deletion."""
        row: dict[str, Any] = {**words_values(words), "desk": self._desk}
        statement = self._transaction.insert(tables.words).values(row)
        same = [column.name for column in tables.words.primary_key]
        await self._transaction.run(
            statement.on_conflict_do_update(index_elements=same, set_={"text": words.text, "deleted": words.deleted})
        )

    async def words(self, thread: Thread, limit: int = 20) -> Sequence[Words]:
        """The last undeleted words in a thread, oldest first."""
        columns = tables.words.c
        kept = self._select(tables.words, **thread_values(thread)).where(columns.deleted.is_(false()))
        newest = kept.order_by(columns.at.desc(), columns.delivery.desc()).limit(limit)
        return [words_of(row) for row in reversed(await self._transaction.all(newest))]

    async def said(self, delivery: str, platform: str, workspace: str) -> Words | None:
        """The words kept under this delivery."""
        kept = self._select(tables.words, delivery=delivery, platform=platform, workspace=workspace)
        row = await self._transaction.first(kept)
        return words_of(row) if row else None
