"""The living set of articles: read from folders, read again when files change, searched all the while."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from watchfiles import awatch

from kb.article import Article, Mistake
from kb.reader import Reading, read_folders
from kb.search import ANSWER_AT, Hit, KnowledgeBase

Key = tuple[str, str]
"""Language and slug."""


@dataclass(frozen=True, slots=True)
class Change:
    """What reading the folders again brought, as (language, slug), and the mistakes that are in the files now."""

    added: tuple[Key, ...] = ()
    changed: tuple[Key, ...] = ()
    removed: tuple[Key, ...] = ()
    mistakes: tuple[Mistake, ...] = field(default=())

    def __bool__(self) -> bool:
        """Whether the articles are others than before."""
        return bool(self.added or self.changed or self.removed)


class Library:
    """Articles from folders. `search` may be called from any thread, also while `reload` is at work."""

    def __init__(self, folders: Sequence[Path], answer_at: float = ANSWER_AT) -> None:
        self._folders = tuple(folders)
        self._answer_at = answer_at
        self._current = KnowledgeBase((), answer_at)
        self.mistakes: tuple[Mistake, ...] = ()

    @property
    def knowledge(self) -> KnowledgeBase:
        """The articles as they are now; the value stays as it is when the folders are read again."""
        return self._current

    def search(self, question: str, language: str, limit: int = 3) -> tuple[Hit, ...]:
        """See `KnowledgeBase.search`."""
        return self._current.search(question, language, limit)

    def language(self, question: str, fallback: str) -> str:
        """See `KnowledgeBase.language`."""
        return self._current.language(question, fallback)

    def reload(self) -> Change:
        """Read the folders again. The new set takes the old one's place at once when it is ready.

        A file with mistakes is left out, except that an article that was good before stays as it was, so that
        a slip of its author takes no answer away.
        """
        reading = read_folders(self._folders)
        articles = (*reading.articles, *self._kept(reading))
        change = _difference(self._current.articles, articles, reading.mistakes)
        self.mistakes = reading.mistakes
        if change:
            self._current = KnowledgeBase(articles, self._answer_at)
        return change

    async def watch(self, stop: asyncio.Event) -> AsyncIterator[Change]:
        """Yield after every reload that a change of the files caused, until `stop` is set."""
        present = [folder for folder in self._folders if folder.is_dir()]
        async for _ in awatch(*present, stop_event=stop):
            yield await asyncio.to_thread(self.reload)

    def _kept(self, reading: Reading) -> tuple[Article, ...]:
        faulty = {mistake.path for mistake in reading.mistakes}
        read = {_key(article) for article in reading.articles}
        return tuple(old for old in self._current.articles if old.path in faulty and _key(old) not in read)


def _difference(before: Sequence[Article], after: Sequence[Article], mistakes: tuple[Mistake, ...]) -> Change:
    old, new = ({_key(article): article for article in articles} for articles in (before, after))
    return Change(
        added=tuple(key for key in new if key not in old),
        changed=tuple(key for key in new if key in old and old[key] != new[key]),
        removed=tuple(key for key in old if key not in new),
        mistakes=mistakes,
    )


def _key(article: Article) -> Key:
    return article.language, article.slug
