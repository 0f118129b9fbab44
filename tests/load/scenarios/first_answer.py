"""How long people wait for the first answer where there are very many articles and tickets, beside where there are few.

Capacity is measured first; then questions come at half of it. They are about the corpus' own articles, each in other
words, half of them mistyped, so that nothing is found because it was found before.
"""

import json
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import update

from storage.database import open_database
from storage.tables.promises import timers
from tests.load.corpus import articles, questions, write
from tests.load.databases import Server, migrated, server
from tests.load.figures import percentile
from tests.load.installation import PATIENCE, Installation, installed
from tests.load.outcome import Curve, Figure, Outcome, Picture
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.scenarios.acknowledge import SHARES, Timed
from tests.load.scenarios.throughput import Bench, bench
from tests.load.seed import seed
from tests.load.stories import Story, play_stories

KIND = "asked"
WHOLE = 100_000
"""The newest tickets, which have all their rows: a million of such would fill 40 GB."""
READING = 0.02
"""Seconds that an article may take at the start, on a busy machine, before the process counts as hung."""
QUESTIONS = 5_000


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is in the folder of articles and in the database."""

    articles: int
    tickets: int

    def __str__(self) -> str:
        return f"{self.articles:,} articles and {self.tickets:,} tickets"


SIZES = (Size(1_000, 1_000), Size(100_000, 1_000_000))
SHORT_SIZES = (Size(100, 300), Size(300, 2_000))


@dataclass(frozen=True, slots=True)
class Trial:
    """All sizes on all databases, at one bench; `starts` are the seconds until a process was ready."""

    timed: Timed
    folder: Path
    stories: tuple[Story, ...]
    options: Options
    progress: Progress
    starts: dict[str, float] = field(default_factory=dict)

    async def run(self, kind: str, size: Size) -> None:
        """The capacity, then the answers at half of it."""
        name = f"{kind}, {size}"
        asked = questions(QUESTIONS, size.articles, self.options.seed)
        await self.timed.at.slack.ask("questions", texts=[question.text for question in asked])
        async with self._firstline(kind, size) as (app, database):
            await self.timed.at.measure(name, KIND, app, database)
            rate = self.timed.capacity[name] = self.timed.at.runs[name].rate
            await self.timed.steady(name, KIND, max(1.0, rate / 2))

    @asynccontextmanager
    async def _firstline(self, kind: str, size: Size) -> AsyncIterator[tuple[Installation, Server]]:
        at: Bench = self.timed.at
        folder = at.folder / f"{kind}-{size.articles}"
        folder.mkdir()
        settings = {**at.settings, "FIRSTLINE_ARTICLES": json.dumps([str(self._written(size.articles))])}
        async with migrated(kind, folder) as url, installed(folder, url, at.plant, settings) as app:
            await self._seeded(url, size.tickets)
            app.patience = PATIENCE + size.articles * READING
            self.progress.step(f"starting on {kind} with {size}")
            began = time.monotonic()
            await app.start("run")
            self.starts[f"{kind}, {size}"] = time.monotonic() - began
            yield app, await server(url)

    def _written(self, count: int) -> Path:
        """The folder of so many articles; both databases use it."""
        folder = self.folder / f"articles-{count}"
        if not folder.exists():
            self.progress.step(f"writing {count:,} articles")
            folder.mkdir()
            write(folder, list(articles(count, self.options.seed)))
        return folder

    async def _seeded(self, url: str, tickets: int) -> None:
        """So many tickets, of which nothing is due: what is late since the plan's days would all be fired now."""
        self.progress.step(f"seeding {tickets:,} tickets")
        await seed(url, tickets, self.progress, seed=self.options.seed, whole=WHOLE, stories=self.stories)
        async with open_database(url) as database, database.writing() as transaction:
            await transaction.run(update(timers).values(state="cancelled"))
            await transaction.commit()


async def run(options: Options, progress: Progress) -> Outcome:
    """Few and many on each database."""
    sizes = SHORT_SIZES if options.short else SIZES
    with tempfile.TemporaryDirectory(prefix="firstline-lab-") as folder:
        async with bench(options, 40 if options.short else 1000, progress) as at:
            timed = Timed(at, 2.0 if options.short else 30.0, 0.0)
            progress.step("playing stories")
            trial = Trial(timed, Path(folder), await play_stories(), options, progress)
            for kind in options.databases:
                for size in sizes:
                    await trial.run(kind, size)
    return _outcome(trial, sizes)


def _outcome(trial: Trial, sizes: tuple[Size, ...]) -> Outcome:
    timed, figures = trial.timed, dict[str, Figure]()
    for name, waits in timed.waits.items():
        figures[f"{name}: seconds to start"] = round(trial.starts[name], 1)
        figures[f"{name}: capacity, messages/s"] = round(timed.capacity[name], 1)
        figures |= waits.figures(name)
    runs = {name: (*timed.at.runs[name].faults, *waits.faults) for name, waits in timed.waits.items()}
    faults = tuple(f"{name}: {fault}" for name, found in runs.items() for fault in found)
    ratios = _ratios(trial, sizes)
    return Outcome("first_answer", figures, ratios, faults, (_picture(timed, sizes),))


def _ratios(trial: Trial, sizes: tuple[Size, ...]) -> dict[str, float]:
    few, many = sizes
    ratios: dict[str, float] = {}
    for kind in trial.options.databases:
        for share in (0.5, 0.99):
            small, large = (percentile(trial.timed.waits[f"{kind}, {size}"].answered, share) for size in (few, many))
            ratios[f"{kind}: first answer p{100 * share:g} at {many} / at {few}"] = round(large / (small or 1.0), 2)
    return ratios


def _picture(timed: Timed, sizes: tuple[Size, ...]) -> Picture:
    answers: Mapping[str, list[float]] = {name: list(waits.answered) for name, waits in timed.waits.items()}
    slowest = max(percentile(each, 0.99) for name, each in answers.items() if name.endswith(str(sizes[-1])))
    curves = tuple(
        Curve(name, tuple((f"p{100 * share:g}", 1000 * percentile(each, share)) for share in SHARES))
        for name, each in answers.items()
    )
    title = f"With {sizes[-1]}: 99 % answered within {1000 * slowest:.0f} ms"
    return Picture(title, "share of messages", "first answer, ms", curves)


SCENARIO = Scenario(
    "first_answer",
    "the first answer at half the capacity, with 100,000 articles and 1,000,000 tickets",
    run,
    minutes=25,
)
