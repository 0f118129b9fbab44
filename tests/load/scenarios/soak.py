"""Memory over very many messages: it must stay flat, and nothing may be lost on the way.

Every message is a new person's, in a thread of its own; every second one opens a ticket. What a process kept of each,
however little, would show as a slope. Memory is read when nothing is under way.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.load.installation import Installation
from tests.load.outcome import Curve, Figure, Outcome, Picture
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.scenarios.throughput import AT_ONCE, PATIENCE, Bench, bench, faults_of, firstline
from tests.load.trend import Trend, trend

SHORT_MESSAGES = 2_000
SLICES = 100
"""How often memory is read."""
SHORT_SLICES = 10
WARM = 0.2
"""Share of the messages after which caches and the allocator's reserves have filled."""
LEAST = 100 / 2**20
"""Megabytes for each message below which it is not called growth: a string of ASCII that is kept in a dictionary
takes more than 100 bytes (https://docs.python.org/3/library/sys.html#sys.getsizeof)."""
ENOUGH = 20_000
"""Messages below which a slope is shown and not judged: what fills once would look like growth."""
CHECKED = 20
"""Messages of a slice that are held against Slack's rules."""
KINDS = ("human", "question")


@dataclass(frozen=True, slots=True)
class Soak:
    """Memory in MB by messages handled, and what went wrong."""

    memory: tuple[tuple[float, float], ...]
    simulator: float
    """Megabytes of the simulator at the end."""
    faults: tuple[str, ...]

    @property
    def messages(self) -> float:
        """How many in all."""
        return self.memory[-1][0]

    @property
    def trend(self) -> Trend:
        """Of what came after the warm-up."""
        return trend([(done, memory) for done, memory in self.memory if done >= WARM * self.messages])

    @property
    def violations(self) -> tuple[str, ...]:
        """What is wrong, memory that grows included."""
        line = self.trend
        if line.span < ENOUGH or not line.grows(LEAST):
            return self.faults
        return (*self.faults, f"memory grows by {10_000 * line.slope:.1f} MB in 10,000 messages")

    def figures(self, kind: str) -> dict[str, Figure]:
        """For the table."""
        line = self.trend
        return {
            f"{kind}: messages": int(self.messages),
            f"{kind}: memory at start MB": round(self.memory[0][1], 1),
            f"{kind}: memory after the warm-up MB": round(self._warm, 1),
            f"{kind}: memory at the end MB": round(self.memory[-1][1], 1),
            f"{kind}: slope MB/10,000 messages": round(10_000 * line.slope, 3),
            f"{kind}: rise after the warm-up MB": round(line.rise, 2),
            f"{kind}: noise MB": round(line.noise, 2),
            f"{kind}: simulator's memory at the end MB": round(self.simulator, 1),
        }

    @property
    def _warm(self) -> float:
        return next(memory for done, memory in self.memory if done >= WARM * self.messages)


async def run(options: Options, progress: Progress) -> Outcome:
    """One process on each database in turn."""
    messages = SHORT_MESSAGES if options.short else options.messages
    soaks: dict[str, Soak] = {}
    async with bench(options, messages // (SHORT_SLICES if options.short else SLICES), progress) as at:
        for kind in options.databases:
            async with firstline(at, kind, 1) as (app, _):
                progress.step(f"{messages:,} messages on {kind}")
                soaks[kind] = await _soaked(at, kind, app, messages)
    return _outcome(soaks)


async def _soaked(at: Bench, kind: str, app: Installation, messages: int) -> Soak:
    """`at.messages` in each slice; what was judged is forgotten."""
    await at.slack.ask("doors", doors=app.doors)
    process = app.processes[0]
    memory, faults = [(0.0, process.memory)], list[str]()
    for done in range(at.messages, messages + 1, at.messages):
        at.progress.say(f"{kind}: {memory[-1][1]:.0f} MB, messages", done - at.messages, messages)
        faults += await _slice(at)
        memory.append((float(done), process.memory))
    return Soak(tuple(memory), at.slack.memory, (*faults, *app.complaints()))


async def _slice(at: Bench) -> tuple[str, ...]:
    for kind in KINDS:
        await at.slack.ask("burst", kind=kind, number=at.messages // len(KINDS), at_once=AT_ONCE)
    await at.slack.ask("quiet", patience=PATIENCE)
    faults = faults_of(await at.slack.ask("report", checked=CHECKED))
    await at.slack.ask("dismiss")
    return faults


def _outcome(soaks: Mapping[str, Soak]) -> Outcome:
    figures = {name: value for kind, soak in soaks.items() for name, value in soak.figures(kind).items()}
    faults = tuple(f"{kind}: {fault}" for kind, soak in soaks.items() for fault in soak.violations)
    return Outcome("soak", figures, {}, faults, (_picture(soaks),))


def _picture(soaks: Mapping[str, Soak]) -> Picture:
    most = max(10_000 * soak.trend.slope for soak in soaks.values())
    return Picture(
        f"Memory changes by {most:+.2f} MB in 10,000 messages, at most",
        "messages",
        "resident memory, MB",
        tuple(Curve(kind, soak.memory) for kind, soak in soaks.items()),
    )


SCENARIO = Scenario("soak", "memory of a process over 200,000 messages", run, minutes=40)
