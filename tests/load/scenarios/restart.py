"""What a restart with many articles saves: files read first and looked up after, vectors made first and read after.

Judged are only right and wrong: the same articles and vectors after the restart. Times are those of the processor.
"""

import asyncio
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from kb.meaning.apart import Twin
from kb.meaning.building import build
from kb.meaning.encoder import Vectors
from kb.meaning.vectors import VectorCache
from kb.reader import read_folders
from kb.readings import ReadingCache
from tests.load.corpus import articles, write
from tests.load.outcome import Figure, Outcome
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario

T = TypeVar("T")

_TICK = 0.001
"""Seconds between two looks at the event loop."""


class Locking:
    """An encoder that holds Python's lock as long as it is at work, a millisecond for each text."""

    name, dimensions = "locking", 384

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Numbers that follow from the text."""
        rows = np.empty((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            rows[row] = [hash((text, place)) % 255 - 127 for place in range(self.dimensions)]
        return rows


async def run(options: Options, progress: Progress) -> Outcome:
    """Files, then vectors."""
    files, texts = (1_000, 2_000) if options.short else (20_000, 20_000)
    with tempfile.TemporaryDirectory() as place:
        progress.step(f"{files:,} articles from files")
        figures, faults = await asyncio.to_thread(_files, Path(place), files, options.seed)
        progress.step(f"{texts:,} vectors")
        more, wrong = await _vectors(Path(place), [f"way to ask number {number}" for number in range(texts)])
    return Outcome("restart", figures | more, _ratios(figures), (*faults, *wrong))


def _files(place: Path, count: int, seed: int) -> tuple[dict[str, Figure], tuple[str, ...]]:
    write(place / "articles", list(articles(count, seed)))
    cache, figures = ReadingCache(place / "readings"), dict[str, Figure]()
    first = _timed(figures, f"read {count:,} files first, core s", lambda: read_folders([place / "articles"]))
    _timed(figures, "keep what they were read as, core s", lambda: cache.save({}, first.files))
    after = _timed(
        figures, "look them up after a restart, core s", lambda: read_folders([place / "articles"], cache.load())
    )
    return figures, () if after == first else ("other articles after a restart",)


async def _vectors(place: Path, texts: Sequence[str]) -> tuple[dict[str, Figure], tuple[str, ...]]:
    cache, figures = VectorCache(place / "vectors"), dict[str, Figure]()
    twins = (Twin(Locking(), Locking),)
    figures["event loop: longest wait idle, ms"] = await _longest(lambda: time.sleep(2))
    figures["event loop: longest wait while vectors are made, ms"] = await _longest(
        lambda: build(twins, texts, cache, lambda _: None)
    )
    rows = _timed(figures, f"read {len(texts):,} vectors, core s", lambda: cache.directions(_Nobody(), texts))
    return figures, () if len(rows) == len(texts) and rows.any(axis=1).all() else ("vectors are missing",)


class _Nobody(Locking):
    def encode(self, texts: Sequence[str]) -> Vectors:
        """Never asked: all is kept."""
        return np.zeros((len(texts), self.dimensions), np.float32)


async def _longest(work: Callable[[], object]) -> float:
    """Milliseconds by which the loop came late at most while a thread did the work."""
    task, longest = asyncio.ensure_future(asyncio.to_thread(work)), 0.0
    while not task.done():
        began = time.perf_counter()
        await asyncio.sleep(_TICK)
        longest = max(longest, time.perf_counter() - began - _TICK)
    await task
    return 1000 * longest


def _timed(figures: dict[str, Figure], name: str, work: Callable[[], T]) -> T:
    began = time.process_time()
    done = work()
    figures[name] = time.process_time() - began
    return done


def _ratios(figures: dict[str, Figure]) -> dict[str, float]:
    first, _, after = (float(seconds) for seconds in figures.values())
    return {"read first / looked up after": first / max(after, 0.001)}


SCENARIO = Scenario("restart", "what is kept over a restart: articles read, vectors made", run, minutes=3)
