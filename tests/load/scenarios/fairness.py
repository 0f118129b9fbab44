"""One channel with 1,500 posts waiting, at one a second: does anybody else notice?

The same questions are asked of a calm Firstline, and of one with the busy channel, many other channels with posts
waiting, and an escalation stored behind the card edits of its channel. What is judged is order; times are figures.
"""

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.messages import Post
from tests.load.backlog import Backlog, waiting
from tests.load.databases import migrated
from tests.load.evenness import disordered, jain, served
from tests.load.figures import milliseconds, percentile
from tests.load.installation import installed
from tests.load.outcome import Curve, Figure, Outcome, Picture
from tests.load.plant import plant
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.simulator.seen import Seen
from tests.load.simulator.slack import SimulatedSlack, simulated_slack
from tests.load.simulator.slack_load import Load
from tests.load.simulator.weather import Weather

BUSY, LEADS = "C0BUSY", "C0BOTHERED"
THREADS = 30
"""Lanes of the busy channel."""
RATE = 4.0
"""Questions a second elsewhere."""
PATIENCE = 20.0
LEAST_EVEN = 0.9
"""Jain's index below which channels that wait alike were not served alike."""
WEATHER = Weather(minute=5.0)
"""Fair. On a busy machine Slack may have to say something again: not after a whole minute."""
_POST = re.compile(r"\b(\w+) post (\d+)\b")


@dataclass(frozen=True, slots=True)
class Size:
    """How much waits: posts in the busy channel, card edits before the escalation, channels and posts in each."""

    busy: int = 1500
    edits: int = 30
    channels: int = 40
    each: int = 10
    seconds: float = 40.0


SHORT = Size(edits=5, channels=20, each=4, seconds=5.0)


