"""Which slugs can be among the best for a question, told without looking at all texts that hold its common words."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from kb.field import Field, Scores
from kb.weight import Weighed

Slugs = NDArray[np.int64]
Parts = Sequence[tuple[float, Field]]
"""Fields with their shares in the score."""

_FEW = 5_000
"""Slugs up to which all are looked at: that takes no longer."""

_READ = 100_000
"""Postings that are read to tell the likely slugs; the longer lists, those of the commonest stems, are left out."""

_TRIED = 30
"""Likeliest slugs whose scores tell how good one must be."""

_MOST = 3_000
"""Slugs on a list; of more, looking at all is as fast."""

_ROUNDING = 1e-4


def shortlist(parts: Parts, question: Weighed, count: int, score: Callable[[Slugs], Scores]) -> Slugs | None:
    """Slugs that certainly include the `count` best, or None: look at all. `score` gives the scores of slugs.

    A slug's score is at most the weight of the stems it holds. So a slug whose stems weigh less than the score of
    `count` others is not among the best (Turtle and Flood, "Query evaluation: strategies and optimizations", 1995). For
    stems whose lists are not read, all slugs are taken to hold them.
    """
    if parts[0][1].slugs <= max(_FEW, count):
        return None
    most = _most(parts, question)
    tried = np.sort(np.argpartition(-most, max(_TRIED, count))[: max(_TRIED, count)])
    needed = np.partition(score(tried), -count)[-count]
    likely = np.flatnonzero(most >= needed - _ROUNDING)
    return likely if len(likely) <= _MOST else None


def _most(parts: Parts, question: Weighed) -> Scores:
    """The most that each slug can score."""
    most = np.zeros(parts[0][1].slugs, np.float32)
    lists = sorted(
        ((field.held(stem), stem, share * weight, field) for share, field in parts for stem, weight in question.stems),
        key=lambda each: each[:2],
    )
    read = 0
    for length, stem, weight, field in lists:
        read += length
        if read > _READ:
            most += np.float32(weight)
        else:
            most[field.holders(stem)] += np.float32(weight)  # a slug that stands there twice is added to once
    most /= np.float32(question.total)
    return most
