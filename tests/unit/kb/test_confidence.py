"""K2: confidence made of the questions that a desk puts to itself."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.calibration import calibrated
from kb.confidence import Policy, Zone
from kb.finder import ways_of
from kb.trials import Trial, trials
from tests.unit.kb.samples import article

SHARE = st.floats(0, 1)
THINGS = ("printer", "monitor", "keyboard", "headset", "calendar", "password", "browser", "licence")
DESK = [article(thing, f"{thing} broken", f"my {thing}", f"no {thing}") for thing in THINGS]
TRIALS = st.lists(st.builds(Trial, st.booleans(), st.booleans(), SHARE, SHARE), max_size=60)


@settings(deadline=None)
@given(TRIALS, SHARE, SHARE)
def test_K2_more_false_answers_allowed_never_give_fewer(asked: Sequence[Trial], one: float, other: float) -> None:
    few, many = sorted((one, other))
    strict, loose = (calibrated(asked, Policy(false_answers=share)) for share in (few, many))
    assert loose.answer_at <= strict.answer_at
    assert loose.lead == strict.lead


@settings(deadline=None)
@given(TRIALS, SHARE, SHARE)
def test_K2_more_right_answers_wanted_never_give_more(asked: Sequence[Trial], one: float, other: float) -> None:
    loose, strict = (calibrated(asked, Policy(right=share)) for share in sorted((one, other)))
    assert loose.lead <= strict.lead


@settings(deadline=None)
@given(TRIALS, SHARE, SHARE, SHARE)
def test_K2_confidence_grows_with_the_score(asked: Sequence[Trial], rival: float, one: float, other: float) -> None:
    rule = calibrated(asked, Policy())
    low, high = (rule.of(score, rival) for score in sorted((one, other)))
    assert 0.0 <= low <= high <= 1.0


@settings(deadline=None)
@given(TRIALS, SHARE, SHARE)
def test_K2_a_close_rival_leaves_a_choice_at_most(asked: Sequence[Trial], score: float, behind: float) -> None:
    rule = calibrated(asked, Policy())
    zone = rule.zone(rule.of(score, score - 0.9 * behind * rule.lead))
    assert zone is not Zone.ANSWER


def test_K2_the_bound_lets_the_share_of_false_answers_pass() -> None:
    noise = [Trial(False, False, 0.3 + number / 1000, 0.5) for number in range(500)]
    known = [Trial(True, True, 0.9, 0.5)] * 500
    rule = calibrated([*noise, *known], Policy(false_answers=0.1))
    passed = [each for each in noise if rule.zone(rule.of(each.score, each.score - each.lead)) is Zone.ANSWER]
    assert 0.02 <= len(passed) / len(noise) <= 0.12


def test_K2_a_desk_asks_itself_the_same_each_time() -> None:
    asked = trials(DESK, None, ways_of(DESK))
    assert asked == trials(DESK, None, ways_of(DESK))
    assert {trial.answerable for trial in asked} == {True, False}
    assert trials(DESK[:2], None, ways_of(DESK[:2])) == []


def test_K2_what_is_held_out_is_asked_right_and_what_is_not_there_is_not() -> None:
    asked = trials(DESK, None, ways_of(DESK))
    assert all(trial.right for trial in asked if trial.answerable)
    assert not any(trial.right for trial in asked if not trial.answerable)
    best = {kind: max(each.score for each in asked if each.answerable is kind) for kind in (True, False)}
    assert best[True] > best[False]


def test_K2_topics_count_alike_however_many_ways_to_ask_they_have() -> None:
    near = [Trial(False, False, 0.6, 0.5, f"near{each}") for each in range(10)]
    far = [Trial(False, False, 0.4, 0.5, "far")] * 490
    bound = calibrated([*near, *far], Policy()).answer
    assert bound > calibrated([replace(each, topic="") for each in (*near, *far)], Policy()).answer + 0.1


@pytest.mark.parametrize("trial", [Trial(True, True, 1.0, 1.0), Trial(False, False, 0.0, 0.0)])
def test_K2_one_question_changes_little(trial: Trial) -> None:
    before, after = (calibrated(asked, Policy()) for asked in ([], [trial]))
    assert after.answer_at == pytest.approx(before.answer_at, abs=0.02)
