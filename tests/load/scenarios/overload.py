"""More than can be handled, for a while: what can be done is done in time, the rest is handed back and comes again."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.load.figures import milliseconds, percentile
from tests.load.outcome import Curve, Figure, Outcome, Picture
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.scenarios.throughput import PATIENCE, bench, faults_of, firstline
from tests.load.simulator.control import Json

TIMES = 3.0
"""The rate offered, in parts of the capacity."""
MINUTE = 20.0
"""Seconds that a minute of Slack's lasts: what is handed back comes again at once, after one and after five."""
LIMIT = 3.0
"""Seconds after which Slack takes a message for lost (S4)."""


@dataclass(frozen=True, slots=True)
class Storm:
    """What came of it: `capacity` in messages/s, `answered` in the `seconds` of the storm."""

    capacity: float
    seconds: float
    answered: int
    took: tuple[float, ...]
    """Seconds until each delivery was acknowledged or handed back."""
    handed_back: int
    faults: tuple[str, ...]

    @property
    def share(self) -> float:
        """What was answered during the storm, in parts of what can be."""
        return self.answered / (self.capacity * self.seconds)

    def figures(self, name: str) -> dict[str, Figure]:
        """For the table."""
        return {
            f"{name}: capacity, messages/s": round(self.capacity, 1),
            f"{name}: answered in the storm": self.answered,
            f"{name}: handed back": self.handed_back,
            f"{name}: door answered p99 ms": milliseconds(percentile(self.took, 0.99)),
            f"{name}: door answered max ms": milliseconds(percentile(self.took, 1.0)),
            f"{name}: door silent for 3 s": sum(took >= LIMIT for took in self.took),
        }


async def run(options: Options, progress: Progress) -> Outcome:
    """On each database: its capacity by a burst, then three times as much, then calm until all has come through."""
    storms: dict[str, Storm] = {}
    seconds = 2.0 if options.short else 10.0
    async with bench(options, 60 if options.short else 600, progress) as at:
        for kind in options.databases:
            async with firstline(at, kind, 1) as (app, database):
                await at.measure(kind, "question", app, database)
                capacity = at.runs[kind].rate
                await at.slack.ask("weather", minute=MINUTE)
                progress.step(f"{kind}, {TIMES:g} times its capacity")
                rate = min(TIMES * capacity, 1500.0)
                await at.shown(at.slack.ask("steady", kind="question", rate=rate, seconds=seconds))
                await at.shown(at.slack.ask("quiet", patience=5 * MINUTE + PATIENCE))
                storms[kind] = _storm(await at.slack.ask("report"), capacity, seconds)
    return _outcome(storms)


def _storm(report: Json, capacity: float, seconds: float) -> Storm:
    attempts, latencies = report["attempts"], report["latencies"]
    end = min((since for since, _ in latencies), default=0.0) + seconds
    return Storm(
        capacity,
        seconds,
        sum(since + took <= end for since, took in latencies),
        tuple(attempt["took"] for attempt in attempts),
        sum(attempt["status"] == 503 for attempt in attempts),
        faults_of(report),
    )


def _outcome(storms: Mapping[str, Storm]) -> Outcome:
    figures = {name: value for kind, each in storms.items() for name, value in each.figures(kind).items()}
    ratios = {f"{kind}: answered in the storm / capacity": round(each.share, 3) for kind, each in storms.items()}
    faults = tuple(f"{kind}: {fault}" for kind, each in storms.items() for fault in each.faults)
    slowest = max((percentile(each.took, 1.0) for each in storms.values()), default=0.0)
    shares = (0.5, 0.9, 0.95, 0.99, 1.0)
    picture = Picture(
        f"At {TIMES:g} times the capacity the door answers within {milliseconds(slowest):g} ms",
        "share of deliveries, %",
        "time until then, ms",
        tuple(
            Curve(kind, tuple((100 * share, milliseconds(percentile(each.took, share))) for share in shares))
            for kind, each in storms.items()
        ),
    )
    return Outcome("overload", figures, ratios, faults, (picture,))


SCENARIO = Scenario(
    "overload", "three times what can be handled: nothing lost, and no time wasted on it", run, minutes=8
)
