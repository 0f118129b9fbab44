"""The lab's own parts: figures, outcomes, charts, progress, the plant, logs, the table of scenarios."""

import io
import json
import re
from pathlib import Path

import pytest

from bot.desk.file import parse_desk
from kb.confidence import Zone
from kb.reader import read_folders
from kb.search import KnowledgeBase
from tests.load.__main__ import main, overview
from tests.load.chart import draw
from tests.load.figures import percentile
from tests.load.log_lines import complaints
from tests.load.outcome import Curve, Outcome, Picture
from tests.load.plant import STARTER_ARTICLES, plant
from tests.load.progress import Progress
from tests.load.scenarios import SCENARIOS

BARS = Picture("Bars", "what", "messages/s", (Curve("one", (("a", 1.0), ("b", 2.0))), Curve("two", (("a", 3.0),))))
LINES = Picture("Lines", "time, s", "memory, MB", (Curve("one", ((0.0, 1.0), (1.0, 2.0))),), logarithmic=True)


@pytest.mark.parametrize(("share", "value"), [(0.5, 5), (0.9, 9), (0.99, 10), (1.0, 10), (0.01, 1)])
def test_a_percentile_is_the_nearest_rank(share: float, value: float) -> None:
    assert percentile([10, 1, 2, 3, 4, 5, 6, 7, 8, 9], share) == value


def test_a_percentile_of_nothing_is_nothing() -> None:
    assert percentile([], 0.99) == 0


def test_an_outcome_is_one_line_of_json_and_a_table() -> None:
    outcome = Outcome("demo", {"messages/s": 12.5}, {"a / b": 0.5}, ("1 lost: x",))
    assert json.loads(outcome.line()) == {
        "scenario": "demo",
        "figures": {"messages/s": 12.5},
        "ratios": {"a / b": 0.5},
        "faults": ["1 lost: x"],
    }  # fmt: skip - as it is printed
    assert outcome.line().startswith('{"scenario": "demo"')
    assert "FAULT: 1 lost: x" in outcome.table()
    assert "nothing violated" in Outcome("demo", {}).table()


def test_charts_are_written_twice_and_are_the_same_for_the_same_figures(tmp_path: Path) -> None:
    outcome = Outcome("demo run", {}, pictures=(BARS, LINES))
    paths = draw(outcome, tmp_path)
    first = [path.read_bytes() for path in paths]
    assert [path.name for path in paths] == [
        f"demo-run-{number}.{kind}" for number in (1, 2) for kind in ("png", "svg")
    ]
    assert [path.read_bytes() for path in draw(outcome, tmp_path)] == first


def test_progress_elsewhere_than_at_a_terminal_is_a_line_now_and_then() -> None:
    now, stream = [0.0], io.StringIO()
    progress = Progress("demo", stream, lambda: now[0])
    for second in range(25):
        now[0] = float(second)
        progress.say("working", second, 25)
    assert stream.getvalue().count("\n") == 3
    progress.step("the next thing")
    assert stream.getvalue().endswith("demo: the next thing\n")


def test_T5_the_plants_tickets_go_to_the_team_of_the_machine(tmp_path: Path) -> None:
    many = plant(40)
    many.write(tmp_path)
    read = read_folders([STARTER_ARTICLES, tmp_path / "articles"])
    desk, base = parse_desk(many.desk()), KnowledgeBase(read.articles)
    assert not read.mistakes
    for team in many.teams:
        best = base.search(f"I need a human, my {team.name} machine is stuck mk0123456789", "en", 6)[0]
        assert best.zone is not Zone.UNKNOWN
        assert desk.team_for(best.article.category).triage[0] == ("slack", team.triage)


def test_X11_what_must_not_stand_in_a_log_is_found() -> None:
    lines = ["all is well", "token xoxb-1", "he said mk0123456789", '{"trace": "Traceback (most recent call last): …"}']
    found = complaints(lines, ["xoxb-1"])
    assert [re.sub(r":.*", "", each) for each in found] == [
        "1 log lines with a secret",
        "1 log lines with words of people",
        "1 log lines with a traceback",
    ]  # fmt: skip - one list
    assert complaints(lines[:1], ["xoxb-1"]) == ()
    assert complaints(lines, ["xoxb-1"], failing=True) == tuple(found[:2]), "where things are made to fail"


def test_the_table_names_every_scenario_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    assert capsys.readouterr().out.strip() == overview().strip()
    assert len({each.name for each in SCENARIOS}) == len(SCENARIOS)
    assert all(each.name in overview() and each.about in overview() for each in SCENARIOS)


def test_an_unknown_scenario_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["weather-on-mars"]) == 2
    assert "weather-on-mars" in capsys.readouterr().err
