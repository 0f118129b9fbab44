"""Fairness, judged by order alone."""

import pytest

from tests.load.evenness import disordered, jain, served


@pytest.mark.parametrize(
    ("shares", "index"), [([5, 5, 5, 5], 1.0), ([1, 0, 0, 0], 0.25), ([1, 2, 3], 36 / 42), ([0, 0], 1.0)]
)
def test_jains_index_is_one_for_equal_shares_and_one_nth_for_one_who_gets_all(
    shares: list[float], index: float
) -> None:
    assert jain(shares) == pytest.approx(index)


def test_what_counts_is_who_was_served_in_the_first_half() -> None:
    assert served("aabbbaccc", "abc") == [2, 2, 0]
    assert jain(served("aaaabbbb", "ab")) == 0.5
    assert jain(served("abababab", "ab")) == 1.0


def test_a_number_after_a_higher_one_of_its_lane_is_told() -> None:
    assert disordered([("x", 1), ("y", 9), ("x", 2), ("y", 10)]) == []
    assert disordered([("x", 2), ("y", 1), ("x", 1)]) == ["x: 1 after 2"]
    assert disordered([("x", 2), ("x", 2)]) == ["x: 2 after 2"]
