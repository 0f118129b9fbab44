"""The same on each database, one after the other, or at once in the short form; and the verdict on each."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from tests.load.faults.crew import Crew
from tests.load.outcome import Figure
from tests.load.scenario import Options
from tests.load.simulator.seen import as_line
from tests.load.simulator.slack import SimulatedSlack

Found = tuple[Mapping[str, Figure], list[str]]
"""Figures and violations."""


async def verdict(world: SimulatedSlack, crew: Crew, *, outbox: bool = True) -> Found:
    """The judge's, of all that was seen so far and of the outbox; and what must not stand in the log."""
    judgement = world.judged(await crew.books.posted() if outbox else ())
    doors = {f"door {status or 'silent'}": number for status, number in sorted(world.courier.statuses.items())}
    figures: dict[str, Figure] = {
        **doors,
        "events": len(world.courier.attempts) - world.courier.retried,
        "given up by Slack": len(world.courier.given_up),
        "seen": sum(row.version == 1 for row in world.sightings.rows),
        **judgement.figures,
    }
    refused = [f"Slack refused {dict(world.api.errors)}"] if world.api.errors else []
    is_scarce = 3 * len(world.unacknowledged) > 2 * len(world.confined)
    scarce = ["too little was acknowledged to judge by"] if is_scarce else []
    return figures, [*judgement.faults, *refused, *scarce, *crew.installation.complaints(failing=True)]


def keep(world: SimulatedSlack, crew: Crew, folder: Path) -> None:
    """Leave what explains a violation in the folder: all that was expected, tried and seen, and the log."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (
        ("expected", world.expected),
        ("seen", world.sightings.rows),
        ("knocks", world.courier.attempts),
    ):
        (folder / f"{name}.jsonl").write_text("\n".join(map(as_line, rows)), encoding="utf-8")
    shutil.copy(crew.installation.log, folder)


async def on_each(
    options: Options, one: Callable[[str], Awaitable[Found]]
) -> tuple[dict[str, Figure], tuple[str, ...]]:
    """What was found, with the database's name before each."""
    if options.short:
        found = await asyncio.gather(*(one(kind) for kind in options.databases))
    else:
        found = [await one(kind) for kind in options.databases]
    figures: dict[str, Figure] = {}
    faults: list[str] = []
    for kind, (measured, violated) in zip(options.databases, found, strict=True):
        figures |= {f"{kind}: {name}": value for name, value in measured.items()}
        faults += [f"{kind}: {fault}" for fault in violated]
    return figures, tuple(faults)
