"""What issue 3 says must be true of the repository itself; its behaviour is in the other suites and in the lab."""

import json
import re
from pathlib import Path

import pytest

from tests.load.scenarios import SCENARIOS

ROOT = Path(__file__).parents[2]
MEASURED = ROOT / "tests" / "load" / "measured.jsonl"


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_O6_every_promise_has_an_experiment() -> None:
    promised = {"throughput", "acknowledge", "first_answer", "growth", "soak", "fairness", "kills", "outage"}
    promised |= {
        "database",
        "clock",
        "poison",
        "migration",
        "shutdown",
        "backup",
        "fuzz",
        "search",
        "partition",
        "size",
        "start",
    }
    promised |= {"baselines", "storm", "teams_storm", "freeze"}
    assert promised <= {each.name for each in SCENARIOS}


def test_every_test_that_the_threat_model_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+\.py)`", text("SECURITY.md")))
    assert len(named) > 8
    there = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert named <= there


@pytest.mark.parametrize("line", MEASURED.read_text(encoding="utf-8").splitlines())
def test_what_was_measured_had_no_faults(line: str) -> None:
    assert json.loads(line)["faults"] == []


def test_no_page_still_waits_for_its_figures() -> None:
    for page in ("README.md", "CAPACITY.md", "SECURITY.md", "tests/load/README.md"):
        assert "not measured yet" not in text(page)
