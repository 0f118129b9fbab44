"""Measures the search with sets of questions: `python -m kb.evaluate FILE...` prints a table.

A file is JSON: `articles` (id, title, aliases, body) and `queries` (text, article: the right id, or null when none of
them answers). `acc` is the share of answerable questions whose right article comes first; `far10` the share answered
right when the threshold lets one unanswerable question in ten get an answer.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from kb.article import Article
from kb.search import KnowledgeBase

_FALSE_ANSWERS = 0.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question's best hit: `right` is None where no article answers the question."""

    right: bool | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What a set of questions showed. `far10` is None where every question has an answer."""

    accuracy: float
    far10: float | None
    threshold: float
    milliseconds: float


def measure(data: dict[str, Any], key: str = "queries") -> Figures:
    """The figures of one set."""
    knowledge = KnowledgeBase(articles_of(data), mention_at=0.0)
    started = perf_counter()
    outcomes = [_outcome(knowledge, query, data["lang"]) for query in data[key]]
    taken = perf_counter() - started
    threshold, far10 = at_false_answers(outcomes)
    answerable = [outcome for outcome in outcomes if outcome.right is not None]
    accuracy = sum(bool(outcome.right) for outcome in answerable) / len(answerable)
    return Figures(accuracy, far10, threshold, 1000 * taken / len(outcomes))


def at_false_answers(outcomes: Sequence[Outcome], share: float = _FALSE_ANSWERS) -> tuple[float, float | None]:
    """The confidence that only `share` of the unanswerable questions pass, and the share answered right above it."""
    noise = sorted((outcome.confidence for outcome in outcomes if outcome.right is None), reverse=True)
    if not noise:
        return 0.0, None
    threshold = noise[int(len(noise) * share)]
    answerable = [outcome for outcome in outcomes if outcome.right is not None]
    right = sum(bool(outcome.right) and outcome.confidence > threshold for outcome in answerable)
    return threshold, right / len(answerable)


def _outcome(knowledge: KnowledgeBase, query: dict[str, Any], language: str) -> Outcome:
    hits = knowledge.search(query["text"], language, limit=1)
    first, confidence = (hits[0].article.slug, hits[0].confidence) if hits else ("", 0.0)
    return Outcome(None if query["article"] is None else first == str(query["article"]), confidence)


def articles_of(data: dict[str, Any]) -> list[Article]:
    """The articles of one set."""
    return [_article(entry, data["lang"]) for entry in data["articles"]]


def _article(entry: dict[str, Any], language: str) -> Article:
    return Article(
        slug=str(entry["id"]),
        language=language,
        title=entry["title"],
        aliases=tuple(entry["aliases"]),
        tags=(),
        category="",
        owner="",
        updated=date.min,
        review_by=date.max,
        summary="",
        sections=(),
        stop=(),
        body=entry["body"],
        path=Path(),
    )  # fmt: skip  (the fields that a set does not have)


def main(files: Sequence[str]) -> None:
    """Print a row for each file."""
    sys.stdout.write(f"{'set':24}{'acc':>8}{'far10':>8}{'at':>8}{'ms':>8}\n")
    for name in files:
        figures = measure(json.loads(Path(name).read_text(encoding="utf-8")))
        far10 = "–" if figures.far10 is None else f"{figures.far10:.3f}"
        row = f"{figures.accuracy:8.3f}{far10:>8}{figures.threshold:8.2f}{figures.milliseconds:8.2f}"
        sys.stdout.write(f"{Path(name).stem:24}{row}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
