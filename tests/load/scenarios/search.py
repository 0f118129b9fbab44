"""The search at 1,000, 10,000 and 100,000 articles, beside others on the same articles and questions.

Judged are only right and wrong: the same hits after building again, and the right article found at least as often as by
the best of the others. Times depend on the machine; ratios to the others of the same run say more.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kb.library import Library
from tests.load.corpus import articles, write
from tests.load.outcome import Curve, Figure, Outcome, Picture
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario

_OURS = "Firstline"
_MARGIN = 0.02
"""Share of the questions by which the best of the others may be better, before it is a fault."""
_QUESTIONS = 1_000
_FILES = 1_000
"""Articles that are written as files, read, and read again after one was changed."""

Row = dict[str, Any]
"""A `Trial` as JSON."""


async def run(options: Options, progress: Progress) -> Outcome:
    """One process for each size; then articles from files."""
    sizes = (1_000, 5_000) if options.short else (1_000, 10_000, 100_000)
    rows: list[Row] = []
    for size in sizes:
        progress.step(f"{size:,} articles in every search")
        rows += await _trial(size, _QUESTIONS // (5 if options.short else 1), options.seed)
    progress.step(f"{_FILES:,} articles from files")
    files, faults = await asyncio.to_thread(_from_files, options.seed)
    tried = [row for row in rows if row["engine"] != "stalls"]
    figures = dict(_figures(tried)) | dict(_stalls(rows)) | files
    return Outcome("search", figures, _ratios(tried), (*_faults(tried), *faults), (_picture(tried),))


async def _trial(size: int, count: int, seed: int) -> list[Row]:
    command = ("-m", "tests.load.baselines.search_trial", str(size), str(count), str(seed))
    process = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=asyncio.subprocess.PIPE)
    try:
        printed, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise RuntimeError(f"the trial of {size} articles ended with status {process.returncode}")
    return [json.loads(line) for line in printed.decode().splitlines()]


def _from_files(seed: int) -> tuple[dict[str, Figure], tuple[str, ...]]:
    """How fast files are read, and read again after one was changed; and that the changed one is found."""
    made = list(articles(_FILES, seed))
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), made)
        library = Library([Path(folder)])
        first = _timed(library)
        changed = next(Path(folder).rglob(f"{made[0].slug}.md"))
        changed.write_text(changed.read_text(encoding="utf-8").replace(made[0].title, "Quokka"), encoding="utf-8")
        again = _timed(library)
        hits = library.search("quokka", "en")
    figures: dict[str, Figure] = {
        "articles/s read from files and indexed": _FILES / first,
        f"reload after one change of {_FILES:,} files s": again,
    }
    found = bool(hits) and hits[0].article.slug == made[0].slug
    return figures, () if found and not library.mistakes else ("a changed article is not found after reloading",)


def _timed(library: Library) -> float:
    began = time.perf_counter()
    library.reload()
    return time.perf_counter() - began


def _figures(rows: Iterable[Row]) -> Iterator[tuple[str, Figure]]:
    for row in rows:
        at = f"{row['engine']}, {row['articles']:,}:"
        yield f"{at} articles/s built", row["articles"] / row["build_seconds"]
        yield f"{at} articles/core s", row["articles"] / max(row["build_cpu"], 0.01)
        yield f"{at} bytes/article", row["bytes_each"]
        for name, value in zip(("p50", "p99", "max"), row["walls"], strict=True):
            yield f"{at} {name} ms", value
        yield f"{at} p99 core ms", row["cpus"][1]
        yield f"{at} right first", row["first"]
        yield f"{at} right among six", row["among"]


def _stalls(rows: Iterable[Row]) -> Iterator[tuple[str, Figure]]:
    for row in rows:
        if row["engine"] == "stalls":
            for name in ("idle", "building", "searching"):
                yield f"event loop, {row['articles']:,}: longest wait {name} in a thread ms", row[name]


def _ratios(rows: Sequence[Row]) -> Mapping[str, float]:
    """Ours to each of the others, at the largest size both had; on a busy machine core time is the fairer measure."""
    ratios = {}
    for row in _largest(rows):
        ours = next(each for each in rows if each["engine"] == _OURS and each["articles"] == row["articles"])
        if row["engine"] != _OURS:
            at = f"Firstline / {row['engine']} at {row['articles']:,}"
            ratios[f"{at}: core time of p99"] = ours["cpus"][1] / row["cpus"][1]
            ratios[f"{at}: right first"] = ours["first"] / max(row["first"], 0.001)
            ratios[f"{at}: core time of building"] = ours["build_cpu"] / max(row["build_cpu"], 0.01)
            ratios[f"{at}: memory"] = ours["bytes_each"] / max(row["bytes_each"], 1)
    return ratios


def _largest(rows: Sequence[Row]) -> list[Row]:
    return list({row["engine"]: row for row in rows}.values())


def _faults(rows: Sequence[Row]) -> Iterator[str]:
    for size in dict.fromkeys(row["articles"] for row in rows):
        here = [row for row in rows if row["articles"] == size]
        ours = [row for row in here if row["engine"] == _OURS]
        if len({row["digest"] for row in ours}) > 1:
            yield f"{size:,} articles: other hits after building again"
        for row in here:
            if ours and row["first"] > ours[0]["first"] + _MARGIN:
                yield f"{size:,} articles: {row['engine']} finds {row['first']:.3f} first, we {ours[0]['first']:.3f}"


def _picture(rows: Sequence[Row]) -> Picture:
    names = dict.fromkeys(row["engine"] for row in rows)
    curves = (Curve(name, tuple(_points(rows, name))) for name in names)
    ours = max((row for row in rows if row["engine"] == _OURS), key=lambda row: int(row["articles"]))
    title = f"A question takes {ours['cpus'][1]:.2g} ms of a core (p99) at {ours['articles']:,} articles"
    return Picture(title, "articles (powers of ten)", "p99, ms of a core", tuple(curves), logarithmic=True)


def _points(rows: Sequence[Row], engine: str) -> Iterator[tuple[str, float]]:
    points = {f"{row['articles']:,}": row["cpus"][1] for row in rows if row["engine"] == engine}
    yield from points.items()


SCENARIO = Scenario("search", "search at size, beside FTS5, bm25s, rapidfuzz and tantivy", run, minutes=6)
