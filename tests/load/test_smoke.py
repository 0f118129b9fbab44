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


@pytest.fixture(autouse=True)
def _servers_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scenarios start and stop PostgreSQL as they go: one shared with another worker would be stopped under it."""
    monkeypatch.delenv("PYTEST_XDIST_TESTRUNUID", raising=False)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
async def test_O6_nothing_is_violated(scenario: Scenario, tmp_path: Path) -> None:
    progress = Progress(scenario.name)
    outcome = await scenario.run(Options(short=True, seed=SEED, kills=3, out=tmp_path), progress)
    progress.end()
    print(outcome.table(), outcome.line(), sep="\n")
    assert outcome.faults == ()
    assert len(draw(outcome, tmp_path)) == 2 * len(outcome.pictures)
