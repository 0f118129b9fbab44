"""Growth told from noise: what the soak judges memory by."""

import random

import pytest

from tests.load.scenarios.soak import LEAST, Soak
from tests.load.trend import trend

STEPS = range(0, 200_001, 2_000)


def memory(each: float, noise: float = 0.5) -> tuple[tuple[float, float], ...]:
    """Megabytes at each step where every message keeps `each` bytes."""
    dice = random.Random(1)  # noqa: S311 - dice, not secrets
    return tuple((float(done), 130 + each * done / 2**20 + dice.gauss(0, noise)) for done in STEPS)


@pytest.mark.parametrize(("each", "grows"), [(0.0, False), (20.0, False), (200.0, True), (1000.0, True)])
def test_O6_bytes_kept_of_each_message_show_as_growth(each: float, grows: bool) -> None:
    assert trend(memory(each)).grows(LEAST) is grows


def test_O6_a_rise_within_the_noise_is_no_growth() -> None:
    assert not trend(memory(200.0, noise=40.0)).grows(LEAST)


def test_O6_a_quarter_of_wild_points_moves_the_line_little() -> None:
    points = [(x, 500.0) if number % 4 == 0 else (x, y) for number, (x, y) in enumerate(memory(200.0))]
    assert trend(points).slope * 2**20 == pytest.approx(200.0, rel=0.15)


def test_O6_a_soak_with_growth_or_a_loss_is_a_fault() -> None:
    assert Soak(memory(0.0), 60.0, ()).violations == ()
    assert "memory grows" in Soak(memory(500.0), 60.0, ()).violations[0]
    assert Soak(memory(0.0), 60.0, ("1 lost",)).violations == ("1 lost",)


def test_O6_what_fills_during_the_warm_up_is_no_growth() -> None:
    filling = tuple((done, y + min(done, 40_000) / 400) for done, y in memory(0.0))
    assert Soak(filling, 60.0, ()).violations == ()
