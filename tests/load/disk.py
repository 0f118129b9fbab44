"""What a durable write takes on this disk: no acknowledgement that follows a commit can be quicker."""

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

PAGE = b"\0" * 4096
"""As much as the smallest commit writes."""
_EVERY = 0.02
"""Seconds between two writes."""


@asynccontextmanager
async def written(folder: Path) -> AsyncIterator[Sequence[float]]:
    """Within the block a page is written durably, again and again; the seconds that each took."""
    took = list[float]()
    with tempfile.TemporaryFile(dir=folder) as file:
        writing = asyncio.create_task(_write(file.fileno(), took))
        try:
            yield took
        finally:
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)


async def _write(file: int, took: list[float]) -> None:
    while True:
        took.append(await asyncio.shield(asyncio.to_thread(_durably, file)))
        await asyncio.sleep(_EVERY)


def _durably(file: int) -> float:
    os.write(file, PAGE)
    began = time.perf_counter()
    os.fsync(file)
    return time.perf_counter() - began
