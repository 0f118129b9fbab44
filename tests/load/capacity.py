"""The capacity model: how large an installation must be, from the figures of the lab.

`python -m tests.load size growth throughput | python -m tests.load.capacity --write CAPACITY.md` makes the table of
that page anew. Arrivals are taken as a Poisson process whose rate follows the hour; a process handles messages one
after the other, each in the same time, so the mean wait is that of an M/D/1 queue (Pollaczek and Khinchine):
rho * service / (2 * (1 - rho)).
"""

import argparse
import json
import math
import random
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
WORKDAYS = 21
"""Of a month."""
BUSIEST_HOUR = 0.2
"""Share of a day's requests that come in its busiest hour: an assumption, twice an even spread over ten hours."""
RUSH = 3.0
"""How much busier than its hour the busiest minute is: an assumption, for a failure that all notice."""
UTILISATION = 0.5
"""Of a core: what is left is for rushes, and for the wait to stay short."""


@dataclass(frozen=True, slots=True)
class Measured:
    """On one database: milliseconds of processors for a message, messages and bytes for a ticket."""

    kind: str
    app_ms: float
    database_ms: float
    messages: float
    bytes: float
    passing: float


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who is served: `tickets` for each person in a month."""

    name: str
    people: int
    tickets: float = 1.0


@dataclass(frozen=True, slots=True)
class Need:
    """What an organisation needs: processor cores at the rush, bytes in a year and with a retention of a quarter."""

    tickets_a_year: float
    rush: float
    app_cores: float
    database_cores: float
    wait_ms: float
    year: float
    kept: float


def need(of: Organisation, measured: Measured) -> Need:
    """`rush` is messages a second in the busiest minute."""
    month = of.people * of.tickets
    rush = month / WORKDAYS * BUSIEST_HOUR * RUSH * measured.messages / 3600
    app, database = (rush * each / 1000 / UTILISATION for each in (measured.app_ms, measured.database_ms))
    processes = max(1, math.ceil(app))
    wait = mean_wait(rush / processes, measured.app_ms / 1000)
    staying = measured.bytes - measured.passing
    year = 12 * month
    return Need(
        year, rush, app, database, 1000 * wait, year * measured.bytes, year * staying + year / 4 * measured.passing
    )


def mean_wait(rate: float, service: float) -> float:
    """Seconds that a message waits for a process that takes `service` seconds for each, at `rate` a second."""
    load = rate * service
    return load * service / (2 * (1 - load)) if load < 1 else math.inf


def simulated_wait(rate: float, service: float, messages: int, seed: int) -> tuple[float, float]:
    """Mean and 99th centile of the waits in seconds, for so many messages one after the other."""
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    now = free = 0.0
    waits = []
    for _ in range(messages):
        now += chance.expovariate(rate)
        waits.append(max(free - now, 0.0))
        free = max(free, now) + service
    return sum(waits) / messages, sorted(waits)[int(messages * 0.99)]


def measured_in(lines: Iterable[str]) -> tuple[Measured, ...]:
    """The figures in the JSON lines of the lab. Those of `throughput` count the doors as well; else `growth` serves."""
    figures: dict[str, float] = {}
    for line in lines:
        if line.startswith('{"scenario"'):
            figures |= json.loads(line)["figures"]
    return tuple(_measured(kind, figures) for kind in ("sqlite", "postgres") if f"{kind}: bytes/ticket" in figures)


def _measured(kind: str, figures: Mapping[str, float]) -> Measured:
    app = figures.get(f"{kind} ×1, question: CPU ms/message")
    database = figures.get(f"{kind} ×1, question: database CPU ms/message", 0.0)
    if app is None:
        app, database = _largest(kind, figures), 0.0
    sizes = (figures[f"{kind}: {name}"] for name in ("messages/ticket", "bytes/ticket", "bytes/ticket that may pass"))
    return Measured(kind, app, database, *sizes)


def _largest(kind: str, figures: Mapping[str, float]) -> float:
    """The dearest message of `growth`, PostgreSQL's part included."""
    own = [value for name, value in figures.items() if name.startswith(f"{kind}, ") and "processor ms/message" in name]
    return max(own, default=math.nan)


ORGANISATIONS = (
    Organisation("a company of 500", 500),
    Organisation("a company of 10,000", 10_000),
    Organisation("a company of 200,000", 200_000),
    Organisation("a client of a provider (1,000 people), one of 500", 1_000),
    Organisation("all 500 clients together", 500_000),
)


_KNOWN = ("", "app ms/message", "database ms/message", "messages/ticket", "KB/ticket", "of it may pass")
_NEEDS = (
    *("", "tickets/year", "messages/s in a rush", "app cores", "database cores", "mean wait ms", "GB/year"),
    "GB after a year with a quarter kept",
)


def _head(names: Sequence[str]) -> list[str]:
    return [f"| {' | '.join(names)} |", f"|{' --- |' * len(names)}"]


def tables(measured: Sequence[Measured]) -> str:
    """The two tables of the page."""
    known = [
        f"| {each.kind} | {each.app_ms:.2f} | {each.database_ms:.2f} | {each.messages:.1f} | "
        f"{each.bytes / 1000:.1f} | {each.passing / each.bytes:.0%} |"
        for each in measured
    ]
    rows = [_row(of, each) for each in measured for of in ORGANISATIONS]
    return "\n".join([*_head(_KNOWN), *known, "", *_head(_NEEDS), *rows])


def _row(of: Organisation, measured: Measured) -> str:
    it = need(of, measured)
    return (
        f"| {of.name}, {measured.kind} | {it.tickets_a_year:,.0f} | {it.rush:.2f} | {it.app_cores:.2f} | "
        f"{it.database_cores:.2f} | {it.wait_ms:.2f} | {it.year / 1e9:,.1f} | {it.kept / 1e9:,.1f} |"
    )


def rewritten(page: str, table: str) -> str:
    """The page with the table between its marks. Raises ValueError when it has none."""
    before, rest = page.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def _main() -> None:
    parser = argparse.ArgumentParser("python -m tests.load.capacity", description="The tables of CAPACITY.md.")
    parser.add_argument("--write", type=Path, help="the page in which to put them; else they are printed")
    page = parser.parse_args().write
    table = tables(measured_in(sys.stdin))
    if page is None:
        print(table)
    else:
        page.write_text(rewritten(page.read_text(encoding="utf-8"), table), encoding="utf-8")


if __name__ == "__main__":
    _main()
