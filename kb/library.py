"""The living set of articles: read from folders, read again when files change, searched all the while."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from watchfiles import awatch

from kb.article import Mistake
from kb.confidence import Policy
from kb.feedback import UNADJUSTED, Adjustments
from kb.meaning.encoder import Encoder
from kb.reader import File, Key, Reading, read_folders
from kb.readings import ReadingCache
from kb.search import Hit, KnowledgeBase
from kb.shelf import Packed, unpack

_DEFAULT = Policy()


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
    """Articles from folders. `search` may be called from any thread, also while `reload` is at work.

    While reading, `seen` is told after each file how many have been. With a cache, files that were read before a
    restart are not read again.
    What they mean is learned by `deepen`.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        seen: Callable[[int], None] = lambda _: None,
        encoders: Sequence[Encoder] = (),
        policy: Policy = _DEFAULT,
        cache: ReadingCache | None = None,
    ) -> None:
        self._folders = tuple(folders)
        self._seen = seen
        self._encoders = tuple(encoders)
        self._policy = policy
        self._adjustments: Adjustments = UNADJUSTED
        self._cache = cache
        self._current = KnowledgeBase((), policy=policy)
        self._reading = Reading({}, {}, ())
        self.mistakes: tuple[Mistake, ...] = ()

    @property
    def knowledge(self) -> KnowledgeBase:
        """The articles as they are now; the value stays as it is when the folders are read again."""
        return self._current.adjusted(self._adjustments)

    def search(self, question: str, language: str, limit: int = 3) -> tuple[Hit, ...]:
        """See `KnowledgeBase.search`."""
        return self.knowledge.search(question, language, limit)

    def language(self, question: str, fallback: str) -> str:
        """See `KnowledgeBase.language`."""
        return self._current.language(question, fallback)

    def adjust(self, adjustments: Adjustments) -> None:
        """From now on search with these adjustments to the articles' scores."""
        self._adjustments = adjustments

    def gist(self, question: str) -> tuple[str, ...]:
        """See `KnowledgeBase.gist`."""
        return self._current.gist(question)

    def reload(self) -> Change:
        """Read the folders again. The new set takes the old one's place at once when it is ready.

        A file with mistakes is left out, except that an article that was good before stays as it was, so that
        a slip of its author takes no answer away.
        """
        before, kept = self._reading, self._kept()
        reading = read_folders(self._folders, kept, self._seen)
        change = _difference(before, reading)
        if change:
            self._current = KnowledgeBase(reading.articles, policy=self._policy)
        self._reading, self.mistakes = reading, reading.mistakes
        if self._cache and reading.files != kept:
            self._cache.save(kept, reading.files)
        return change

    def _kept(self) -> Mapping[Path, File]:
        """What the files were read as before, at first by the process before this one."""
        first = self._cache and not self._reading.files
        return self._cache.load() if self._cache and first else self._reading.files

    def deepen(self) -> None:
        """Learn what the articles mean, if there are encoders: until then, and again after a change, words alone are
        searched. Takes a millisecond for each way to ask and some seconds to learn; for a thread of its own."""
        current = self._current
        if self._encoders and current.articles:
            deeper = KnowledgeBase(current.articles, self._encoders, self._policy)
            if self._current is current:
                self._current = deeper

    async def watch(self, stop: asyncio.Event) -> AsyncIterator[Change]:
        """Yield after every reload that a change of the files caused, until `stop` is set."""
        present = [folder for folder in self._folders if folder.is_dir()]
        async for _ in awatch(*present, stop_event=stop):
            yield await asyncio.to_thread(self.reload)


def _difference(before: Reading, after: Reading) -> Change:
    old, new = before.packed, after.packed
    return Change(
        added=tuple(key for key in new if key not in old),
        changed=tuple(key for key in new if key in old and _differ(old[key], new[key])),
        removed=tuple(key for key in old if key not in new),
        mistakes=after.mistakes,
    )


def _differ(old: Packed, new: Packed) -> bool:
    """Whether the articles do: equal ones may be packed differently, and nearly all are the same object."""
    return old is not new and unpack(old) != unpack(new)