@dataclass(frozen=True, slots=True)
class Run:
    """What was seen in one run, oldest first, and how long each answer elsewhere took, in seconds."""

    seen: Sequence[Seen]
    answers: Sequence[float]
    lost: tuple[str, ...]
    """Violations that the judge of answers found."""
    over_the_limit: int

    def of(self, kind: str) -> list[tuple[str, int]]:
        """(channel, number) of the posts of this kind that waited, in the order in which they were seen."""
        found = ((row.channel, _POST.search(row.text)) for row in self.seen)
        return [(channel, int(match[2])) for channel, match in found if match and match[1] == kind]

    @property
    def escalation_place(self) -> int:
        """How many card edits of its channel were seen before it; -1 when it was not seen."""
        kinds = [match[1] for row in self.seen if row.channel == LEADS and (match := _POST.search(row.text))]
        return kinds.index("escalation") if "escalation" in kinds else -1

    @property
    def evenness(self) -> float:
        """Jain's index of the channels that wait alike, when half of what was seen of them was seen."""
        order = [channel for channel, _ in self.of("even")]
        return jain(served(order, sorted(set(order))))

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with the order, whatever the time."""
        found = [*self.lost, *disordered((number % THREADS, number) for _, number in self.of("busy"))]
        if self.of("busy") and self.escalation_place != 0:
            found.append(f"the escalation was seen after {self.escalation_place} card edits")
        if self.of("even") and self.evenness < LEAST_EVEN:
            found.append(f"channels that wait alike were served with an evenness of {self.evenness:.2f}")
        return tuple(found)


async def run(options: Options, progress: Progress) -> Outcome:
    """Calm, busy and calm again on each database: the machine may slow down meanwhile."""
    size = SHORT if options.short else Size()
    runs: dict[str, dict[str, Run]] = {}
    for kind in options.databases:
        runs[kind] = {}
        for name in ("calm", "busy") if options.short else ("calm", "busy", "calm again"):
            progress.step(f"{kind}, {name}: {size.seconds:.0f} s of questions")
            runs[kind][name] = await _measured(options, kind, size, busy=name == "busy")
    return _outcome(runs, size)


async def _measured(options: Options, kind: str, size: Size, *, busy: bool) -> Run:
    workshop = plant(2)
    with tempfile.TemporaryDirectory(prefix="firstline-lab-") as folder:
        where = Path(folder)
        async with (
            simulated_slack(workshop, WEATHER, options.seed) as world,
            migrated(kind, where) as url,
            installed(where, url, workshop, world.settings()) as installation,
        ):
            if busy:
                await _fill(Backlog(url, where, world), size)
            await installation.start("run")
            world.courier.doors = installation.doors
            return await _asked(world, size)


async def _fill(backlog: Backlog, size: Size) -> None:
    cards = [waiting(f"card-{number}", LEADS, f"card {number}", f"card-{number}") for number in range(size.edits)]
    await backlog.deliver(cards)
    await backlog.add([*_busy(size), *_even(size), *_edits(cards), _escalation()])


def _busy(size: Size) -> list[Post]:
    return [waiting(f"busy-{n}", BUSY, f"busy post {n}", f"busy-{n % THREADS}") for n in range(size.busy)]


def _even(size: Size) -> list[Post]:
    """All posts of the first channel are older than all of the second: served by age they would starve the last."""
    return [
        waiting(f"even-{place}-{n}", f"C0EVEN{place:03d}", f"even post {n}", f"even-{place}")
        for place in range(size.channels)
        for n in range(size.each)
    ]


def _edits(cards: Sequence[Post]) -> list[Post]:
    return [
        replace(waiting(f"edit-{n}", LEADS, f"edit post {n}", card.lane), edits=card.key)
        for n, card in enumerate(cards)
    ]


def _escalation() -> Post:
    return replace(waiting("escalation", LEADS, "escalation post 0", "escalation"), urgent=True, alert=True)


async def _asked(world: SimulatedSlack, size: Size) -> Run:
    """Questions at a steady rate in direct messages, until all are answered."""
    load = Load(world)
    load.hire(int(size.seconds * RATE))
    await load.steady("question", RATE, size.seconds)
    await world.until_quiet(PATIENCE)
    judged = world.judged()
    answers = sorted(took for _, took in world.outstanding.latencies)
    faults = (*judged.faults, *(f"Slack refused {error}" for error in world.api.errors))
    return Run(tuple(world.sightings.rows), answers, faults, world.api.answered["over the limit"])


def _outcome(runs: Mapping[str, Mapping[str, Run]], size: Size) -> Outcome:
    figures, ratios, faults = dict[str, Figure](), dict[str, float](), list[str]()
    for kind, of_kind in runs.items():
        busy = of_kind["busy"]
        calm = [answer for name, each in of_kind.items() if name != "busy" for answer in each.answers]
        figures |= _figures(kind, calm, busy, size)
        for name, share in (("p50", 0.5), ("p99", 0.99)):
            ratio = percentile(busy.answers, share) / (percentile(calm, share) or 1.0)
            ratios[f"{kind}: {name} beside the busy channel / calm"] = round(ratio, 2)
        faults += [f"{kind}, {name}: {fault}" for name, each in of_kind.items() for fault in each.faults]
        if len(busy.of("busy")) >= size.busy:
            faults.append(f"{kind}: the busy channel was drained, so nothing was shown")
    return Outcome("fairness", figures, ratios, tuple(faults), (_picture(runs, ratios),))


def _figures(kind: str, calm: Sequence[float], busy: Run, size: Size) -> dict[str, Figure]:
    times: dict[str, Figure] = {
        f"{kind}: answers elsewhere, {name}, p{share:.0%} ms".replace("%", ""): milliseconds(percentile(answers, share))
        for name, answers in (("calm", calm), ("busy", busy.answers))
        for share in (0.5, 0.99)
    }
    return times | {
        f"{kind}: answers elsewhere": len(busy.answers),
        f"{kind}: busy posts still waiting when all were answered": size.busy - len(busy.of("busy")),
        f"{kind}: card edits before the escalation, of {size.edits}": busy.escalation_place,
        f"{kind}: Jain's index of {size.channels} channels": round(busy.evenness, 3),
        f"{kind}: posts refused for coming too fast": busy.over_the_limit,
    }


def _picture(runs: Mapping[str, Mapping[str, Run]], ratios: Mapping[str, float]) -> Picture:
    most = max(ratios.values())
    shares = (0.5, 0.9, 0.95, 0.99)
    curves = tuple(
        Curve(
            f"{kind}, {name}",
            tuple((f"p{share:.0%}"[:-1], milliseconds(percentile(each.answers, share))) for share in shares),
        )
        for kind, of_kind in runs.items()
        for name, each in of_kind.items()
    )
    return Picture(
        f"1,500 posts waiting elsewhere: answers take {most:.2f} times as long, at most", "percentile", "ms", curves
    )


SCENARIO = Scenario(
    "fairness", "a busy channel delays nobody, escalations overtake edits, channels get alike", run, minutes=4
)
