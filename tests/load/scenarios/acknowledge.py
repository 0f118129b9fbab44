"""How long Slack waits for its acknowledgement, and people for the first answer, at a given rate of messages.

Beside them stands what a durable write took on this disk while the echo ran, which writes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.load.databases import Server
from tests.load.disk import written
from tests.load.figures import milliseconds, percentile
from tests.load.installation import Installation
from tests.load.outcome import Curve, Figure, Outcome, Picture
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.scenarios.throughput import PATIENCE, Bench, bench, echo, faults_of, firstline
from tests.load.simulator.control import Json

RATE = 200.0
"""Messages a second whose acknowledgement is timed."""
SHARES = (0.5, 0.9, 0.95, 0.99, 1.0)


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds until the acknowledgement of each message, and until its answer was seen."""

    acknowledged: Sequence[float]
    answered: Sequence[float]
    repeats: int
    """Deliveries that were not acknowledged within three seconds and had to be sent again."""
    faults: tuple[str, ...]

    def figures(self, name: str) -> dict[str, Figure]:
        """For the table."""
        shown: dict[str, Figure] = {f"{name}: not acknowledged in time": self.repeats}
        for what, times in (("acknowledged", self.acknowledged), ("first answer", self.answered)):
            for share, number in (("p50", 0.5), ("p99", 0.99), ("max", 1.0)):
                shown[f"{name}: {what} {share} ms"] = milliseconds(percentile(times, number))
        return shown


@dataclass(slots=True)
class Timed:
    """What was found so far, by name; `capacity` in messages a second, measured by a burst."""

    at: Bench
    seconds: float
    rate: float
    waits: dict[str, Waits] = field(default_factory=dict)
    capacity: dict[str, float] = field(default_factory=dict)
    writes: Sequence[float] = ()
    """Seconds that a durable write took."""

    async def steady(self, name: str, kind: str, rate: float) -> None:
        """Messages at this rate, whether it keeps up or not."""
        self.at.progress.step(name)
        await self.at.shown(self.at.slack.ask("steady", kind=kind, rate=rate, seconds=self.seconds))
        await self.at.shown(self.at.slack.ask("quiet", patience=PATIENCE))
        self.waits[name] = _waits(await self.at.slack.ask("report"))

    async def firstline(self, name: str, app: Installation, database: Server) -> None:
        """Its capacity, the acknowledgements at the full rate, the answers at half the capacity."""
        await self.at.measure(name, "question", app, database)
        self.capacity[name] = self.at.runs[name].rate
        await self.steady(f"{name}, {self.rate:g}/s", "question", self.rate)
        await self.steady(f"{name}, half its capacity", "question", max(1.0, self.capacity[name] / 2))


def _waits(report: Json) -> Waits:
    attempts = report["attempts"]
    repeats = sum(not 200 <= attempt["status"] < 300 for attempt in attempts)
    times = [attempt["took"] for attempt in attempts]  # those that failed too: they would flatter us by their absence
    return Waits(times, [took for _, took in report["latencies"]], repeats, faults_of(report))


async def run(options: Options, progress: Progress) -> Outcome:
    """A bare echo at the same rate first: what this machine, as busy as it is now, can do at best."""
    async with bench(options, 40 if options.short else 1000, progress) as at:
        timed = Timed(at, 2.0 if options.short else 20.0, 20.0 if options.short else RATE)
        async with echo(at) as app:
            await at.measure("bolt echo", "echo", app)
            async with written(at.folder) as timed.writes:
                await timed.steady(f"bolt echo, {timed.rate:g}/s", "echo", timed.rate)
        for kind in options.databases:
            async with firstline(at, kind, 1) as (app, database):
                await timed.firstline(kind, app, database)
    return _outcome(timed)


def _outcome(timed: Timed) -> Outcome:
    figures: dict[str, Figure] = {
        f"{name}: capacity, messages/s": round(rate, 1) for name, rate in timed.capacity.items()
    }
    for share, number in (("p50", 0.5), ("p99", 0.99), ("max", 1.0)):
        figures[f"disk: a durable write {share} ms"] = milliseconds(percentile(timed.writes, number))
    for name, waits in timed.waits.items():
        figures |= waits.figures(name)
    faults = tuple(f"{name}: {fault}" for name, waits in timed.waits.items() for fault in waits.faults)
    return Outcome("acknowledge", figures, _ratios(timed), faults, _pictures(timed.waits, timed.rate))


def _ratios(timed: Timed) -> dict[str, float]:
    echo_p99 = percentile(timed.waits[f"bolt echo, {timed.rate:g}/s"].acknowledged, 0.99)
    ours = {name: timed.waits[f"{name}, {timed.rate:g}/s"] for name in timed.capacity}
    return {
        f"{name} / bolt echo, acknowledged p99": round(percentile(waits.acknowledged, 0.99) / echo_p99, 2)
        for name, waits in ours.items()
        if echo_p99
    }


def _pictures(waits: Mapping[str, Waits], rate: float) -> tuple[Picture, ...]:
    at_rate = {name: each for name, each in waits.items() if name.endswith(f"{rate:g}/s")}
    at_half = {name: each for name, each in waits.items() if name.endswith("capacity")}
    worst = max(
        (percentile(each.acknowledged, 0.99) for name, each in at_rate.items() if "bolt" not in name), default=0.0
    )
    slowest = max((percentile(each.answered, 0.99) for each in at_half.values()), default=0.0)
    return (
        _picture(
            f"At {rate:g} messages/s 99 % are acknowledged within {milliseconds(worst):g} ms",
            {name: each.acknowledged for name, each in at_rate.items()},
        ),
        _picture(
            f"At half the capacity 99 % are answered within {milliseconds(slowest):g} ms",
            {name: each.answered for name, each in at_half.items()},
        ),
    )


def _picture(title: str, times: Mapping[str, Sequence[float]]) -> Picture:
    curves = tuple(
        Curve(name, tuple((100 * share, milliseconds(percentile(each, share))) for share in SHARES))
        for name, each in times.items()
    )
    return Picture(title, "share of messages, %", "time until then, ms", curves)


SCENARIO = Scenario(
    "acknowledge", "time to acknowledge at 200 messages/s, and to the first answer at half the capacity", run, minutes=3
)
