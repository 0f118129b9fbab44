"""K2: the measure itself: right first, and right when one unanswerable question in ten gets an answer."""

import json
from pathlib import Path

import pytest

from kb.confidence import Policy, Zone
from kb.evaluate import knowledge_of, main, measure
from kb.meaning.tiers import Tier
from kb.measure import Outcome, at_false_answers, figures, reliability

SET = {
    "lang": "en",
    "articles": [
        {"id": 0, "title": "VPN does not connect", "aliases": [], "body": ""},
        {"id": 1, "title": "Printer does not print", "aliases": ["paper jam"], "body": ""},
    ],
    "queries": [
        {"text": "vpn fails to connect", "article": 0},
        {"text": "paper jammed", "article": 1},
        {"text": "paper does not connect to vpn", "article": 1},
        {"text": "weather", "article": None},
    ],
}


def test_K2_accuracy_counts_answerable_questions() -> None:
    measured = figures(measure(SET, knowledge_of(SET, Tier.WORDS, Policy())))
    assert measured.accuracy == pytest.approx(2 / 3)
    assert measured.far10 == pytest.approx(2 / 3)
    assert measured.false_answers == 0.0


def test_K2_threshold_lets_one_in_ten_pass() -> None:
    noise = [Outcome(None, number / 10) for number in range(10)]
    asked = [Outcome(True, 0.85), Outcome(True, 0.75), Outcome(False, 0.95), Outcome(True, 0.8)]
    assert at_false_answers(noise + asked) == (0.8, 0.25)
    assert at_false_answers(asked) == (0.0, None)


def test_K2_zones_are_counted_for_what_they_got_right() -> None:
    answer, choose = Zone.ANSWER, Zone.CHOOSE
    known = [Outcome(True, 0.9, answer), Outcome(False, 0.8, answer), Outcome(False, 0.5, choose, among=True)]
    measured = figures([*known, Outcome(False, 0.1), Outcome(None, 0.9, answer), Outcome(None, 0.5, choose)])
    assert (measured.answered, measured.precision) == (0.5, 0.5)
    assert (measured.choice, measured.choice_right) == (0.25, 1.0)
    assert (measured.false_answers, measured.false_choices) == (0.5, 0.5)


def test_K2_reliability_holds_confidence_against_what_was_right() -> None:
    low, high = reliability([Outcome(True, 0.05), Outcome(None, 0.03), Outcome(True, 1.0)])
    assert (low.count, low.right) == (2, 0.5)
    assert low.confidence == pytest.approx(0.04)
    assert (high.count, high.confidence, high.right) == (1, 1.0, 1.0)


def test_K2_prints_tables_and_draws_a_chart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, chart = tmp_path / "few.json", tmp_path / "chart.png"
    file.write_text(json.dumps(SET), encoding="utf-8")
    main([str(file), "--tier", "words", "--chart", str(chart)])
    heading, row, *_ = capsys.readouterr().out.splitlines()
    assert heading.split()[:3] == ["set", "acc", "far10"]
    assert row.split()[:3] == ["few", "0.667", "0.667"]
    assert chart.read_bytes().startswith(b"\x89PNG")


def test_K2_speaks_json_and_makes_typos(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "few.json"
    file.write_text(json.dumps(SET), encoding="utf-8")
    main([str(file), "--tier", "words", "--json", "--typos", "--chart", str(tmp_path / "chart.png")])
    told = json.loads(capsys.readouterr().out)
    assert told["few"]["accuracy"] == pytest.approx(2 / 3)
    assert sum(band["count"] for band in told["few"]["reliability"]) == 4


def test_K2_says_how_to_get_the_model_that_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "few.json"
    file.write_text(json.dumps(SET), encoding="utf-8")
    with pytest.raises(SystemExit, match="firstline kb model"):
        main([str(file), "--tier", "semantic", "--models", str(tmp_path)])
