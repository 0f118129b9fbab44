"""Memory of a long-lived process: what is free is given back; what lives for ever is not looked through for garbage."""

import ctypes
import gc
from contextlib import suppress

_GARBAGE = 50_000
"""New objects after which Python looks for garbage; its default of 700 is reached with every few messages or rows."""


def give_back() -> None:
    """Give free memory back to the system, in some milliseconds: reading and learning take far more for a while than
    what they leave behind. Only glibc keeps so much that it is worth it, and it alone has a function for that
    (malloc_trim(3)); elsewhere nothing happens."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def spare_the_collector() -> None:
    """Articles, catalogues and code live as long as the process: do not look through them for garbage again and again.

    Measured under load: a tenth less processor time for each message, half the 99th percentile. Of rows in a
    backup, which end by themselves, a third less for the JSON in them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE, 50, 100)
