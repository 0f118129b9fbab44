"""Shows what feedback teaches: `python -m kb.replay FILE...` prints the accuracy before and after.

A file is of the form of `kb.evaluate`. Every second question (or the `tuning_queries` where there are some) is asked
first, each by a person of its own who is offered the best article and, when that is wrong, the next best, and says of
each whether it helped. The others are then asked of the search as it was and of the search that has learnt. "one
person" is the same feedback pressed by a single person, which must change nothing; "lies" has a tenth of the people
say the opposite.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kb.confidence import Policy
from kb.evaluate import knowledge_of
from kb.feedback import Feedback, Learned
from kb.meaning.tiers import MODELS, Tier
from kb.search import KnowledgeBase

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_OFFERED = 2
_ONE_LIES_IN = 10


@dataclass(frozen=True, slots=True)
class Gain:
    """Share of answerable questions whose right article comes first: before, after, and as the names of `rows` say."""

    feedback: int
    before: float
    after: float
    one_person: float
    lies: float


def replay(data: dict[str, Any], base: KnowledgeBase) -> Gain:
    """What the set's own questions teach the search `base`, measured on others."""
    taught, asked = _parted(data)
    told = [each for number, query in enumerate(taught) for each in _told(base, query, number, data["lang"])]
    lone, lies = [replace(each, person="one") for each in told], list(_with_lies(told))
    figures = (_accuracy(base.adjusted(Learned(rows, _NOW)), asked, data["lang"]) for rows in ([], told, lone, lies))
    return Gain(len(told), *figures)


def _parted(data: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    asked = [query for query in data["queries"] if query["article"] is not None]
    if data.get("tuning_queries"):
        return [query for query in data["tuning_queries"] if query["article"] is not None], asked
    return asked[::2], asked[1::2]


def _told(base: KnowledgeBase, query: dict[str, Any], number: int, language: str) -> Iterator[Feedback]:
    person, stems = str(number), base.gist(query["text"])
    for hit in base.search(query["text"], language, _OFFERED):
        worked, text = hit.article.slug == str(query["article"]), hit.article.digest
        yield Feedback(hit.article.slug, language, text, person, person, stems, query["text"], worked, _NOW)
        if worked:
            return


def _with_lies(told: Sequence[Feedback]) -> Iterator[Feedback]:
    for each in told:
        yield replace(each, worked=each.worked is not (int(each.person) % _ONE_LIES_IN == 0))


def _accuracy(base: KnowledgeBase, asked: Sequence[dict[str, Any]], language: str) -> float:
    firsts = (base.search(query["text"], language, 1) for query in asked)
    right = sum(
        bool(hits) and hits[0].article.slug == str(query["article"]) for hits, query in zip(firsts, asked, strict=True)
    )
    return right / len(asked)


def main(arguments: Sequence[str]) -> None:
    """Print a row for each file."""
    parser = argparse.ArgumentParser("python -m kb.replay", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--tier", type=Tier, choices=tuple(Tier), default=Tier.BASE)
    parser.add_argument("--models", type=Path, default=MODELS, help="the folder of the semantic tier's file")
    options = parser.parse_args(arguments)
    sys.stdout.write(f"{'set':24}{'feedback':>10}{'before':>9}{'after':>9}{'one person':>12}{'lies':>9}\n")
    for path in options.files:
        data = json.loads(path.read_text(encoding="utf-8"))
        gain = replay(data, knowledge_of(data, options.tier, Policy(), options.models))
        row = f"{gain.feedback:10}{gain.before:9.3f}{gain.after:9.3f}{gain.one_person:12.3f}{gain.lies:9.3f}"
        sys.stdout.write(f"{path.stem:24}{row}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
