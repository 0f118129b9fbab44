"""What a message costs in a small database and in a large one: it must stay the same.

Whole requests, from the question to "It works", with lists between them, pass through the engine, the outbox and the
dispatcher. The largest database has all rows of its newest tickets only, of the others what outlives a retention.
"""

import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bot.app.wiring import PACE
from bot.wording.request import STILL, WORKS
from storage.ledger import SqlLedger, open_ledger
from tests.contract.stack import MovedClock
from tests.load.cost import processor_time, timed_statements
from tests.load.databases import migrated, server_processes
from tests.load.outcome import Curve, Figure, Outcome, Picture
from tests.load.plan import FIRST_PERSON, NOW, people
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.seed import seed
from tests.load.stories import Play, Shown, Story, lab_desk, play_stories

SIZES, SHORT_SIZES = (1_000, 10_000, 100_000, 1_000_000), (300, 3_000)
WHOLE = 100_000
"""The newest tickets, which have all their rows: a million of such would fill 40 GB."""
BLOCKS, REQUESTS = 7, 12
WARM_UP = 6
MESSAGES = 12
"""Of one request."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one message, in milliseconds, and how many statements it takes."""

    processor: float
    database: float
    statements: float
    p50: float
    p99: float


async def run(options: Options, progress: Progress) -> Outcome:
    """The same work in databases of every size."""
    progress.step("playing stories")
    stories = await play_stories()
    sizes = SHORT_SIZES if options.short else SIZES
    costs: dict[tuple[str, int], Cost] = {}
    faults: list[str] = []
    for kind in options.databases:
        for size in sizes:
            costs[kind, size], found = await _measured(kind, size, stories, options, progress)
            faults += [f"{kind}, {size:,} tickets: {fault}" for fault in found]
    ratios = {
        f"{kind}: processor time of a message at {size:,} tickets / at {sizes[0]:,}": round(
            costs[kind, size].processor / costs[kind, sizes[0]].processor, 2
        )
        for kind in options.databases
        for size in sizes[1:]
    }
    picture = _picture(costs, options.databases, max(ratios.values()))
    return Outcome("growth", _figures(costs), ratios, tuple(faults), (picture,))


async def _measured(
    kind: str, size: int, stories: Sequence[Story], options: Options, progress: Progress
) -> tuple[Cost, list[str]]:
    progress.step(f"seeding {size:,} tickets on {kind}")
    with tempfile.TemporaryDirectory() as folder:
        async with migrated(kind, Path(folder)) as url:
            await seed(url, size, progress, seed=options.seed, whole=WHOLE, stories=stories)
            async with open_ledger(url, lab_desk().id, PACE) as ledger:
                progress.step(f"working with {size:,} tickets on {kind}")
                return await _work(ledger, url, size, short=options.short)


async def _work(ledger: SqlLedger, url: str, size: int, *, short: bool) -> tuple[Cost, list[str]]:
    """Blocks of requests; the median block counts, so that a moment's disturbance does not."""
    clock, newcomers = MovedClock(NOW), _plays(size)
    for _ in range(WARM_UP):
        await _request(next(newcomers)(ledger, clock), [])
    requests = 4 if short else REQUESTS
    backends, waits, blocks = await server_processes(url), list[float](), list[tuple[float, float, float]]()
    for _ in range(3 if short else BLOCKS):
        with timed_statements() as statements, processor_time(backends) as processor:
            for _ in range(requests):
                await _request(next(newcomers)(ledger, clock), waits)
        blocks.append((processor.seconds, statements.seconds, statements.count))
    due = await ledger.outbox.next_due(["slack"], clock())
    return _cost(blocks, waits, requests * MESSAGES), ["posts were left in the outbox"] if due else []


def _plays(size: int) -> Iterator[Callable[[SqlLedger, MovedClock], Play]]:
    """People who have asked before, one after the other."""
    for second in count(int(NOW.timestamp())):
        person = str(FIRST_PERSON + second % people(size))

        def play(ledger: SqlLedger, clock: MovedClock, person: str = person, epoch: str = str(second)) -> Play:
            return Play(ledger, clock, Shown(epoch=epoch), person, epoch)

        yield play


async def _request(play: Play, waits: list[float]) -> None:
    """One request from question to end; notes how long each of its MESSAGES took until all was shown."""
    steps: tuple[Callable[[], Awaitable[None]], ...] = (
        lambda: play.say("my vpn wont conect since this morning", waiting=1),
        lambda: play.press(STILL, waiting=1),
        lambda: play.say("I need a human", waiting=1),
        lambda: play.command("list", waiting=1),
        lambda: play.command(f"claim {play.number}", waiting=1),
        lambda: play.command(f"reply {play.number} Which office are you in?", waiting=1),
        lambda: play.say("Lisbon, second floor", waiting=1),
        lambda: play.say("mine", waiting=1),
        lambda: play.command(f"show {play.number}", waiting=1),
        lambda: play.command("mine", waiting=1),
        lambda: play.command(f"resolve {play.number} Installed a new certificate", waiting=1),
        lambda: play.press(WORKS, waiting=1),
    )
    for step in steps:
        began = time.perf_counter()
        await step()
        waits.append(time.perf_counter() - began)


def _cost(blocks: Sequence[tuple[float, float, float]], waits: Sequence[float], messages: int) -> Cost:
    processor, database, statements = (statistics.median(each) / messages for each in zip(*blocks, strict=True))
    centiles = statistics.quantiles(waits, n=100)
    return Cost(1000 * processor, 1000 * database, statements, 1000 * centiles[49], 1000 * centiles[98])


def _figures(costs: Mapping[tuple[str, int], Cost]) -> dict[str, Figure]:
    names = {
        "processor ms/message": "processor",
        "in statements ms/message": "database",
        "statements/message": "statements",
        "p50 ms": "p50",
        "p99 ms": "p99",
    }
    return {
        f"{kind}, {size:,} tickets: {name}": round(getattr(cost, field), 2)
        for (kind, size), cost in costs.items()
        for name, field in names.items()
    }


def _picture(costs: Mapping[tuple[str, int], Cost], kinds: Sequence[str], worst: float) -> Picture:
    curves = tuple(
        Curve(kind, tuple((f"{size:,}", cost.processor) for (of, size), cost in costs.items() if of == kind))
        for kind in kinds
    )
    title = f"A message costs at most {worst:.2f} times as much in a large database"
    return Picture(title, "tickets in the database", "processor time of a message (ms)", curves)


SCENARIO = Scenario("growth", "what a message costs from a thousand tickets to a million", run, minutes=15)
