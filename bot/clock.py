"""The clock of an installation: the computer's, or for development one that can be moved forward, so that a day at the
desk is played in minutes."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.errors import Misconfigured
from bot.ports import Clock
from bot.settings import Settings
from bot.wording.catalogue import Wording

FILE = "clock"
"""In the folder of data: seconds by which the clock was moved."""

FURTHEST = timedelta(days=3660)
"""What it can be moved by in all: calendars are known for some years only."""


def utc_now() -> datetime:
    """The computer's clock."""
    return datetime.now(UTC)


class MovableClock:
    """Called, it gives the time. Where there is a `folder` it can be moved forward: all processes and commands with the
    same folder see the same time, also after a restart. Back it goes only when the file is deleted, with the database:
    what was done later than now is in it."""

    def __init__(
        self, folder: Path | None = None, wall: Clock = utc_now, steady: Callable[[], float] = time.monotonic
    ) -> None:
        """`steady` counts seconds and is never set."""
        self._file = folder / FILE if folder else None
        self._wall = wall
        self._steady = steady
        self._read = 0, timedelta(0)
        """When the file was written that was read last, and what stands there."""

    def __call__(self) -> datetime:
        """The time."""
        return self._wall() + self.moved

    def seconds(self) -> float:
        """The steady clock, for which the time by which the other was moved has passed too."""
        return self._steady() + self.moved.total_seconds()

    @property
    def moves(self) -> bool:
        """Whether it can be moved."""
        return self._file is not None

    @property
    def moved(self) -> timedelta:
        """By how much it was. Raises Misconfigured when somebody has spoilt the file."""
        if self._file is None:
            return timedelta(0)
        try:
            written = self._file.stat().st_mtime_ns
        except FileNotFoundError:
            return timedelta(0)
        if written != self._read[0]:
            self._read = written, _moved(self._file)
        return self._read[1]

    def forward(self, to: datetime) -> bool:
        """Make it `to`, if it can be moved and that is later than now and not too far away; whether it was."""
        by = to - self._wall()
        if self._file is None or not self.moved < by <= FURTHEST:
            return False
        self._file.parent.mkdir(parents=True, exist_ok=True)
        new = self._file.with_suffix(".new")
        new.write_text(f"{by.total_seconds()}\n", encoding="utf-8")
        os.replace(new, self._file)
        return True


def clock_of(settings: Settings) -> MovableClock:
    """The installation's clock. Raises Misconfigured where it could be moved although a platform's cannot."""
    if not settings.development_clock:
        return MovableClock(None, utc_now)
    if settings.slack.bot_token.get_secret_value() or settings.teams.app_id or settings.teams.insecure_development:
        raise Misconfigured(Wording().text("cli-clock-platforms"))
    return MovableClock(settings.data, utc_now)


def _moved(file: Path) -> timedelta:
    said = file.read_text(encoding="utf-8").strip()
    try:
        return min(timedelta(seconds=float(said)), FURTHEST)
    except (ValueError, OverflowError) as error:
        raise Misconfigured(Wording().text("cli-clock-spoilt", file=str(file), said=said[:40])) from error
