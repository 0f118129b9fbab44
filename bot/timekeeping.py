"""The wall clock, watched by a steady one: computers' clocks are set, by hours sometimes, while posts are on their way.

Leases, pauses and settling times are stored as moments of the wall clock, because only that one outlives a process and
is shared by several. Set back, it makes them wait; set forward, it ends them while they still matter.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.ports import Clock

SETTLED_AFTER = timedelta(seconds=60)
"""For how long after the clock was set forward moments before it are in doubt: longer than a lease and the settling of
an unknown outcome."""
_TOLERANCE = timedelta(seconds=5)
"""What two looks may differ by that are only late, or that a clock corrects step by step."""


class Timekeeper:
    """Notices when the wall clock is set. `steady` counts seconds and is never set (`time.monotonic`)."""

    def __init__(self, wall: Clock, steady: Callable[[], float]) -> None:
        self._wall = wall
        self._steady = steady
        self._seen = wall(), steady()
        self._forward = timedelta(0)
        self._set_at = float("-inf")
        self._before = self._seen[0]
        self.set_back = True
        """Whether it may have been set back since somebody put right what follows from it and said so here. A new
        process does not know what happened before it."""

    def now(self) -> datetime:
        """The wall clock."""
        return self._wall()

    def seconds(self) -> float:
        """The steady clock."""
        return self._steady()

    def look(self) -> None:
        """Compare the clocks; to be called every second or so."""
        (wall, steady), (old_wall, old_steady) = (self._wall(), self._steady()), self._seen
        self._seen = wall, steady
        was_set_by = wall - old_wall - timedelta(seconds=steady - old_steady)
        if was_set_by > _TOLERANCE:
            self._forward = was_set_by + self.forward
            self._set_at, self._before = steady, wall - was_set_by
        elif was_set_by < -_TOLERANCE:
            self.set_back = True

    @property
    def forward(self) -> timedelta:
        """By how much the clock was set forward of late: what was to end before `now - forward` has really ended."""
        recent = self._steady() - self._set_at < SETTLED_AFTER.total_seconds()
        return self._forward if recent else timedelta(0)

    def in_doubt(self, moment: datetime) -> bool:
        """Whether the clock was set forward so shortly after `moment` that nobody knows how long ago it was."""
        return bool(self.forward) and moment <= self._before
