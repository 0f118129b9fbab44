"""An encoder in a process of its own, for the thousands of texts of a large set of articles.

In a thread of the process that answers people it would not do: some encoders hold Python's lock as long as they are at
work, and an event loop then waited for 250 ms. A process also ends with the memory that it took.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from kb.meaning.encoder import Encoder, Vectors

Make = Callable[[], Encoder]
"""Makes an encoder; can be pickled, such as a class, or `functools.partial(open_minilm, folder)`."""

_LESS_URGENT = 10
"""Added to the niceness of the process: answers come first."""

_made: dict[str, Encoder] = {}
"""The encoder of this process, if it is one of ours."""


@dataclass(frozen=True, slots=True)
class Twin:
    """An encoder here, for questions, and how to make the same one elsewhere, for many texts."""

    here: Encoder
    make: Make


class Apart:
    """An `Encoder` whose work is done by a process that begins with the first of it. Whoever calls it waits.

    Raises BrokenProcessPool where the process cannot be made, or was ended from outside.
    """

    def __init__(self, encoder: Encoder, pool: ProcessPoolExecutor) -> None:
        self.name, self.dimensions = encoder.name, encoder.dimensions
        self._pool = pool

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`."""
        return self._pool.submit(_encode, tuple(texts)).result()


@contextmanager
def apart(twin: Twin) -> Iterator[Apart]:
    """The other of the two, as long as the block lasts."""
    fresh = multiprocessing.get_context("spawn")  # a fork would copy locks that other threads hold
    with ProcessPoolExecutor(1, fresh, _begin, (twin.make,)) as pool:
        yield Apart(twin.here, pool)


def _begin(make: Make) -> None:
    os.nice(_LESS_URGENT)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that answers people: it ends this one
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _made["encoder"] = make()


def _end_with_parent() -> None:
    """Whoever waits for the next texts is not told that nobody is there any more to send them."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _encode(texts: Sequence[str]) -> Vectors:
    return _made["encoder"].encode(texts)
