"""O6: memory that is free goes back to the system."""

import asyncio
import ctypes

import numpy as np
import psutil
from numpy.typing import NDArray

from bot.memory import give_back, keep_small

_LEAST = 30_000_000 if hasattr(ctypes.CDLL(None), "malloc_trim") else 0


def used() -> int:
    return int(psutil.Process().memory_info().rss)


def scattered() -> list[NDArray[np.float64]]:
    """Much free memory, and the last piece holds the top, so that nothing is given back by itself."""
    pieces = [np.ones(2_000) for _ in range(4_000)]
    return pieces[-1:]


def test_O6_free_memory_is_given_back() -> None:
    held = scattered()
    before = used()
    give_back()
    assert before - used() >= _LEAST
    assert held


async def test_O6_a_process_gives_free_memory_back_again_and_again() -> None:
    stop = asyncio.Event()
    keeping = asyncio.create_task(keep_small(stop, every=0.01))
    for _ in range(2):
        held = scattered()
        before = used()
        async with asyncio.timeout(20):
            while before - used() < _LEAST:  # noqa: ASYNC110  (memory rings no bell)
                await asyncio.sleep(0.01)
        assert held
    stop.set()
    await keeping
