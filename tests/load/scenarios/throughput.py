"""From a signed event to both posts at Slack's door, durable, against Bolt apps that only echo.

An employee asks for a human: that is a confirmation in the thread and a card for the team, in one transaction.
All else that is in the way is there as well: signatures, the search for the ticket's category, the outbox.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from bot.meaning import SEARCHED
from tests.load.databases import Server, migrated, server
from tests.load.installation import Installation, Running, installed, launch
from tests.load.outcome import Curve, Figure, Outcome, Picture
from tests.load.plant import Plant, plant
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.simulator.control import Json, Remote, remote

TEAMS = 400
AT_ONCE = 40
"""Messages under way at a time, as from a Slack that sends many events without waiting for answers."""
WARM_UP = 100
PATIENCE = 15.0
"""Seconds without anything new after which what is missing is lost."""
TUNED, DOCUMENTED = "bolt_echo", "bolt_documented"
"""Modules of the baselines: Bolt as fast as it can be, and Bolt as its documentation writes it."""
_BASELINES = {"bolt echo": TUNED, "documented bolt": DOCUMENTED}
MINUTE = 2.0
"""Seconds that a minute of Slack's lasts, for messages that were not acknowledged in time."""


class Metered(Protocol):
    """Something whose time on a core is known."""

    @property
    def cpu_seconds(self) -> float:
        """Seconds so far."""
        ...


@dataclass(frozen=True, slots=True)
class Run:
    """One measured burst: `seconds` from the first message sent to the last post seen; each `cpu` in core seconds."""

    messages: int
    posts: int
    seconds: float
    cpu: float
    database_cpu: float
    simulator_cpu: float
    faults: tuple[str, ...]

    @property
    def rate(self) -> float:
        """Messages a second."""
        return self.messages / self.seconds if self.seconds else 0.0

    @property
    def posts_rate(self) -> float:
        """Posts a second."""
        return self.posts / self.seconds if self.seconds else 0.0

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of a core that the app uses for a message."""
        return 1000 * self.cpu / self.messages

    def figures(self, name: str) -> dict[str, Figure]:
        """For the table."""
        shown: dict[str, Figure] = {
            f"{name}: messages/s": round(self.rate, 1),
            f"{name}: posts/s": round(self.posts_rate, 1) if self.posts != self.messages else 0,
            f"{name}: CPU ms/message": round(self.cpu_ms, 2),
            f"{name}: database CPU ms/message": self.database_ms,
            f"{name}: simulator busy %": round(100 * self.simulator_cpu / self.seconds) if self.seconds else 0,
        }
        return {figure: value for figure, value in shown.items() if value}

    @property
    def database_ms(self) -> float:
        """Milliseconds of a core that the database's processes use for a message."""
        return round(1000 * self.database_cpu / self.messages, 2)


@dataclass(slots=True)
class Bench:
    """A simulator, and what is measured against it in turn."""

    slack: Remote
    settings: Mapping[str, str]
    plant: Plant
    folder: Path
    messages: int
    progress: Progress
    runs: dict[str, Run] = field(default_factory=dict)

    async def measure(self, name: str, kind: str, app: Installation, database: Server | None = None) -> None:
        """One burst, after a smaller one to warm up."""
        await self.slack.ask("doors", doors=app.doors)
        self.progress.step(name)
        await self._burst(kind, min(WARM_UP, self.messages))
        await self.slack.ask("report")
        meters: tuple[Metered, ...] = (app, database or Server(), self.slack)
        before = [each.cpu_seconds for each in meters]
        await self._burst(kind, self.messages)
        used = [each.cpu_seconds - earlier for each, earlier in zip(meters, before, strict=True)]
        report = await self.slack.ask("report")
        self.runs[name] = _run(report, self.messages, used, app.complaints())

    async def _burst(self, kind: str, number: int) -> None:
        await self.shown(self.slack.ask("burst", kind=kind, number=number, at_once=AT_ONCE))
        await self.shown(self.slack.ask("quiet", patience=PATIENCE))

    async def shown(self, work: Coroutine[Any, Any, Json]) -> None:
        """Do it, and meanwhile say how many posts people have seen."""
        task = asyncio.create_task(work)
        while not (await asyncio.wait({task}, timeout=1))[0]:
            self.progress.say("posts seen", (await self.slack.ask("state"))["seen"])
        await task


def _run(report: Json, messages: int, cpu: Sequence[float], complaints: tuple[str, ...]) -> Run:
    caused = [since for since, _ in report["latencies"]]
    shown = [since + took for since, took in report["latencies"]]
    seconds = max(shown) - min(caused) if shown else 0.0
    faults = (*faults_of(report), *complaints)
    return Run(messages, len(shown), seconds, cpu[0], cpu[1], cpu[2], faults)


def faults_of(report: Json) -> tuple[str, ...]:
    """What a report of the simulator complains of, whatever the time."""
    judged = report["judgement"]
    kinds = ("lost", "doubled", "disordered", "leaked", "unasked")
    found = [f"{len(judged[kind])} {kind}: {'; '.join(judged[kind][:3])}" for kind in kinds if judged[kind]]
    refused = [f"Slack refused: {report['errors']}"] if report["errors"] else []
    given_up = [f"{report['given_up']} events never acknowledged"] if report["given_up"] else []
    return (*found, *refused, *given_up, *report["problems"])


