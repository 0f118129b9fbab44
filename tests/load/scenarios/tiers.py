"""What each tier of the search takes: a question, the event loop, memory, a start, a restart, one changed article.

Judged are only right and wrong: the same hits after a restart, a changed article that is found, and questions that are
answered while it changes. Beyond 1,000 articles, and in the short form, vectors of the articles are stood in for by
others of the same size, so that nobody waits an hour; questions are always encoded.
"""

import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.meaning import twins
from bot.settings import Settings
from kb.meaning.encoder import Vectors
from kb.meaning.minilm import FILE, digest_path
from kb.meaning.tiers import MODELS
from kb.meaning.vectors import FILE as VECTORS
from kb.meaning.vectors import VectorCache
from kb.tally import ways_to_ask
from tests.load.corpus import articles, write
from tests.load.outcome import Curve, Figure, Outcome, Picture
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario

_ENCODED = 1_000
"""Articles up to which the vectors are the tier's own."""

Row = dict[str, Any]
"""A `Trial` as JSON, with its tier and how many articles there were."""


class Standing:
    """Vectors that stand in for another encoder's: sums of a direction for each word."""

    def __init__(self, name: str, dimensions: int) -> None:
        self.name, self.dimensions = name, dimensions
        self._chance = np.random.default_rng(1)
        self._words: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`."""
        rows = np.stack([np.sum([self._word(word) for word in text.split()], axis=0) for text in texts])
        vectors: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return vectors

    def _word(self, word: str) -> Vectors:
        if word not in self._words:
            self._words[word] = self._chance.normal(size=self.dimensions).astype(np.float32)
        return self._words[word]


async def run(options: Options, progress: Progress) -> Outcome:
    """Each tier with articles from files: a first start and a second."""
    rows: list[Row] = []
    sizes, count = ((100,), 40) if options.short else ((1_000, 10_000, 100_000), 200)
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="firstline-lab-") as place:
            progress.step(f"{size:,} articles as files")
            await asyncio.to_thread(write, Path(place) / "articles", list(articles(size, options.seed)))
            for tier in ("base",) if options.short else _tiers():
                progress.step(f"{tier}, {size:,} articles")
                own = size <= _ENCODED and not options.short
                await asyncio.to_thread(_prepare, Path(place) / "data", tier, size, options.seed, own=own)
                first, again = [await _trial(tier, size, count, options.seed, Path(place)) for _ in range(2)]
                rows.append({"tier": tier, "size": size, "own": own, "first": first, "again": again})
                shutil.rmtree(Path(place) / "data")
    return Outcome("tiers", dict(_figures(rows)), dict(_ratios(rows)), tuple(_faults(rows)), (_picture(rows),))


def _tiers() -> tuple[str, ...]:
    """The semantic one where its model has been made, in the folder in which `firstline kb model` leaves it."""
    return ("words", "base", "semantic") if (MODELS / FILE).exists() else ("words", "base")


def _prepare(data: Path, tier: str, size: int, seed: int, *, own: bool) -> None:
    data.mkdir()
    if tier == "semantic":
        shutil.copy(MODELS / FILE, data)
        shutil.copy(digest_path(MODELS / FILE), data)
    ways = [way for article in articles(size, seed) for way in ways_to_ask(article)]
    for twin in () if own else twins(Settings(search=tier, data=data)):  # type: ignore[arg-type]  # a tier's name
        for _ in VectorCache(data / VECTORS).fill(Standing(twin.here.name, twin.here.dimensions), ways):
            pass


async def _trial(tier: str, size: int, count: int, seed: int, folder: Path) -> Row:
    command = ("-m", "tests.load.tier_trial", tier, str(size), str(count), str(seed), str(folder))
    process = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=asyncio.subprocess.PIPE)
    try:
        printed, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise RuntimeError(f"the trial of {tier} with {size} articles ended with status {process.returncode}")
    row: Row = json.loads(printed.decode().splitlines()[-1])
    return row


def _figures(rows: Iterable[Row]) -> Iterator[tuple[str, Figure]]:
    for row in rows:
        at, first, again = f"{row['tier']}, {row['size']:,}:", row["first"], row["again"]
        for name, value in zip(("p50", "p99", "max"), again["searches"], strict=True):
            yield f"{at} search {name}, core ms", round(value, 2)
        yield f"{at} longest turn of the event loop, core ms", round(again["turn"], 1)
        yield f"{at} event loop late, ms", round(again["late"], 1)
        yield f"{at} event loop late when idle, ms", round(again["idle_late"], 1)
        yield f"{at} MB resident", round(again["resident"])
        yield f"{at} MB of its own", round(again["own"])
        yield f"{at} words after the first start, core s", round(first["words_seconds"], 1)
        yield f"{at} words after a restart, core s", round(again["words_seconds"], 1)
        if row["tier"] != "words":
            which = "" if row["own"] else " (vectors stood in for)"
            yield f"{at} meaning after that at the first start{which}, core s", round(first["meaning_seconds"], 1)
            yield f"{at} meaning after that at a restart, core s", round(again["meaning_seconds"], 1)
        yield f"{at} one changed article live while people ask, s", round(again["live"], 2)
        yield f"{at} event loop late meanwhile, ms", round(again["live_late"], 1)


def _ratios(rows: Sequence[Row]) -> Iterator[tuple[str, float]]:
    words = {row["size"]: row["again"]["searches"][0] for row in rows if row["tier"] == "words"}
    for row in rows:
        if row["tier"] != "words" and row["size"] in words:
            ratio = row["again"]["searches"][0] / max(words[row["size"]], 0.001)
            yield f"{row['tier']} / words at {row['size']:,}: core time of a question", round(ratio, 2)


def _faults(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        at = f"{row['tier']}, {row['size']:,} articles"
        if row["first"]["digest"] != row["again"]["digest"]:
            yield f"{at}: other hits after a restart"
        for fault in {*row["first"]["faults"], *row["again"]["faults"]}:
            yield f"{at}: {fault}"


def _picture(rows: Sequence[Row]) -> Picture:
    largest = max(rows, key=lambda row: (int(row["size"]), row["tier"] == "base"))
    curves = (
        Curve(tier, tuple((f"{row['size']:,}", row["again"]["searches"][1]) for row in rows if row["tier"] == tier))
        for tier in dict.fromkeys(row["tier"] for row in rows)
    )
    took = largest["again"]["searches"][1]
    title = f"A question takes {took:.2g} ms of a core (p99) by {largest['tier']} at {largest['size']:,} articles"
    return Picture(title, "articles", "p99, ms of a core", tuple(curves))


SCENARIO = Scenario("tiers", "each tier of the search: a question, the event loop, memory, restarts", run, minutes=15)
