"""The living set of articles: read from folders, read again when files change, searched all the while."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path

from watchfiles import awatch

from kb.article import Article, Mistake
from kb.caches import Caches
from kb.change import Change, articles_of, difference
from kb.confidence import Policy
from kb.feedback import UNADJUSTED, Adjustments
from kb.finder import ways_of
from kb.guide import Guide
from kb.meaning.apart import Twin
from kb.meaning.building import Told, build
from kb.meaning.vectors import Cached
from kb.overlay import MOST
from kb.reader import File, Key, Reading, read_again, read_folders
from kb.search import Hit, KnowledgeBase

_DEFAULT = Policy()

Files = Mapping[Path, File]

LARGE = 2_000
"""Articles from which what was counted is kept, and a little that has changed stays over the rest."""

SEVERAL = 200
"""Articles from which a change is laid over the rest also where words alone are searched; fewer are counted anew in a
tenth of a second."""

_PART = 10
"""The part of them that may have changed before all are counted anew: the weights of words have drifted by then."""

MANY = 10_000
"""Articles beyond which also a search by words alone takes more than some three milliseconds of a core."""

FEW = 2_000
"""Articles beyond which a search by meaning takes more than some five milliseconds of a core."""

BRIEF = 150
"""Characters of a question beyond which encoding it does: the model's time grows with length."""

_FIRST = "hello"

_AT_HAND = 64
"""Questions whose hits are kept until the articles change."""


