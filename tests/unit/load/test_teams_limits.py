"""The windows of T17, counted without a clock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.load.simulator.teams_limits import SEND, Throttle, Window, wait_for


def take(throttle: Throttle, key: str, now: float) -> float:
    """Seconds to wait, or 0 and it counts."""
    wait = throttle.wait(key, now)
    if not wait:
        throttle.count(key, now)
    return wait


def test_T17_the_eighth_post_of_a_second_waits_for_the_first_to_be_a_second_old() -> None:
    throttle = Throttle(SEND)
    assert [take(throttle, "a", 10 + number / 100) for number in range(7)] == [0] * 7
    assert take(throttle, "a", 10.5) == pytest.approx(0.5)
    assert take(throttle, "b", 10.5) == 0
    assert take(throttle, "a", 11.0) == 0


def test_T17_the_ninth_post_of_two_seconds_waits() -> None:
    throttle = Throttle(SEND)
    assert [take(throttle, "a", number / 4) for number in range(8)] == [0] * 8
    assert take(throttle, "a", 1.99) == pytest.approx(0.01)


@pytest.mark.parametrize("window", SEND)
def test_T17_every_window_is_full_after_its_number_of_calls(window: Window) -> None:
    taken = [number / 1e6 for number in range(window.most)]
    assert wait_for(taken[:-1], 0.5, [window]) == 0
    assert wait_for(taken, 0.5, [window]) == pytest.approx(window.seconds - 0.5)


@given(st.lists(st.sampled_from((0.0, 0.01, 0.2, 1.0, 3.0)), max_size=300))
def test_T17_no_window_ever_holds_more_than_its_most(pauses: list[float]) -> None:
    throttle, now, let_through = Throttle(SEND), 0.0, list[float]()
    for pause in pauses:
        now += pause
        if not take(throttle, "a", now):
            let_through.append(now)
    for window in SEND:
        for first, last in zip(let_through, let_through[window.most :], strict=False):
            assert last - first >= window.seconds - 1e-9


def test_windows_can_be_stretched() -> None:
    assert Window(7, 1).scaled(0.1) == Window(7, 0.1)
