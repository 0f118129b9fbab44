"""K2: the measure of how bent questions are read: the bends themselves, and what it prints."""

import json
from pathlib import Path
from random import Random

import pytest
from rapidfuzz.distance import OSA

from kb.distortion import DISTORTIONS, distorted, layout, slip
from kb.robustness import accuracy, from_json, from_toml, main
from tests.unit.kb.samples import STARTER
from tests.unit.kb.test_evaluate import SET

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", DISTORTIONS)
@pytest.mark.parametrize(
    "text", ["My VPN does not connect!", "Почта не работает, помогите", "", "a", "🙂 1 2", "аб вг"]
)
def test_K2_a_bend_is_the_same_every_time(name: str, text: str) -> None:
    assert distorted(text, name) == distorted(text, name)
    assert isinstance(distorted(text, name, seed=2), str)


@pytest.mark.parametrize("name", [name for name in DISTORTIONS if name != "latin"])
def test_K2_a_bend_changes_a_question(name: str) -> None:
    text = "Почему принтер не печатает документы"
    assert distorted(text, name) != text


def test_K2_a_slip_is_one_edit() -> None:
    chance = Random(3)  # noqa: S311
    slips = [slip(word, chance) for word in ("printer", "почта", "vpn", "эхо") for _ in range(200)]
    words = [word for word in ("printer", "почта", "vpn", "эхо") for _ in range(200)]
    assert all(OSA.distance(*pair) <= 1 for pair in zip(words, slips, strict=True))
    assert sum(pair[0] != pair[1] for pair in zip(words, slips, strict=True)) > 750


def test_K2_the_other_keyboard_with_capitals_and_marks() -> None:
    chance = Random(1)  # noqa: S311
    assert layout("Почта, да?", chance) == "Gjxnf? lf&"
    assert layout("My VPN, ok?", chance) == "Ьн МЗТб щл,"


def test_K2_prints_a_row_for_each_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "few.json"
    file.write_text(json.dumps(SET), encoding="utf-8")
    main([str(file)])
    heading, row = capsys.readouterr().out.splitlines()
    assert heading.split()[:3] == ["set", "plain", "typos"]
    assert row.split()[:2] == ["few", "0.667"]
    assert accuracy(from_json(file)) == pytest.approx(2 / 3)


MOST_LOST = {"typos": 0.06, "by ear": 0.06, "merged": 0.06, "split": 0.06, "latin": 0.06}
"""Accuracy that a bend may cost; the others cost at most 3 points."""


@pytest.mark.parametrize("bend", DISTORTIONS)
def test_K1_bent_questions_find_nearly_as_much(bend: str) -> None:
    for file in ("questions.toml", "unseen_questions.toml"):
        trials = list(from_toml(HERE / file, STARTER))
        asked = sum(len(trial.asked) for trial in trials)
        lost = sum(len(trial.asked) * (accuracy(trial) - accuracy(trial, bend)) for trial in trials) / asked
        assert lost <= MOST_LOST.get(bend, 0.03)
