"""K2: the measure itself: right first, and right when one unanswerable question in ten gets an answer."""

import json
from pathlib import Path

import pytest

from kb.evaluate import Outcome, at_false_answers, main, measure

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
    figures = measure(SET)
    assert figures.accuracy == pytest.approx(2 / 3)
    assert figures.far10 == pytest.approx(2 / 3)


def test_K2_threshold_lets_one_in_ten_pass() -> None:
    noise = [Outcome(None, number / 10) for number in range(10)]
    asked = [Outcome(True, 0.85), Outcome(True, 0.75), Outcome(False, 0.95), Outcome(True, 0.8)]
    assert at_false_answers(noise + asked) == (0.8, 0.25)
    assert at_false_answers(asked) == (0.0, None)


def test_K2_prints_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "few.json"
    file.write_text(json.dumps(SET), encoding="utf-8")
    main([str(file)])
    heading, row = capsys.readouterr().out.splitlines()
    assert heading.split() == ["set", "acc", "far10", "at", "ms"]
    assert row.split()[:3] == ["few", "0.667", "0.667"]
