"""A clock that can be moved forward, for development."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import FILE, FURTHEST, MovableClock, clock_of
from bot.errors import Misconfigured
from bot.settings import Settings, SlackSettings, TeamsSettings
from bot.timekeeping import Timekeeper

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def clock(folder: Path | None) -> MovableClock:
    return MovableClock(folder, lambda: NOON, lambda: 5.0)


def test_O1_moved_forward_it_is_so_for_every_process_and_after_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    ours, another = clock(folder), clock(folder)
    assert ours() == another() == NOON
    assert ours.forward(NOON + HOUR)
    assert ours() == another() == clock(folder)() == NOON + HOUR
    assert another.forward(NOON + 3 * HOUR)
    assert ours() == NOON + 3 * HOUR


@pytest.mark.parametrize("to", [NOON - HOUR, NOON, NOON + HOUR, NOON + FURTHEST + HOUR])
def test_O1_it_goes_neither_back_nor_too_far(tmp_path: Path, to: datetime) -> None:
    ours = clock(tmp_path)
    assert ours.forward(NOON + HOUR)
    assert not ours.forward(to)
    assert ours() == NOON + HOUR


def test_O1_without_the_setting_it_is_the_computers() -> None:
    ours = clock(None)
    assert not ours.moves
    assert not ours.forward(NOON + HOUR)
    assert ours() == NOON


def test_O6_time_that_was_skipped_is_no_clock_that_was_set(tmp_path: Path) -> None:
    """Leases and pauses end as if the time had passed, and nothing is in doubt."""
    ours = clock(tmp_path)
    keeper = Timekeeper(ours, ours.seconds)
    ours.forward(NOON + 24 * HOUR)
    keeper.look()
    assert not keeper.in_doubt(NOON)
    assert keeper.forward == timedelta(0)


@pytest.mark.parametrize("spoilt", ["soon", "", "nan", "inf"])
def test_O1_a_spoilt_file_is_named_with_its_mend(tmp_path: Path, spoilt: str) -> None:
    (tmp_path / FILE).write_text(spoilt)
    with pytest.raises(Misconfigured, match=r"clock.*[Dd]elete"):
        clock(tmp_path)()


@pytest.mark.parametrize(
    "platform",
    [{"slack": SlackSettings(bot_token="xoxb-1")}, {"teams": TeamsSettings(app_id="a")}],  # type: ignore[arg-type]  # pydantic reads it
)
def test_O2_O3_it_is_for_the_playground_alone(tmp_path: Path, platform: dict[str, SlackSettings]) -> None:
    with pytest.raises(Misconfigured, match="DEVELOPMENT_CLOCK"):
        clock_of(Settings(data=tmp_path, development_clock=True, **platform))  # type: ignore[arg-type]  # as above
    assert clock_of(Settings(data=tmp_path, development_clock=True)).moves
    assert not clock_of(Settings(data=tmp_path)).moves
