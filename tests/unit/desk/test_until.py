"""T5: moments as people write them, in both languages."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.until import LONGEST, read_until

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 14, 30, tzinfo=BERLIN)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("until Monday", "2026-11-30 00:00"),
        ("до понедельника", "2026-11-30 00:00"),
        ("пн", "2026-11-30 00:00"),
        ("until next monday", "2026-11-30 00:00"),
        ("next week", "2026-11-30 00:00"),
        ("до следующей недели", "2026-11-30 00:00"),
        ("until Wednesday", "2026-12-02 00:00"),
        ("до среды 12:00", "2026-12-02 12:00"),
        ("until 2026-12-24 09:00", "2026-12-24 09:00"),
        ("until 2026-12-24", "2026-12-24 00:00"),
        ("до 24.12", "2026-12-24 00:00"),
        ("до 24.12.2026 в 9", "2026-12-24 09:00"),
        ("until 24 December at 9am", "2026-12-24 09:00"),
        ("until December 24", "2026-12-24 00:00"),
        ("until 3rd jan 2027", "2027-01-03 00:00"),
        ("до 3 января", "2027-01-03 00:00"),
        ("until tomorrow", "2026-11-26 00:00"),
        ("до завтра 10:15", "2026-11-26 10:15"),
        ("до послезавтра", "2026-11-27 00:00"),
        ("until 17:00", "2026-11-25 17:00"),
        ("until 5pm", "2026-11-25 17:00"),
        ("until 9:00", "2026-11-26 09:00"),
        ("до 9 утра", "2026-11-26 09:00"),
        ("до 6 вечера", "2026-11-25 18:00"),
        ("for 2 hours", "2026-11-25 16:30"),
        ("for an hour", "2026-11-25 15:30"),
        ("на 3 дня", "2026-11-28 14:30"),
        ("на неделю", "2026-12-02 14:30"),
        ("на 30 минут", "2026-11-25 15:00"),
    ],
)
def test_T5_a_moment_is_understood(said: str, meant: str) -> None:
    found = read_until(said, NOW)
    assert found is not None
    assert found.astimezone(BERLIN).strftime("%Y-%m-%d %H:%M") == meant


@pytest.mark.parametrize(
    "said",
    ["", "until", "until whenever", "31.02", "2020-01-01", "until 25:00", "today", "for 999 weeks", "monday 99:00"],
)
def test_T5_what_names_no_moment_ahead_is_none(said: str) -> None:
    assert read_until(said, NOW) is None


def test_T5_a_day_is_a_day_of_the_clock_on_the_wall() -> None:
    before_dst = datetime(2026, 3, 28, 12, tzinfo=BERLIN)
    assert read_until("monday 9:00", before_dst) == datetime(2026, 3, 30, 7, tzinfo=UTC)
    assert read_until("sunday 2:30", before_dst) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@given(st.text(alphabet="until до monday понедельник 0123456789:.-/на for week", max_size=24))
def test_T5_whatever_is_written_it_is_ahead_and_within_a_year_or_nothing(said: str) -> None:
    found = read_until(said, NOW)
    assert found is None or timedelta(0) < found - NOW <= LONGEST


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("until 28 November 18:00", "2026-11-28 18:00"),
        ("до 28.11 18:00", "2026-11-28 18:00"),
        ("until Saturday 18:00", "2026-11-28 18:00"),
        ("28 November 9:00", "2027-11-28 09:00"),
        ("Saturday 9:00", "2026-12-05 09:00"),
        ("tomorrow 13:00", "2026-11-29 13:00"),
        ("next saturday 13:00", "2026-12-05 13:00"),
    ],
)
def test_T5_today_is_meant_by_its_name_while_its_time_is_to_come(said: str, meant: str) -> None:
    saturday_noon = datetime(2026, 11, 28, 12, tzinfo=BERLIN)
    found = read_until(said, saturday_noon)
    assert found is not None
    assert f"{found.astimezone(BERLIN):%Y-%m-%d %H:%M}" == meant
