import logging
from collections.abc import Iterator

import pytest

from bot.progress import Progress


def clock(*seconds: float) -> Iterator[float]:
    yield from seconds


def said(caplog: pytest.LogCaptureFixture) -> list[int]:
    return [record.done for record in caplog.records]  # type: ignore[attr-defined]


def test_O7_long_reading_says_how_far_it_is_each_second(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    progress = Progress("reading articles", clock(0, 0.5, 1.0, 1.9, 2.1).__next__)
    for done in (1, 2, 3, 4):
        progress(done)
    assert said(caplog) == [2, 4]


def test_O7_short_reading_says_nothing_however_long_ago_the_last_was(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    progress = Progress("reading articles", clock(0, 0.5, 3600, 3600.5).__next__)
    for done in (1, 1, 2):
        progress(done)
    assert said(caplog) == []
