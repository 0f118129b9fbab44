"""Figures of a search: what a set of questions with known answers shows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kb.confidence import Zone

_BANDS = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question. `right` tells whether the first hit answers it, and is None where no article does;
    `among` whether one of the hits does."""

    right: bool | None
    confidence: float
    zone: Zone = Zone.UNKNOWN
    among: bool = False
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What a set of questions showed, as shares in 0..1. None where there was no such question."""

    accuracy: float | None
    """Right first article, of the answerable questions."""
    far10: float | None
    """Answered right, when one unanswerable question in ten gets an answer."""
    threshold: float
    """The confidence at which one does."""
    false_answers: float | None
    """Unanswerable questions that the desk's own bound gives an answer."""
    answered: float | None
    """Answerable questions that get an answer, right or wrong."""
    precision: float | None
    """Of those, the ones that get the right answer."""
    choice: float | None
    """Answerable questions for which there is a choice."""
    choice_right: float | None
    """Of those, the ones whose right article is among the choices."""
    false_choices: float | None
    """Unanswerable questions for which there is a choice."""
    median: float
    p99: float
    """Milliseconds of a search."""


@dataclass(frozen=True, slots=True)
class Band:
    """Questions of about the same confidence: how many, how sure on average, and the share answered right."""

    count: int
    confidence: float
    right: float


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """The figures of these outcomes."""
    known = [outcome for outcome in outcomes if outcome.right is not None]
    unknown = [outcome for outcome in outcomes if outcome.right is None]
    threshold, far10 = at_false_answers(outcomes)
    answered, choices = _in(Zone.ANSWER, known), _in(Zone.CHOOSE, known)
    times = [outcome.milliseconds for outcome in outcomes] or [0.0]
    return Figures(
        accuracy=_share([outcome for outcome in known if outcome.right], known),
        far10=far10,
        threshold=threshold,
        false_answers=_share(_in(Zone.ANSWER, unknown), unknown),
        answered=_share(answered, known),
        precision=_share([outcome for outcome in answered if outcome.right], answered),
        choice=_share(choices, known),
        choice_right=_share([outcome for outcome in choices if outcome.among], choices),
        false_choices=_share(_in(Zone.CHOOSE, unknown), unknown),
        median=float(np.median(times)),
        p99=float(np.quantile(times, 0.99)),
    )


def at_false_answers(outcomes: Sequence[Outcome], share: float = 0.1) -> tuple[float, float | None]:
    """The confidence that only `share` of the unanswerable questions pass, and the share answered right above it."""
    noise = sorted((outcome.confidence for outcome in outcomes if outcome.right is None), reverse=True)
    if not noise:
        return 0.0, None
    threshold = noise[int(len(noise) * share)]
    answerable = [outcome for outcome in outcomes if outcome.right is not None]
    return threshold, _share([each for each in answerable if each.right and each.confidence > threshold], answerable)


def reliability(outcomes: Sequence[Outcome]) -> list[Band]:
    """Bands of a tenth of confidence each, the empty ones left out: in each, the share that was right should be near
    the confidence."""
    bands: list[list[Outcome]] = [[] for _ in range(_BANDS)]
    for outcome in outcomes:
        bands[min(int(outcome.confidence * _BANDS), _BANDS - 1)].append(outcome)
    return [_band(band) for band in bands if band]


def _band(band: Sequence[Outcome]) -> Band:
    count = len(band)
    return Band(count, sum(each.confidence for each in band) / count, sum(bool(each.right) for each in band) / count)


def _in(zone: Zone, outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.zone is zone]


def _share(part: Sequence[Outcome], whole: Sequence[Outcome]) -> float | None:
    return len(part) / len(whole) if whole else None
