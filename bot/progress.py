"""Long work says in the log how far it is."""

import logging
import time
from collections.abc import Callable

log = logging.getLogger(__name__)

_EVERY = 1.0
"""Seconds between two lines; work that is done sooner says nothing."""
_PAUSE = 10.0
"""Seconds without a step after which the next one belongs to new work."""


class Progress:
    """Call it at each step with how many are done. `clock` gives seconds."""

    def __init__(self, event: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._event = event
        self._clock = clock
        self._said = self._last = clock()

    def __call__(self, done: int) -> None:
        """A step is done."""
        now = self._clock()
        if now - self._last > _PAUSE:
            self._said = now
        self._last = now
        if now - self._said >= _EVERY:
            self._said = now
            log.info(self._event, extra={"done": done})
