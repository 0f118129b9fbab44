"""Makes a desk's rule of confidence of the questions that it put to itself."""

from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from kb.confidence import Confidence, Policy
from kb.trials import Trial

Values = NDArray[np.float64]

_SLOPE, _MIDDLE = 10.0, 0.4
_LEAD, _LEAD_HEIGHT, _LEAD_SLOPE = 0.18, 2.0, 10.0
_ANSWER, _CHOICE = 0.45, 0.35
"""What a desk is taken for before it is tried: the middle of eight desks that put such questions to themselves, and for
the chance of being right of the questions that people put to them, which are a little easier. Below the middle nothing
is an answer, however far ahead: the best of a bad lot is none."""

_TAKEN, _LEAD_TAKEN = 60, 480
"""Questions that this is worth, next to the desk's own: a small desk is not left to chance."""

_HEIGHT_TAKEN = 160.0
"""Weight of the height that is taken for true; some questions' worth too."""

_CAUTION = 0.9
"""Of the false answers allowed, the share that the desk's own questions may show: people have more ways to ask for what
is not there than articles have names."""

_LAST = 3.0
"""How much likelier to be wrong than all answers together those may be that only just follow."""


def calibrated(trials: Sequence[Trial], policy: Policy) -> Confidence:
    """The rule that keeps to the policy, as far as the desk's own questions tell; more false answers allowed never give
    fewer answers."""
    known = [trial for trial in trials if trial.answerable]
    unknown = [trial for trial in trials if not trial.answerable]
    lead = _needed_lead(known, policy.right)
    shares = _by_topic(unknown)
    rivalled = [trial.score if trial.lead >= lead else 0.0 for trial in unknown]
    answer = max(_passed(rivalled, shares, policy.false_answers * _CAUTION, _ANSWER), _MIDDLE)
    choice = max(_passed([trial.score for trial in unknown], shares, policy.false_choices, _CHOICE), _CHOICE)
    slope, middle = _rule(known, unknown)
    return Confidence(slope, middle, lead, answer, min(choice, answer))


def _rule(known: Sequence[Trial], unknown: Sequence[Trial]) -> tuple[float, float]:
    """Slope and middle of the chance that the first article is right, as many questions having an answer as not."""
    if not known or not unknown:
        return _SLOPE, _MIDDLE
    both = [*known, *unknown]
    scores = np.array([trial.score for trial in both])
    right = np.array([float(trial.right) for trial in both])
    shares = np.array([len(both) / 2 / len(known if trial.answerable else unknown) for trial in both])
    height, slope = _logistic(scores - _MIDDLE, right, shares, (0.0, _SLOPE), _HEIGHT_TAKEN)
    return slope, _MIDDLE - height / slope


def _needed_lead(known: Sequence[Trial], right: float) -> float:
    """The lead from which even the last of the answers is right often enough."""
    leads = np.array([trial.lead for trial in known])
    was_right = np.array([float(trial.right) for trial in known])
    height, slope = _logistic(leads - _LEAD, was_right, np.ones(len(known)), (_LEAD_HEIGHT, _LEAD_SLOPE))
    last = min(max(1 - _LAST * (1 - right), 0.5), 0.999)
    return _mixed(_LEAD + (log(last / (1 - last)) - height) / slope, _LEAD, len(known), _LEAD_TAKEN)


def _by_topic(trials: Sequence[Trial]) -> Values:
    """What each question counts, 1 together, so that all topics count the same: which of them an article will be
    missing for has nothing to do with how many ways to ask the others have."""
    counts = Counter(trial.topic for trial in trials)
    return np.array([1 / (len(counts) * counts[trial.topic]) for trial in trials])


def _passed(scores: Sequence[float], shares: Values, share: float, taken: float) -> float:
    """The score that this share of questions without an answer passes, each counting what `shares` say."""
    if not scores:
        return taken
    order = np.argsort(scores)
    place = np.searchsorted(np.cumsum(shares[order]), 1 - share)
    found = scores[int(order[min(int(place), len(scores) - 1)])]
    return _mixed(found, taken, len(scores))


def _mixed(found: float, before: float, count: int, taken: int = _TAKEN) -> float:
    """What `count` questions showed, and what was taken for true before, which soon counts little next to them."""
    share = count * count / (count * count + taken * taken)
    return max(share * found + (1 - share) * before, 0.0)


def _logistic(
    values: Values, right: Values, shares: Values, taken: tuple[float, float], weight: float = 1.0
) -> tuple[float, float]:
    """Height at 0 and slope of a logistic curve, by Newton's method. Both are drawn towards those `taken` for true
    before, the height with this weight: so a curve comes out also where all questions were answered alike."""
    at = before = np.array(taken)
    drawn = np.diag([weight, (3 / taken[1]) ** 2])
    columns = np.stack([np.ones(len(values)), values], axis=1)
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(columns @ at, -30, 30)))
        gradient = columns.T @ (shares * (chances - right)) + drawn @ (at - before)
        curvature = (columns.T * (shares * chances * (1 - chances))) @ columns + drawn
        at = at - np.clip(np.linalg.solve(curvature, gradient), -_FARTHEST, _FARTHEST)
    return float(at[0]), max(float(at[1]), taken[1] / 3)


_STEPS, _FARTHEST = 30, 3.0
"""Of Newton's method, and how far one of them may go."""
