"""Measures the search with sets of questions: `python -m kb.evaluate FILE...` prints tables and draws a chart.

A file is JSON: `lang`, `articles` (id, title, aliases, body) and `queries` (text, article: the right id, or null when
none of them answers). The columns:

acc     right first article, of the questions that have an answer
far10   answered right, when the threshold lets one unanswerable question in ten get an answer
false   unanswerable questions that get an answer at the bound that the articles themselves were calibrated to
given   answerable questions that get an answer at this bound; right: the share of these that is the right one
choose  answerable questions for which there is a choice; among: the share of these with the right one among them
idle    unanswerable questions for which there is a choice
ms, p99 median and 99th hundredth of a search
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from kb.article import Article
from kb.chart import ChartsMissing, draw
from kb.confidence import Policy
from kb.distortion import distorted
from kb.meaning.minilm import ModelError
from kb.meaning.tiers import MODELS, Tier, encoders
from kb.measure import Figures, Outcome, figures, reliability
from kb.search import CHOICES, KnowledgeBase

_COLUMNS = {
    "acc": "accuracy",
    "far10": "far10",
    "false": "false_answers",
    "given": "answered",
    "right": "precision",
    "choose": "choice",
    "among": "choice_right",
    "idle": "false_choices",
}


def measure(data: Mapping[str, Any], knowledge: KnowledgeBase, *, typos: bool = False) -> list[Outcome]:
    """What becomes of the questions of a set, all of which the knowledge base is asked."""
    return [_outcome(knowledge, query, data["lang"], typos=typos) for query in data["queries"]]


def knowledge_of(data: Mapping[str, Any], tier: Tier, policy: Policy, models: Path = MODELS) -> KnowledgeBase:
    """The searchable articles of a set. Raises ModelError."""
    return KnowledgeBase(articles_of(data), encoders(tier, models), policy, mention=0.0)


def _outcome(knowledge: KnowledgeBase, query: Mapping[str, Any], language: str, *, typos: bool) -> Outcome:
    text, slug = query["text"], None if query["article"] is None else str(query["article"])
    started = perf_counter()
    hits = knowledge.search(distorted(text, "typos") if typos else text, language, CHOICES)
    taken = 1000 * (perf_counter() - started)
    found = [hit.article.slug for hit in hits]
    right = None if slug is None else found[:1] == [slug]
    if not hits:
        return Outcome(right, 0.0, milliseconds=taken)
    return Outcome(right, hits[0].confidence, hits[0].zone, slug in found, taken)


def articles_of(data: Mapping[str, Any]) -> list[Article]:
    """The articles of a set."""
    return [_article(entry, data["lang"]) for entry in data["articles"]]


def _article(entry: Mapping[str, Any], language: str) -> Article:
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


def main(arguments: Sequence[str]) -> None:
    """Print a row for each file, and how far confidence can be trusted."""
    chosen = _parser().parse_args(arguments)
    sets: dict[str, tuple[Figures, list[Outcome]]] = {}
    if not chosen.json:
        sys.stdout.write(f"{'set':24}{''.join(f'{name:>8}' for name in (*_COLUMNS, 'ms', 'p99'))}\n")
    for path in chosen.files:
        data = json.loads(path.read_text(encoding="utf-8"))
        knowledge = _knowledge(data, chosen)
        outcomes = measure(data, knowledge, typos=chosen.typos)
        sets[path.stem] = figures(outcomes), outcomes
        if not chosen.json:
            sys.stdout.write(_row(path.stem, sets[path.stem][0]))
    sys.stdout.write(_as_json(sets) if chosen.json else _reliability(sets))
    _draw(sets, chosen.chart)


def _knowledge(data: Mapping[str, Any], chosen: argparse.Namespace) -> KnowledgeBase:
    try:
        return knowledge_of(data, chosen.tier, Policy(false_answers=chosen.false_answers), chosen.models)
    except ModelError as error:
        told = f"{type(error).__doc__}\n{error}: `firstline kb model` makes the file; --models names its folder."
        raise SystemExit(told) from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m kb.evaluate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--tier", type=Tier, choices=tuple(Tier), default=Tier.BASE)
    parser.add_argument("--models", type=Path, default=MODELS, help="the folder of the semantic tier's file")
    parser.add_argument("--typos", action="store_true", help="a mistake in every second word of the questions")
    parser.add_argument("--false-answers", type=float, default=Policy().false_answers, metavar="SHARE")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--chart", type=Path, default=Path("build/evaluate.png"))
    return parser


def _row(name: str, measured: Figures) -> str:
    shares = (getattr(measured, field) for field in _COLUMNS.values())
    cells = (f"{'–' if share is None else f'{share:.3f}':>8}" for share in shares)
    return f"{name:24}{''.join(cells)}{measured.median:8.2f}{measured.p99:8.2f}\n"


def _reliability(sets: Mapping[str, tuple[Figures, Sequence[Outcome]]]) -> str:
    """A table of confidence and the share answered right beside it."""
    rows = [f"\n{'reliability':24}{'questions':>12}{'confidence':>12}{'right':>12}\n"]
    for name, (_, outcomes) in sets.items():
        bands = reliability(outcomes)
        rows += (f"{name:24}{band.count:12}{band.confidence:12.3f}{band.right:12.3f}\n" for band in bands)
    return "".join(rows)


def _as_json(sets: Mapping[str, tuple[Figures, Sequence[Outcome]]]) -> str:
    told = {
        name: asdict(measured) | {"reliability": [asdict(band) for band in reliability(outcomes)]}
        for name, (measured, outcomes) in sets.items()
    }
    return json.dumps(told, indent=2) + "\n"


def _draw(sets: Mapping[str, tuple[Figures, Sequence[Outcome]]], path: Path) -> None:
    try:
        draw(sets, path)
    except ChartsMissing as missing:
        sys.stderr.write(f"{missing}\n")
    else:
        sys.stderr.write(f"Chart: {path}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