@asynccontextmanager
async def bench(options: Options, messages: int, progress: Progress) -> AsyncIterator[Bench]:
    """A bench with a simulator, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="firstline-lab-") as folder:
        teams = min(TEAMS, messages)
        async with remote(teams, options.seed) as slack:
            await slack.ask("hire", people=4 * (messages + WARM_UP))
            await slack.ask("weather", minute=MINUTE)
            settings = await slack.ask("doors", doors=[])
            yield Bench(slack, settings, plant(teams), Path(folder), messages, progress)


@asynccontextmanager
async def echo(at: Bench, module: str = TUNED) -> AsyncIterator[Installation]:
    """A baseline, running."""
    log = at.folder / f"{module}.log"
    running: Running = await launch([f"tests.load.baselines.{module}"], at.settings, log)
    installation = Installation(at.settings, log, [running])
    try:
        yield installation
    finally:
        await installation.end()


@asynccontextmanager
async def firstline(
    at: Bench, kind: str, processes: int, tier: str = "words"
) -> AsyncIterator[tuple[Installation, Server]]:
    """A Firstline on a new database, running, and its database's server; what articles mean is learned."""
    folder = at.folder / f"{kind}-{processes}-{tier}"
    folder.mkdir()
    settings = dict(at.settings)
    if tier != "words":
        settings |= {"FIRSTLINE_SEARCH": tier, "FIRSTLINE_LOG_LEVEL": "INFO"}
    async with migrated(kind, folder) as url, installed(folder, url, at.plant, settings) as installation:
        await installation.start(*["run"] * processes)
        if tier != "words":
            await installation.said(SEARCHED)
        yield installation, await server(url)


async def run(options: Options, progress: Progress) -> Outcome:
    """The baselines before and after, so that a machine that slows down meanwhile does not flatter us."""
    async with bench(options, 30 if options.short else 1000, progress) as at:
        await _measure_baselines(at)
        for kind, processes in _set_ups(options):
            name = f"{kind} ×{processes}"
            async with firstline(at, kind, processes) as (app, database):
                await at.measure(f"{name}, human", "human", app, database)
                await at.measure(f"{name}, question", "question", app, database)
        kind = options.databases[0]
        async with firstline(at, kind, 1, "base") as (app, database):
            await at.measure(f"{kind} ×1, question, base tier", "question", app, database)
        await _measure_baselines(at, " again")
    return _outcome(at.runs)


async def _measure_baselines(at: Bench, again: str = "") -> None:
    for name, module in _BASELINES.items():
        async with echo(at, module) as app:
            await at.measure(f"{name}{again}", "echo", app)


def _set_ups(options: Options) -> list[tuple[str, int]]:
    one = [(kind, 1) for kind in options.databases]
    return one + ([("postgres", 2)] if "postgres" in options.databases else [])


def _outcome(runs: Mapping[str, Run]) -> Outcome:
    figures = {name: value for key, each in runs.items() for name, value in each.figures(key).items()}
    ours = {name: each for name, each in runs.items() if name.removesuffix(" again") not in _BASELINES}
    ratios = {key: value for name in _BASELINES for key, value in _against(name, runs, ours).items()}
    if {"postgres ×1, human", "postgres ×2, human"} <= runs.keys():
        ratios["postgres ×2 / ×1, messages/s"] = round(
            runs["postgres ×2, human"].rate / runs["postgres ×1, human"].rate, 3
        )
    faults = tuple(f"{name}: {fault}" for name, each in runs.items() for fault in each.faults)
    return Outcome("throughput", figures, ratios, faults, (_picture(runs, ratios),))


def _against(baseline: str, runs: Mapping[str, Run], ours: Mapping[str, Run]) -> dict[str, float]:
    """Ours by the mean of a baseline's two runs. A ticket makes two posts, an echo one, so posts are compared too."""
    both = runs[baseline], runs[f"{baseline} again"]
    rate, cost = sum(each.rate for each in both) / 2, sum(each.cpu_ms for each in both) / 2
    if not rate:
        return {}
    ratios = {f"{name} / {baseline}, messages/s": round(each.rate / rate, 3) for name, each in ours.items()}
    ratios |= {f"{name} / {baseline}, posts/s": round(each.posts_rate / rate, 3) for name, each in ours.items()}
    return ratios | {f"{baseline} / {name}, CPU per message": round(cost / run.cpu_ms, 3) for name, run in ours.items()}


def _picture(runs: Mapping[str, Run], ratios: Mapping[str, float]) -> Picture:
    least = min((value for name, value in ratios.items() if "human / bolt echo, messages" in name), default=0.0)
    return Picture(
        f"A durable ticket with two posts at {least:.2f} of a bare echo's rate, at least",
        "what answers",
        "messages/s",
        (Curve("from event to last post", tuple((name, each.rate) for name, each in runs.items())),),
    )


SCENARIO = Scenario("throughput", "tickets a second, durable, against bare Bolt apps that echo", run, minutes=3)
