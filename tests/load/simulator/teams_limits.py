"""How much Teams takes from one bot (T17): so many calls within so many seconds, in several windows at once."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Window:
    """At most `most` calls within any `seconds`."""

    most: int
    seconds: float

    def scaled(self, scale: float) -> "Window":
        """The same number of calls within another time."""
        return Window(self.most, self.seconds * scale)


SEND = (Window(7, 1), Window(8, 2), Window(60, 30), Window(1800, 3600))
"""Posts of one bot to one conversation; making a conversation is limited alike."""
MEMBERS = (Window(14, 1), Window(16, 2), Window(120, 30), Window(3600, 3600))
TENANT = (Window(30, 1),)
"""All calls of one app in one tenant."""


def wait_for(taken: Sequence[float], now: float, windows: Sequence[Window]) -> float:
    """Seconds until there is room for one more call beside those `taken` (times, ascending); 0 if there is now."""
    full = [window for window in windows if len(taken) >= window.most]
    return max((taken[-window.most] + window.seconds - now for window in full), default=0.0)


@dataclass(slots=True)
class Throttle:
    """Counts the calls for each key, such as a conversation. A refused call does not count.

    Microsoft names the limits and not how they are counted; counted over sliding windows they are strictest.
    """

    windows: Sequence[Window]
    _taken: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def wait(self, key: str, now: float) -> float:
        """Seconds until there is room for another call; 0 if there is now."""
        return max(wait_for(self._taken[key], now, self.windows), 0.0)

    def count(self, key: str, now: float) -> None:
        """A call was let through."""
        taken = self._taken[key]
        taken.append(now)
        if len(taken) > max(window.most for window in self.windows):
            taken.popleft()
