"""Every door, knocked at with everything: no failure of ours, nothing stored for strangers, no words in the log.

First come strangers, whom nothing vouches for: not a row may be added for them. Then come guests, signed well, with
payloads of real clients in which something is odd. At the end everybody's good request is still answered.
"""

import asyncio
import re
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from random import Random

import aiohttp

from storage.migrations import migrate
from tests import postgres
from tests.load.hostile.corpus import Corpus
from tests.load.hostile.good import good_requests
from tests.load.hostile.guided import TARGETS, plant_seeds
from tests.load.hostile.house import House, attacked
from tests.load.hostile.oddities import MARK
from tests.load.hostile.visitors import Answer, Visitors
from tests.load.outcome import Figure, Outcome
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario

SHORT_INPUTS = 3_000
AT_ONCE = 24
"""Knocks under way at a time."""
GUIDED_INPUTS = 100_000
"""For each parser that is fuzzed by coverage, where atheris is installed."""
_FRAMES = 20
"""Actions on one socket of the playground."""
_MOST_GROWTH = 96 * 1024 * 1024
"""Bytes that the process may grow by, whatever it is sent: caches and the allocator's own reserve."""
_EXAMPLES = 20


@dataclass
class _Siege:
    """One database: what was answered, and what went wrong."""

    house: House
    visitors: Visitors
    progress: Progress
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    async def run(self, inputs: int) -> dict[str, Figure]:
        """All of it; the figures."""
        self.faults += [f"before anything: {fault}" for fault in await good_requests(self.visitors, "before")]
        await self._quiet()
        before, memory = await self.house.rows(), self.house.memory()
        await self._knock("strangers", self.visitors.strangers(), inputs // 2)
        self._compare(before, await self.house.rows())
        await self._knock("guests", self.visitors.guests(), inputs // 2 - inputs // 10)
        await self._sockets(inputs // 10)
        grown = self.house.memory() - memory
        self.faults += [f"afterwards: {fault}" for fault in await good_requests(self.visitors, "after")]
        self._judge_memory(grown)
        self._judge_log()
        return {"inputs": inputs, "memory at start MB": memory / 2**20, "grown by MB": grown / 2**20}

    async def _knock(self, who: str, kinds: Sequence[Callable[[], Awaitable[Answer]]], times: int) -> None:
        for done in range(0, times, AT_ONCE):
            self.progress.say(who, done, times)
            chosen = [self.visitors.random.choice(kinds) for _ in range(min(AT_ONCE, times - done))]
            for answer in await asyncio.gather(*(kind() for kind in chosen)):
                self._note(answer)

    async def _sockets(self, frames: int) -> None:
        for done in range(0, frames, _FRAMES):
            self.progress.say("frames", done, frames)
            for answer in await self.visitors.page(min(_FRAMES, frames - done)):
                self._note(answer)

    async def _quiet(self) -> None:
        """Until nothing is written any more on behalf of the good requests before."""
        last = None
        while (now := await self.house.rows()) != last:
            last = now
            await asyncio.sleep(2)

    def _note(self, answer: Answer) -> None:
        self.answers[answer.door, answer.status] += 1
        if not answer.allowed and len(self.faults) < _EXAMPLES:
            kind = "a guest" if answer.trusted else "a stranger"
            self.faults.append(f"{answer.door}: {kind} was answered {answer.status}")

    def _compare(self, before: dict[str, int], after: dict[str, int]) -> None:
        for table, rows in after.items():
            if rows != before[table]:
                self.faults.append(f"strangers changed {table}: {before[table]} rows, then {rows}")

    def _judge_memory(self, grown: int) -> None:
        if grown > _MOST_GROWTH:
            self.faults.append(f"memory grew by {grown / 2**20:.0f} MB")

    def _judge_log(self) -> None:
        log = self.house.logged()
        for what, pattern in (("a traceback", 'Traceback|"trace"'), ("words of people", MARK)):
            found = re.search(f"(?m)^.*(?:{pattern}).*$", log)
            if found:
                self.faults.append(f"the log holds {what}: {found[0][:400]}")


async def run(options: Options, progress: Progress) -> Outcome:
    """On each database in turn."""
    inputs = SHORT_INPUTS if options.short else options.inputs
    figures: dict[str, Figure] = {"seed": options.seed}
    faults: list[str] = []
    for database in options.databases:
        async with _siege(database, options, progress) as siege:
            found = await siege.run(inputs // len(options.databases))
        figures |= {f"{database}: {name}": value for name, value in found.items()}
        figures |= {f"{database}: {door} {status}": n for (door, status), n in sorted(siege.answers.items())}
        faults += [f"{database}: {fault}" for fault in siege.faults]
    if not options.short and find_spec("atheris"):
        for target in TARGETS:
            progress.step(f"{target}, guided by coverage")
            told = await _guided(target, options.seed)
            figures |= {f"guided {target}: inputs": GUIDED_INPUTS}
            faults += [f"guided {target}: {told}"] if told else []
    return Outcome("fuzz", figures, faults=tuple(faults))


async def _guided(target: str, seed: int) -> str:
    """The end of what a parser's process says when it failed; empty when it did not."""
    with tempfile.TemporaryDirectory(prefix="firstline-lab-") as folder:
        plant_seeds(target, Path(folder), Random(seed))  # noqa: S311 - repeatable, guards nothing
        options = f"-runs={GUIDED_INPUTS}", f"-seed={seed + 1}", "-max_len=4096", f"-artifact_prefix={folder}/"
        command = sys.executable, "-m", "tests.load.hostile.guided", target, folder, *options
        ran = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        said, _ = await ran.communicate()
    return said.decode("utf-8", "replace")[-2000:] if ran.returncode else ""


@asynccontextmanager
async def _siege(database: str, options: Options, progress: Progress) -> AsyncIterator[_Siege]:
    random = Random(f"{options.seed}/{database}")  # noqa: S311 - repeatable, guards nothing
    with tempfile.TemporaryDirectory() as folder:
        async with _database(database, Path(folder)) as url, attacked(url, Path(folder)) as house:
            connections = aiohttp.TCPConnector(limit=AT_ONCE, force_close=False)
            async with aiohttp.ClientSession(connector=connections) as session:
                corpus = Corpus(random, house.connector.service_url)
                visitors = Visitors(
                    corpus, random, session, house.connector, house.slack, house.doors, house.playground
                )
                yield _Siege(house, visitors, progress)


@asynccontextmanager
async def _database(name: str, folder: Path) -> AsyncIterator[str]:
    """Address of a migrated database of the scenario's own."""
    with ExitStack() as stack:
        url = f"sqlite:///{folder}/firstline.sqlite3"
        if name == "postgres":  # in a thread: starting the server runs a loop of its own
            url = await asyncio.to_thread(_postgres, stack)
        try:
            await migrate(url)
            yield url
        finally:
            await asyncio.to_thread(stack.close)


def _postgres(stack: ExitStack) -> str:
    return stack.enter_context(postgres.database(stack.enter_context(postgres.running_server())))


SCENARIO = Scenario(
    "fuzz", "100,000 odd requests at every door: no 5xx, nothing stored for strangers, nobody in", run, 12
)
