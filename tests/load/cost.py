"""What a piece of work costs: processor seconds of this process and of PostgreSQL's, and time spent in statements.

Processor seconds hardly depend on what else the machine does; times do.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psutil

from storage.prepared import watched


@dataclass(slots=True)
class Statements:
    """How many statements ran, and for how many seconds in all."""

    count: int = 0
    seconds: float = 0


@contextmanager
def timed_statements() -> Iterator[Statements]:
    """Count every statement of this process."""
    statements = Statements()

    def note(_text: str, _values: object, seconds: float) -> None:
        statements.count += 1
        statements.seconds += seconds

    with watched(note):
        yield statements


@dataclass(slots=True)
class Processor:
    """Processor seconds of this process and of others that work for it."""

    seconds: float = 0


@contextmanager
def processor_time(others: Sequence[psutil.Process] = ()) -> Iterator[Processor]:
    """Known at the end of the block."""
    used = Processor()
    before = time.process_time() + sum(map(_seconds, others))
    yield used
    used.seconds = time.process_time() + sum(map(_seconds, others)) - before


def _seconds(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0
