"""A process that searches the articles of a folder with one tier, as Firstline does, and says what that takes.

`python -m tests.load.tier_trial TIER ARTICLES QUESTIONS SEED FOLDER`, where FOLDER has `articles` and `data`, prints a
line of JSON. Run twice, the second tells what a restart takes.
"""

import asyncio
import itertools
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import psutil

import bot.app.running  # noqa: F401  (what the whole process takes is measured)
from bot.library import aside
from bot.meaning import twins
from bot.memory import give_back, spare_the_collector
from bot.settings import Settings
from kb.caches import Caches
from kb.library import Library
from kb.search import Hit
from tests.load.corpus import Question, questions

_LIMIT = 6
_TICK = 0.001
"""Seconds between two looks at the event loop."""
_ARMED = 1.0
"""Seconds after which the folders are watched."""
_LOST = 30.0
"""Seconds after which a change that is not found is a fault."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What one process showed. Times are of a core, but for what is `late` and `live`, by a clock."""

    words_seconds: float
    meaning_seconds: float
    searches: tuple[float, float, float]
    """p50, p99 and longest, in ms."""
    turn: float
    """ms that the event loop was at work at most without a pause while searches ran."""
    late: float
    """ms by which it came late at most meanwhile; on a busy machine also without any search."""
    idle_late: float
    resident: float
    own: float
    """MB of memory, and those of them that no other process shares."""
    live: float
    """Seconds from writing an article, while people ask, until it is found."""
    live_late: float
    """ms by which the event loop came late at most meanwhile."""
    digest: str
    """Of all hits."""
    faults: tuple[str, ...]


def tried(tier: str, size: int, count: int, seed: int, folder: Path) -> Trial:
    """Open, ask, watch the event loop while half as many searches run, change one article and put it back."""
    opened = twins(Settings(search=tier, data=folder / "data"))  # type: ignore[arg-type]  # one of the tiers' names
    library = Library([folder / "articles"], twins=opened, caches=Caches.beside(folder / "data"))
    words, meaning = _core_seconds(library.reload), _core_seconds(library.deepen)
    give_back()
    spare_the_collector()
    asked = questions(count, size, seed)
    for each in questions(count, size, seed + 1):  # a process that has been at work for a while
        library.search(each.text, each.language, _LIMIT)
    times, hits = zip(*(_timed(library, each) for each in asked), strict=True)
    turn, late, idle = asyncio.run(_watched(library, questions(count // 2, size, seed + 2)))
    memory = psutil.Process().memory_full_info()
    live, live_late, faults = asyncio.run(_changed(library, folder / "articles", questions(count, size, seed + 3)))
    return Trial(
        words_seconds=words,
        meaning_seconds=meaning,
        searches=tuple(np.percentile(times, [50, 99, 100]).tolist()),
        turn=turn,
        late=late,
        idle_late=idle,
        resident=memory.rss / 2**20,
        own=memory.uss / 2**20,
        live=live,
        live_late=live_late,
        digest=blake2b(json.dumps(hits).encode(), digest_size=8).hexdigest(),
        faults=faults,
    )


def _core_seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _timed(library: Library, asked: Question) -> tuple[float, list[str]]:
    """Milliseconds of this thread, and the slugs that were found."""
    began = time.thread_time()
    hits = library.search(asked.text, asked.language, _LIMIT)
    return 1000 * (time.thread_time() - began), [hit.article.slug for hit in hits]


async def _watched(library: Library, asked: Sequence[Question]) -> tuple[float, float, float]:
    """The longest turn of the event loop and how late it came while searches ran one after the other, and when idle."""

    def search(question: str, language: str) -> Sequence[Hit]:
        return library.search(question, language, _LIMIT)

    with aside(library.is_quick) as beside:

        async def ask() -> None:
            for each in asked:
                await beside(search, each.text, each.language)
                await asyncio.sleep(_TICK)

        turn, late = await _longest(asyncio.create_task(ask()))
    _, idle = await _longest(asyncio.create_task(asyncio.sleep(1)))
    return turn, late, idle


async def _longest(task: "asyncio.Task[None] | asyncio.Task[float]") -> tuple[float, float]:
    turn = late = 0.0
    while not task.done():
        began, worked = time.perf_counter(), time.thread_time()
        await asyncio.sleep(_TICK)
        turn = max(turn, time.thread_time() - worked)
        late = max(late, time.perf_counter() - began - _TICK)
    await task
    return 1000 * turn, 1000 * late


async def _changed(library: Library, folder: Path, asked: Sequence[Question]) -> tuple[float, float, tuple[str, ...]]:
    """Gives one article another title, as its owner does who saves the file, until it is found by it, and takes that
    back. Meanwhile people ask, and whoever had an answer before has one still."""
    answered = [each for each in asked if library.search(each.text, each.language)]
    path = next(folder.rglob("en/*.md"))  # noqa: ASYNC240  (before anything runs)
    before = path.read_text(encoding="utf-8")
    title = next(line for line in before.splitlines() if line.startswith("title:"))
    stop, faults = asyncio.Event(), set[str]()
    with aside(library.is_quick) as beside:

        async def watch() -> None:
            async for _ in library.watch(stop):
                pass

        async def found() -> bool:
            hits = await beside(library.search, "quokka bites the zebra", "en")
            return bool(hits) and hits[0].article.slug == path.stem and "Quokka" in hits[0].article.title

        async def ask() -> None:
            for each in itertools.cycle(answered):
                if not await beside(library.search, each.text, each.language):
                    faults.add("a question has no answer while an article changes")
                await asyncio.sleep(_TICK)

        async def change() -> float:
            path.write_text(before.replace(title, "title: Quokka bites the zebra"), encoding="utf-8")
            began = time.perf_counter()
            while not await found() and time.perf_counter() - began < _LOST:  # noqa: ASYNC110  (as people ask)
                await asyncio.sleep(_TICK)
            return time.perf_counter() - began

        async with asyncio.TaskGroup() as group:
            group.create_task(watch())
            asking = group.create_task(ask())
            await asyncio.sleep(_ARMED)
            changing = group.create_task(change())
            _, late = await _longest(changing)
            asking.cancel()
            stop.set()
    path.write_text(before, encoding="utf-8")
    library.reload([path.absolute()])
    if changing.result() >= _LOST:
        faults.add("a changed article is not found")
    return changing.result(), late, tuple(sorted(faults))


if __name__ == "__main__":
    tier, size, count, seed, folder = sys.argv[1:]
    print(json.dumps(asdict(tried(tier, int(size), int(count), int(seed), Path(folder)))), flush=True)
