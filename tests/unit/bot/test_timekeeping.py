"""O6: the wall clock is watched by a steady one."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.timekeeping import SETTLED_AFTER, Timekeeper

HOUR = timedelta(hours=1)
START = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass
class Clocks:
    """Two clocks, of which one can be set."""

    wall: datetime = START
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.time = Timekeeper(lambda: self.wall, lambda: self.seconds)

    def go_on(self, by: timedelta, *, set_by: timedelta = timedelta(0)) -> None:
        self.wall += by + set_by
        self.seconds += by.total_seconds()
        self.time.look()


def test_O6_clocks_that_agree_leave_nothing_in_doubt() -> None:
    clocks = Clocks()
    assert clocks.time.set_back, "what happened before it began is not known"
    clocks.time.set_back = False
    for drift in (-1, 0, 1):
        clocks.go_on(HOUR, set_by=timedelta(seconds=drift))
    assert not clocks.time.set_back
    assert clocks.time.forward == timedelta(0)
    assert not clocks.time.in_doubt(START)


def test_O6_a_clock_set_forward_is_noticed_until_all_has_settled() -> None:
    clocks = Clocks()
    clocks.go_on(timedelta(seconds=1), set_by=HOUR)
    assert clocks.time.forward == HOUR
    assert clocks.time.in_doubt(START)
    assert not clocks.time.in_doubt(clocks.wall), "what happened since is certain"
    clocks.go_on(SETTLED_AFTER)
    assert clocks.time.forward == timedelta(0)
    assert not clocks.time.in_doubt(START)


def test_O6_a_clock_set_forward_step_by_step_is_as_far_forward_as_all_steps() -> None:
    clocks = Clocks()
    for _ in range(3):
        clocks.go_on(timedelta(seconds=10), set_by=HOUR)
    assert clocks.time.forward == 3 * HOUR


def test_O6_a_clock_set_back_is_noticed() -> None:
    clocks = Clocks()
    clocks.time.set_back = False
    clocks.go_on(timedelta(seconds=1), set_by=-HOUR)
    assert clocks.time.set_back
