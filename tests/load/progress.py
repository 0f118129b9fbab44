"""One line on standard error that says what is going on."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

AT_A_TERMINAL = 0.2
"""Seconds between two changes of the line at a terminal."""
ELSEWHERE = 10.0
"""Seconds between two lines where there is no terminal, such as in the log of CI."""


@dataclass(slots=True)
class Progress:
    """Call `say` as often as you like: it shows what there is time to read."""

    scenario: str = ""
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    clock: Callable[[], float] = time.monotonic
    _began: float = field(init=False)
    _said: float = field(init=False, default=float("-inf"))

    def __post_init__(self) -> None:
        self._began = self.clock()

    def say(self, what: str, done: int | None = None, of: int | None = None) -> None:
        """Show the step, and how far it is."""
        now = self.clock()
        live = self.stream.isatty()
        if now - self._said < (AT_A_TERMINAL if live else ELSEWHERE):
            return
        self._said = now
        line = f"{now - self._began:6.1f} s  {self.scenario}: {what}{_share(done, of)}"
        self.stream.write(f"\r\x1b[K{line}" if live else f"{line}\n")
        self.stream.flush()

    def step(self, what: str) -> None:
        """Begin a new step: shown at once."""
        self._said = float("-inf")
        self.say(what)

    def end(self) -> None:
        """Leave the terminal's line empty."""
        if self.stream.isatty():
            self.stream.write("\r\x1b[K")
            self.stream.flush()


def _share(done: int | None, of: int | None) -> str:
    if done is None:
        return ""
    return f" {done:,}" if not of else f" {done:,} of {of:,} ({100 * done // of} %)"