class Library:
    """Articles from folders. `search` may be called from any thread, also while `reload` or `deepen` is at work.

    While reading, `seen` is told after each file how many have been. What the articles mean is learned by `deepen`,
    with the encoders of `twins`. With caches, neither is done again after a restart.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        seen: Callable[[int], None] = lambda _: None,
        twins: Sequence[Twin] = (),
        policy: Policy = _DEFAULT,
        caches: Caches | None = None,
    ) -> None:
        self._folders = tuple(folders)
        self._seen = seen
        self._twins = tuple(twins)
        self._policy = policy
        self._caches = caches
        self._adjustments: Adjustments = UNADJUSTED
        self._reading = self._whole_reading = Reading({}, {}, ())
        self._current = self._whole = KnowledgeBase((), policy=policy)
        """What is searched, and what was made anew last: the first is the second with changes over it, if any."""
        self._touched: set[Key] = set()
        """All that may be others than when all was made anew."""
        self._making = threading.Lock()
        """Held while these five are exchanged, never while something is searched."""
        self._showing = threading.Lock()
        self._show()
        self.mistakes: tuple[Mistake, ...] = ()

    @property
    def knowledge(self) -> KnowledgeBase:
        """The articles as they are now; the value stays as it is when the folders are read again."""
        return self._shown

    @property
    def is_deep(self) -> bool:
        """Whether meaning is searched, as far as there are encoders."""
        return self._whole.has_meaning or not self._twins

    def is_quick(self, question: str) -> bool:
        """Whether a search for it takes no more than some milliseconds of a core: by words in not too many articles,
        or by meaning in few, of a question that is no pasted log."""
        if self._shown.has_meaning:
            return len(self._shown.articles) <= FEW and len(question) <= BRIEF
        return len(self._shown.articles) <= MANY

    def search(self, question: str, language: str, limit: int = 3) -> tuple[Hit, ...]:
        """See `KnowledgeBase.search`. What was asked lately, and is asked again by a press of a button, is at hand."""
        return self._search(question, language, limit)

    def article(self, language: str, slug: str) -> Article | None:
        """See `KnowledgeBase.article`."""
        return self._current.article(language, slug)

    def guide(self, id: str) -> Guide | None:
        """The guide of this name as it is now, if people may see it."""
        return self._reading.guides.get(id)

    def language(self, question: str, fallback: str) -> str:
        """See `KnowledgeBase.language`."""
        return self._current.language(question, fallback)

    def adjust(self, adjustments: Adjustments) -> None:
        """From now on search with these adjustments to the articles' scores."""
        self._adjustments = adjustments
        self._show()

    def gist(self, question: str) -> tuple[str, ...]:
        """See `KnowledgeBase.gist`."""
        return self._current.gist(question)

    def reload(self, changed: Collection[Path] = ()) -> Change:
        """Read the folders again, or the files that are known to have `changed`, by their absolute paths.

        The new set takes the old one's place at once when it is ready. A file with mistakes is left out, except that an
        article that was good before stays as it was, so that a slip of its author takes no answer away.
        """
        before, kept = self._reading, self._kept()
        again = read_again(self._folders, before, changed) if changed and before.files else None
        reading = again.reading if again else read_folders(self._folders, kept, self._seen)
        change = difference(before, reading, again.keys if again else None)
        with self._making:
            self._reading, self.mistakes = reading, reading.mistakes
            self._touched.update(change.keys)
            if change:
                self._renew()
        self._keep(kept, reading.files, again.files if again else None)
        return change

    def _keep(self, kept: Files, files: Files, among: Collection[Path] | None) -> None:
        """Keep what the files were read as, where that is not `kept`; only those of `among` may be others."""
        if among is not None:
            kept, files = ({path: all_[path] for path in among if path in all_} for all_ in (kept, files))
        if self._caches and files != kept:
            self._caches.readings.save(kept, files)

    def deepen(self, told: Told = lambda _: None) -> bool:
        """Learn what the articles mean, if there are encoders, and make all anew where something lies over them that
        should be worked in. Until then words alone are searched, or what there was with the changes over it.

        `told` hears how far it is, and may stop it by answering False. For a thread of its own; returns whether all is
        as it should be now. Raises BrokenProcessPool.
        """
        with self._making:
            words, reading = self._whole, self._whole_reading
        if not self._twins or not self._caches or self._is_settled():
            return True
        if words.has_meaning:
            reading = self._reading
            words = self._counted(reading)
        ways = ways_of(words.articles)
        if not build(self._twins, list(chain.from_iterable(ways)), self._caches.vectors, told):
            return False
        for twin in self._twins:
            twin.here.encode((_FIRST,))  # loads its model, so that no question has to wait for that
        deep = self._deepened(words, reading, ways, self._caches)
        with self._making:
            self._make(reading, deep)
            if self._reading is not reading:
                self._renew()
        return self._is_settled()

    def _deepened(
        self, words: KnowledgeBase, reading: Reading, ways: Sequence[Sequence[str]], caches: Caches
    ) -> KnowledgeBase:
        """What was learned from the same articles by the process before this one is not learned again."""
        encoders = [Cached(twin.here, caches.vectors) for twin in self._twins]
        names = " ".join(encoder.name for encoder in encoders)
        kept = caches.learnt.load(reading.packed, names)
        deep = words.deepened(encoders, self._policy, kept, ways)
        if kept is None and deep.learnt is not None:
            caches.learnt.save(reading.packed, names, deep.learnt)
        return deep

    def _renew(self) -> None:
        """Lay what has changed since all was made over it, or make all anew, by words: if there is much, or little to
        count and no meaning to lose."""
        since = self._since_whole()
        slugs = {slug for _, slug in since.keys}
        if len(slugs) <= MOST and (
            self._whole.has_meaning or SEVERAL <= len(self._whole.articles) >= _PART * len(slugs)
        ):
            languages = {*self._whole.finder.places, *(language for language, _ in since.keys)}
            changed = articles_of(self._reading, slugs, languages)
            self._current = self._whole.edited(changed, slugs, self._reading.articles)
            self._show()
        else:
            self._make(self._reading, self._counted(self._reading))

    def _counted(self, reading: Reading) -> KnowledgeBase:
        """All anew, by words. The counting of many articles is kept."""
        kept = self._caches if len(reading.packed) >= LARGE else None
        counted = kept.tallies.of(reading.packed) if kept else None
        return KnowledgeBase(reading.articles, policy=self._policy, counted=counted)

    def _make(self, reading: Reading, knowledge: KnowledgeBase) -> None:
        self._whole_reading, self._whole = reading, knowledge
        self._touched = set() if reading is self._reading else set(difference(reading, self._reading).keys)
        self._current = knowledge
        self._show()

    def _show(self) -> None:
        """From now on search what is current."""
        with self._showing:
            self._shown = self._current.adjusted(self._adjustments)
            self._search = lru_cache(_AT_HAND)(self._shown.search)

    def _is_settled(self) -> bool:
        """Whether meaning is searched, and nothing lies over the articles, or little over many."""
        over = len(self._since_whole().keys)
        little = over == 0 or (len(self._whole.articles) >= LARGE and 2 * over <= MOST)
        return self._whole.has_meaning and little

    def _since_whole(self) -> Change:
        """What is not as it was when all was made anew."""
        return difference(self._whole_reading, self._reading, self._touched)

    def _kept(self) -> Files:
        """What the files were read as before, at first by the process before this one."""
        if self._caches and not self._reading.files:
            return self._caches.readings.load()
        return self._reading.files

    async def watch(self, stop: asyncio.Event) -> AsyncIterator[Change]:
        """Yield after every reload that a change of the files caused, until `stop` is set."""
        present = [folder for folder in self._folders if folder.is_dir()]
        async for changes in awatch(*present, stop_event=stop):
            yield await asyncio.to_thread(self.reload, [Path(path) for _, path in changes])
