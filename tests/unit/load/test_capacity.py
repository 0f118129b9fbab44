"""N4: the capacity model."""

import math

import pytest

from tests.load.capacity import (
    BEGIN,
    END,
    Measured,
    Organisation,
    mean_wait,
    measured_in,
    need,
    rewritten,
    simulated_wait,
)

LINES = (
    '{"scenario": "size", "figures": {"sqlite: bytes/ticket": 40000, "sqlite: messages/ticket": 10,'
    ' "sqlite: bytes/ticket that may pass": 36000}, "ratios": {}, "faults": []}',
    '{"scenario": "growth", "figures": {"sqlite, 1,000 tickets: processor ms/message": 6.0,'
    ' "sqlite, 10,000 tickets: processor ms/message": 6.5}, "ratios": {}, "faults": []}',
    "something else",
)


def test_N4_figures_are_read_from_the_labs_lines() -> None:
    [sqlite] = measured_in(LINES)
    assert sqlite == Measured("sqlite", 6.5, 0.0, 10, 40000, 36000)


def test_N4_throughput_counts_where_it_was_measured() -> None:
    line = '{"scenario": "throughput", "figures": {"sqlite ×1, question: CPU ms/message": 4.0}}'
    [sqlite] = measured_in((*LINES, line))
    assert sqlite.app_ms == 4.0


def test_N4_a_company_of_200_000() -> None:
    [sqlite] = measured_in(LINES)
    it = need(Organisation("large", 200_000), sqlite)
    assert it.tickets_a_year == 2_400_000
    assert it.rush == pytest.approx(200_000 / 21 * 0.2 * 3 * 10 / 3600)
    assert it.app_cores == pytest.approx(it.rush * 0.0065 / 0.5)
    assert it.year == 2_400_000 * 40000
    assert it.kept == 2_400_000 * (4000 + 36000 / 4)


@pytest.mark.parametrize("load", [0.2, 0.5, 0.8])
def test_N4_the_formula_for_the_wait_agrees_with_a_simulation(load: float) -> None:
    mean, late = simulated_wait(load / 0.01, 0.01, 200_000, seed=1)
    assert mean == pytest.approx(mean_wait(load / 0.01, 0.01), rel=0.1)
    assert late > mean


def test_N4_more_than_can_be_done_waits_for_ever() -> None:
    assert mean_wait(101, 0.01) == math.inf


def test_N4_the_page_keeps_all_but_its_tables() -> None:
    assert rewritten(f"before {BEGIN}old{END} after", "new") == f"before {BEGIN}\nnew\n{END} after"
