"""O6: memory that is free goes back to the system."""

import ctypes

import numpy as np
import psutil

from bot.memory import give_back


def test_O6_free_memory_is_given_back() -> None:
    pieces = [np.ones(2_000) for _ in range(4_000)]
    del pieces[:-1]  # the last one holds the top, so that nothing is given back by itself
    process = psutil.Process()
    before = process.memory_info().rss
    give_back()
    given = before - process.memory_info().rss
    assert given > 30_000_000 or not hasattr(ctypes.CDLL(None), "malloc_trim")
