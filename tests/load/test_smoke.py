"""The lab in its short form: every scenario runs and finds nothing violated. How long things take is printed only."""

import os
from pathlib import Path

import pytest

from tests.load.chart import draw
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario
from tests.load.scenarios import SCENARIOS

pytestmark = [pytest.mark.load, pytest.mark.timeout(300)]

SEED = int(os.environ.get("FIRSTLINE_LAB_SEED", "1"))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
async def test_O6_nothing_is_violated(scenario: Scenario, tmp_path: Path) -> None:
    progress = Progress(scenario.name)
    outcome = await scenario.run(Options(short=True, seed=SEED, kills=3, out=tmp_path), progress)
    progress.end()
    print(outcome.table(), outcome.line(), sep="\n")
    assert outcome.faults == ()
    assert len(draw(outcome, tmp_path)) == 2 * len(outcome.pictures)
