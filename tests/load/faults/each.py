"""The same on each database: one after the other, or at once in the short form, which only judges."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from tests.load.outcome import Figure
from tests.load.scenario import Options

Found = tuple[Mapping[str, Figure], list[str]]
"""Figures and violations."""


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
