"""What a process costs before the first message: memory and seconds until it is ready, by kind and number of articles.

Measured against an empty Python process that has loaded aiohttp and SQLAlchemy, which every such service needs. Slack
and Teams are configured, at addresses where nobody answers; the database is migrated before.
"""

import asyncio
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import psutil

from tests.load.corpus import articles, write
from tests.load.databases import migrated
from tests.load.installation import PATIENCE, ROOT, Running, launch
from tests.load.outcome import Curve, Figure, Outcome, Picture
from tests.load.plant import STARTER_ARTICLES
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario

_STARTERS = 90
_SETTLED = 3.0
"""Seconds after which what starting took is there: the platforms were asked, the loops have begun."""
_EMPTY = "import aiohttp, sqlalchemy, sqlalchemy.ext.asyncio, sys; print('ready', flush=True); sys.stdin.read()"
_KINDS = {"sqlite": ("run",), "postgres": ("run", "web", "worker")}
_NOBODY = "http://127.0.0.1:9"
_SETTINGS = {
    "FIRSTLINE_DESK": str(ROOT / "desk.toml"),
    "FIRSTLINE_PORT": "0",
    "FIRSTLINE_SEARCH": "words",
    "FIRSTLINE_METRICS__PORT": "0",
    "FIRSTLINE_PLAYGROUND__PORT": "0",
    "FIRSTLINE_SLACK__BOT_TOKEN": "xoxb-nobody",
    "FIRSTLINE_SLACK__SIGNING_SECRET": "nobody's secret",
    "FIRSTLINE_SLACK__API_URL": f"{_NOBODY}/api/",
    "FIRSTLINE_TEAMS__APP_ID": "nobody",
    "FIRSTLINE_TEAMS__APP_PASSWORD": "nobody's password",
    "FIRSTLINE_TEAMS__TENANT_ID": "nowhere",
    "FIRSTLINE_TEAMS__OPENID_METADATA_URL": f"{_NOBODY}/openid",
    "FIRSTLINE_TEAMS__LOGIN_URL": _NOBODY,
}


@dataclass(frozen=True, slots=True)
class Weight:
    """What one process took: megabytes resident, megabytes that no other process shares, seconds until it was ready."""

    resident: float
    own: float
    seconds: float


async def run(options: Options, progress: Progress) -> Outcome:
    """Each kind of process with the starter articles and with many."""
    progress.step("an empty process")
    weights, faults = {"empty": await _empty()}, list[str]()
    with tempfile.TemporaryDirectory() as place:
        for count in (_STARTERS, 200 if options.short else 1_000):
            folder = await asyncio.to_thread(_folder, Path(place), count, options.seed)
            for database in options.databases:
                async with migrated(database, Path(place) / f"{count}") as url:
                    for kind in _KINDS[database]:
                        progress.step(f"{kind} on {database} with {count:,} articles")
                        name = f"{kind}, {database}, {count:,} articles"
                        weights[name], fault = await _started(kind, url, folder)
                        faults += [f"{name}: {fault}"] if fault else []
    return Outcome("start", dict(_figures(weights)), _ratios(weights), tuple(faults), (_picture(weights),))


def _folder(place: Path, count: int, seed: int) -> Path:
    """A folder with so many articles; there is room for a database beside it."""
    (place / f"{count}").mkdir()
    if count == _STARTERS:
        return STARTER_ARTICLES
    write(place / "articles", list(articles(count, seed)))
    return place / "articles"


async def _empty() -> Weight:
    began = time.perf_counter()
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", _EMPTY, stdin=pipe, stdout=pipe)
    try:
        assert process.stdout is not None
        await asyncio.wait_for(process.stdout.readline(), PATIENCE)
        return _weight(process.pid, time.perf_counter() - began)
    finally:
        process.kill()
        await process.wait()


async def _started(kind: str, url: str, folder: Path) -> tuple[Weight, str]:
    """A process's weight, and what is wrong if `/readyz` says that it is not ready."""
    with tempfile.TemporaryDirectory() as place:
        log, began = Path(place, "log"), time.perf_counter()
        settings = {
            **_SETTINGS,
            "FIRSTLINE_DATABASE_URL": url,
            "FIRSTLINE_ARTICLES": f'["{folder}"]',
            "FIRSTLINE_DATA": place,
        }
        async with _running(kind, settings, log) as running:
            seconds = time.perf_counter() - began
            await asyncio.sleep(_SETTLED)
            return _weight(running.process.pid, seconds), await _unready(log)


@asynccontextmanager
async def _running(kind: str, settings: Mapping[str, str], log: Path) -> AsyncIterator[Running]:
    running = await launch(["bot", kind], settings, log)
    try:
        yield running
    finally:
        await running.kill()


async def _unready(log: Path) -> str:
    """What `/readyz` has against the process; empty where it is ready. The log says where operators are listened to."""
    text = await asyncio.to_thread(log.read_text, encoding="utf-8")
    address = re.search(r'"listening for operators", "address": "([^"]+)"', text)
    if address is None:
        return "no listener for operators"
    async with aiohttp.ClientSession() as session, session.get(f"{address[1]}/readyz") as answer:
        return "" if answer.status == 200 else (await answer.text()).strip()


def _weight(process: int, seconds: float) -> Weight:
    memory = psutil.Process(process).memory_full_info()
    return Weight(memory.rss / 2**20, memory.uss / 2**20, seconds)


def _figures(weights: Mapping[str, Weight]) -> Mapping[str, Figure]:
    figures: dict[str, Figure] = {}
    for name, weight in weights.items():
        figures[f"{name}: MB resident"] = round(weight.resident, 1)
        figures[f"{name}: MB of its own"] = round(weight.own, 1)
        figures[f"{name}: s until ready"] = round(weight.seconds, 2)
    return figures


def _ratios(weights: Mapping[str, Weight]) -> Mapping[str, float]:
    empty = weights["empty"]
    others = {name: weight for name, weight in weights.items() if name != "empty"}
    return {f"{name} / empty: MB resident": weight.resident / empty.resident for name, weight in others.items()}


def _picture(weights: Mapping[str, Weight]) -> Picture:
    most = max(weights.values(), key=lambda weight: weight.resident)
    bars = (
        Curve("resident", tuple((_short(name), weight.resident) for name, weight in weights.items())),
        Curve("of its own", tuple((_short(name), weight.own) for name, weight in weights.items())),
    )
    return Picture(f"A process starts with at most {most.resident:.0f} MB", "process", "MB at start", bars)


def _short(name: str) -> str:
    return name.removesuffix(" articles").replace(", ", "\n")


SCENARIO = Scenario("start", "memory and seconds of each kind of process at start", run, minutes=2)
