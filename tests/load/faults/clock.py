"""A wall clock that can be set: Firstline's processes follow it, and whoever signs events for them."""

import os
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from tests.load.faults.nursery import Preparation


@dataclass(slots=True)
class WallClock:
    """Shows the machine's time and what it was `set` to, in seconds ahead; kept in a file that other processes read."""

    file: Path
    ahead: float = 0.0

    def __post_init__(self) -> None:
        self.set(self.ahead)

    def __call__(self) -> float:
        """Seconds since 1970."""
        return time.time() + self.ahead

    def set(self, ahead: float) -> None:
        """Jump; at one stroke, so that nobody reads half a number."""
        self.ahead = ahead
        new = self.file.with_suffix(".new")
        new.write_text(str(ahead))
        os.replace(new, self.file)

    @property
    def followed(self) -> Preparation:
        """For processes that are to go by it."""
        return partial(follow, str(self.file))


def follow(file: str) -> None:
    """Have this process of Firstline go by the clock in the file; its steady clock stays what it is."""
    import bot.clock  # noqa: PLC0415 - only in the process that follows

    real, path = bot.clock.utc_now, Path(file)
    bot.clock.utc_now = lambda: real() + timedelta(seconds=float(path.read_text()))
