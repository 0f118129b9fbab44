"""How far a long command is: one line on standard error, drawn again and again in a terminal."""

import sys
import time
from typing import TextIO

from bot.wording.catalogue import Wording

_AGAIN = 0.2
"""Seconds between two lines in a terminal."""
_AGAIN_IN_A_LOG = 10.0


class Counting:
    """Implements `storage.archive.saving.Progress`. The last line of a stage is always shown.

    The sentence of a stage is `<command>-<stage>`.
    """

    def __init__(self, words: Wording, stream: TextIO = sys.stderr, command: str = "backup") -> None:
        self._words = words
        self._stream = stream
        self._command = command
        self._drawn = stream.isatty()
        self._next = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show it, unless the last line is fresh."""
        if done < total and time.monotonic() < self._next:
            return
        self._next = time.monotonic() + (_AGAIN if self._drawn else _AGAIN_IN_A_LOG)
        line = self._words.text(f"{self._command}-{stage}", done=done, total=total)
        end = "\n" if done >= total or not self._drawn else ""
        self._stream.write(f"\r\x1b[K{line}{end}" if self._drawn else f"{line}\n")
        self._stream.flush()
