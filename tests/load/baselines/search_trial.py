"""Tries every search on one corpus: `python -m tests.load.baselines.search_trial ARTICLES QUESTIONS SEED`.

A process for each search, forked where the corpus is ready, so that memory and time are its own; each prints a line of
JSON.
"""

import asyncio
import gc
import json
import os
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import blake2b

import numpy as np
import psutil

from kb.article import Article
from kb.search import KnowledgeBase
from tests.load.baselines.search import ENGINES, Search
from tests.load.corpus import Question, articles, questions

_LIMIT = 6
_SLOW = {"rapidfuzz": (10_000, 100)}
"""Searches that take long are tried with no more articles than this, and asked no more questions."""
_TICK = 0.001
"""Seconds between two looks at the event loop."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What one search showed on one corpus."""

    engine: str
    articles: int
    build_seconds: float
    build_cpu: float
    bytes_each: float
    walls: tuple[float, float, float]
    """p50, p99 and longest, in ms by the clock."""
    cpus: tuple[float, float, float]
    """The same without what other programs took."""
    first: float
    """Share of the questions whose right article came first."""
    among: float
    """Share of the questions whose right article was among the first six."""
    digest: str
    """Of all hits: equal ones mean equal hits in equal order."""


def tried(engine: str, corpus: Sequence[Article], asked: Sequence[Question]) -> Trial:
    """Build, ask, count."""
    gc.collect()
    process, began, cpu = psutil.Process(), time.perf_counter(), time.process_time()
    before = process.memory_info().rss
    search = ENGINES[engine](corpus)
    built, built_cpu = time.perf_counter() - began, time.process_time() - cpu
    gc.collect()
    memory = process.memory_info().rss - before
    answers, walls, cpus = _asked(search, asked)
    rows = zip(asked, answers, strict=True)
    right = [found.index(each.slug) if each.slug in found else _LIMIT for each, found in rows]
    return Trial(
        engine=engine,
        articles=len(corpus),
        build_seconds=built,
        build_cpu=built_cpu,
        bytes_each=memory / len(corpus),
        walls=_percentiles(walls),
        cpus=_percentiles(cpus),
        first=sum(place == 0 for place in right) / len(asked),
        among=sum(place < _LIMIT for place in right) / len(asked),
        digest=blake2b(json.dumps(answers).encode(), digest_size=8).hexdigest(),
    )


def _percentiles(values: Sequence[float]) -> tuple[float, float, float]:
    p50, p99, most = np.percentile(values, [50, 99, 100]).tolist()
    return p50, p99, most


def _asked(search: Search, asked: Sequence[Question]) -> tuple[list[list[str]], list[float], list[float]]:
    answers, walls, cpus = [], [], []
    for question in asked:
        wall, cpu = time.perf_counter(), time.thread_time()
        answers.append(search(question.text, question.language, _LIMIT))
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.thread_time() - cpu))
    return answers, walls, cpus


async def stalls(corpus: Sequence[Article]) -> dict[str, float]:
    """How long an event loop waits at most: idle, while an index is built in a thread, while a thread searches."""
    figures = {"idle": await _longest(asyncio.sleep(2))}
    made: list[KnowledgeBase] = []
    building = asyncio.to_thread(lambda: made.append(KnowledgeBase(corpus)))
    figures["building"] = await _longest(building)
    said = questions(100, len(corpus), seed=2)
    searching = asyncio.to_thread(lambda: [made[0].search(each.text, each.language, _LIMIT) for each in said])
    figures["searching"] = await _longest(searching)
    return figures


async def _longest(work: Coroutine[None, None, object]) -> float:
    """Milliseconds by which the loop came late at most while the work was done."""
    task, longest = asyncio.ensure_future(work), 0.0
    while not task.done():
        began = time.perf_counter()
        await asyncio.sleep(_TICK)
        longest = max(longest, time.perf_counter() - began - _TICK)
    await task
    return 1000 * longest


def apart(work: Callable[[], object]) -> None:
    """Do the work in a forked process and print what it gives as a line of JSON."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        if status:
            sys.exit(f"a trial failed: status {status}")
        return
    status = 1
    try:
        sys.stdout.write(f"{json.dumps(work())}\n")
        sys.stdout.flush()
        status = 0
    finally:
        os._exit(status)


def main(size: int, count: int, seed: int) -> None:
    """Try all, ours twice: a second building must give the same hits."""
    corpus = list(articles(size, seed))
    gc.freeze()
    for engine in (*ENGINES, "Firstline"):
        most, few = _SLOW.get(engine, (size, count))
        part = corpus[:most]
        apart(partial(_line, engine, part, questions(min(few, count), len(part), seed)))
    apart(lambda: {"engine": "stalls", "articles": size, **asyncio.run(stalls(corpus))})


def _line(engine: str, corpus: Sequence[Article], asked: Sequence[Question]) -> dict[str, object]:
    return asdict(tried(engine, corpus, asked))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
