"""Measures how well bent questions are read: `python -m kb.robustness FILE...` prints the accuracy each bend leaves.

A file is JSON as for `kb.evaluate`, or TOML with questions to the articles of a folder: `[language.kind]` tables of
slug = [texts], beside `--articles FOLDER`. Every row is one bend of `kb.distortion`, every column one file.
"""

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.distortion import DISTORTIONS, RUSSIAN, distorted
from kb.evaluate import articles_of
from kb.reader import read_folders
from kb.search import KnowledgeBase

_MOST = 500
"""Questions of one set that are asked for each bend: enough for half a point, evenly taken from all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that has an answer, and the slug of the article that gives it."""

    text: str
    slug: str


@dataclass(frozen=True, slots=True)
class Trial:
    """Articles, and questions to them in one language."""

    name: str
    language: str
    knowledge: KnowledgeBase
    asked: tuple[Asked, ...]


def accuracy(trial: Trial, bend: str = "", seed: int = 1) -> float:
    """The share of questions, bent so, whose right article comes first."""
    texts = ((distorted(asked.text, bend, seed) if bend else asked.text, asked.slug) for asked in trial.asked)
    return sum(_first(trial, text) == slug for text, slug in texts) / len(trial.asked)


def _first(trial: Trial, text: str) -> str:
    hits = trial.knowledge.search(text, trial.language, limit=1)
    return hits[0].article.slug if hits else ""


def from_json(file: Path, key: str = "queries", most: int = _MOST) -> Trial:
    """The trial that a set of `kb.evaluate` makes."""
    data = json.loads(file.read_text(encoding="utf-8"))
    knowledge = KnowledgeBase(articles_of(data), mention=0.0)
    asked = [Asked(each["text"], str(each["article"])) for each in data[key] if each["article"] is not None]
    return Trial(file.stem, data["lang"], knowledge, tuple(asked[:: -(-len(asked) // most)]))


def from_toml(file: Path, articles: Path, kind: str = "clean") -> Iterator[Trial]:
    """A trial for each language of a file of questions to the articles in a folder."""
    knowledge = KnowledgeBase(read_folders([articles]).articles, mention=0.0)
    for language, kinds in tomllib.loads(file.read_text(encoding="utf-8")).items():
        asked = tuple(Asked(text, slug) for slug, texts in kinds.get(kind, {}).items() for text in texts)
        if asked:
            yield Trial(f"{file.stem} {language}", language, knowledge, asked)


def trials(files: Sequence[Path], articles: Path, key: str, most: int) -> Iterator[Trial]:
    """The trials of all files."""
    for file in files:
        yield from from_toml(file, articles) if file.suffix == ".toml" else [from_json(file, key, most)]


def main(arguments: Sequence[str]) -> None:
    """Print the table: for each set and bend the accuracy, and below it what of the plain one was lost, in points."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--articles", type=Path, default=Path(__file__).with_name("articles"))
    parser.add_argument("--key", default="queries", help="queries or tuning_queries")
    parser.add_argument("--most", type=int, default=_MOST, help="questions of each set")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    sys.stdout.write(f"{'set':24}{'plain':>7}" + "".join(f"{bend:>10}" for bend in DISTORTIONS) + "\n")
    for trial in trials(options.files, options.articles, options.key, options.most):
        plain = accuracy(trial)
        sys.stdout.write(f"{trial.name:24}{plain:7.3f}")
        for bend in DISTORTIONS:
            fits = trial.language == "ru" or bend not in RUSSIAN
            lost = f"{100 * (accuracy(trial, bend, options.seed) - plain):+.1f}" if fits else "–"
            sys.stdout.write(f"{lost:>10}")
            sys.stdout.flush()
        sys.stdout.write("\n")


if __name__ == "__main__":
    main(sys.argv[1:])
