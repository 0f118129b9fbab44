"""Memory that is free, given back: reading and learning take far more for a while than what they leave behind."""

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Give free memory back to the system, in some milliseconds. Only glibc keeps so much that it is worth it, and it
    alone has a function for that (malloc_trim(3)); elsewhere nothing happens."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
