"""Articles and questions in any number, the same for the same seed: products × problems × platforms, in two languages.

Titles and aliases are made of `corpus.toml`. Bodies hold some 200 words (those of the starter articles 340), drawn as
Zipf found them in every language: a few that stand everywhere, and a long tail, here of invented ones. Questions put a
problem in an order of their own, with idle words around it, every second with typing mistakes, some of the Russian ones
on the wrong keyboard; which article answers each is known.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice, product
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from kb.article import Article, Section
from kb.keyboard import other_layout

LANGUAGES = ("en", "ru")
_TAIL = 30_000
"""Invented words of each language."""
_SENTENCE = 12
"""Words of a step."""
_HEADS = {"en": ("Steps", "When to stop and ask"), "ru": ("Шаги", "Когда остановиться и обратиться")}
_BEFORE = {
    "en": ("", "", "hi,", "please help:", "since this morning"),
    "ru": ("", "", "привет,", "помогите,", "с утра"),
}
_AFTER = {"en": ("", "", "what can i do?", "again"), "ru": ("", "", "что делать?", "опять")}
_FACTS = """---
title: "{title}"
aliases: [{aliases}]
tags: [{tags}]
language: {language}
category: {category}
owner: {owner}
updated: {updated}
review-by: {review_by}
---
"""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, and the slug that answers it."""

    text: str
    language: str
    slug: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What one slug is about: the texts of a problem, filled in for one product and platform."""

    slug: str
    title: dict[str, str]
    asked: dict[str, tuple[str, ...]]
    tags: tuple[str, ...]
    category: str


def articles(count: int, seed: int = 1) -> Iterator[Article]:
    """`count` articles, each slug in both languages; the first ones of a larger corpus are those of a smaller."""
    prose = {language: _Prose(language, seed) for language in LANGUAGES}
    pairs = ((subject, language) for subject in subjects(seed) for language in LANGUAGES)
    for subject, language in islice(pairs, count):
        yield _article(subject, language, prose[language])


def questions(count: int, of: int, seed: int = 1) -> tuple[Question, ...]:
    """`count` questions, each with its answer among the first `of` articles; every second one with typing mistakes."""
    chance = Random(seed)  # noqa: S311  (texts to try with, no secret)
    there = list(islice(subjects(seed), of // 2))
    return tuple(_question(chance.choice(there), LANGUAGES[number % 2], chance) for number in range(count))


def subjects(seed: int) -> Iterator[Subject]:
    """Everything that there is an article about, in an order that the seed decides: some 58,000."""
    table = _table()
    combinations = list(product(table["products"].split(), range(len(table["problems"])), table["platforms"]))
    Random(seed).shuffle(combinations)  # noqa: S311  (an order to try with, no secret)
    for name, problem, platform in combinations:
        yield _subject(name, problem, table["problems"][problem], platform)


def write(folder: Path, made: Sequence[Article]) -> None:
    """The articles as files that `kb.reader` reads, a thousand in a folder."""
    for number, article in enumerate(made):
        path = folder / f"{number // 1000:03}" / article.language / f"{article.slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_file(article), encoding="utf-8")


def as_file(article: Article) -> str:
    """The article's Markdown, front matter included."""
    facts = _FACTS.format(
        title=article.title,
        aliases=", ".join(f'"{alias}"' for alias in article.aliases),
        tags=", ".join(f'"{tag}"' for tag in article.tags),
        language=article.language,
        category=article.category,
        owner=article.owner,
        updated=article.updated,
        review_by=article.review_by,
    )  # fmt: skip  (a template's values read better in rows)
    return f"{facts}{article.body}\n"


class _Prose:
    """Sentences of one language, with words drawn by their rank."""

    def __init__(self, language: str, seed: int) -> None:
        self._chance = np.random.default_rng([seed, LANGUAGES.index(language)])
        self._words = np.array(_vocabulary(language, seed), dtype=object)
        ranks = 1 / np.arange(2.7, len(self._words) + 2.7)
        self._sums = np.cumsum(ranks / ranks.sum())

    def sentences(self, count: int) -> list[str]:
        """So many sentences of words by rank; every third has a name in bold."""
        drawn = np.searchsorted(self._sums, self._chance.random(count * _SENTENCE))
        words = self._words[np.minimum(drawn, len(self._words) - 1)].tolist()
        rows = [words[at : at + _SENTENCE] for at in range(0, len(words), _SENTENCE)]
        for row in rows[::3]:
            row[3] = f"**{row[3].capitalize()}**"
        return [f"{' '.join(row).capitalize()}." for row in rows]

    def length(self) -> int:
        """Sentences of an article: 15 in the middle, as in the starter articles' general part, at most 60."""
        return int(min(max(self._chance.lognormal(2.7, 0.35), 5), 60))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _vocabulary(language: str, seed: int) -> tuple[str, ...]:
    spec = _table()[language]
    return *spec["common"].split(), *_invented(spec, seed)


def _invented(spec: dict[str, str], seed: int) -> list[str]:
    chance = Random(seed)  # noqa: S311  (texts to try with, no secret)
    onsets, vowels, codas, endings = (spec[part].split() for part in ("onsets", "vowels", "codas", "endings"))
    made: dict[str, None] = {}
    while len(made) < _TAIL:
        syllables = (chance.choice(onsets) + chance.choice(vowels) for _ in range(chance.choice((1, 2, 2, 3))))
        made["".join(syllables) + chance.choice(codas) + chance.choice(("", chance.choice(endings)))] = None
    return list(made)


def _subject(name: str, problem: int, said: dict[str, Any], platform: dict[str, str]) -> Subject:
    def fill(template: str, language: str) -> str:
        return template.format(p=name, o=platform[language])

    slug = f"{name}-{problem}-{platform['en']}".lower().replace(" ", "-")
    titles = {language: fill(said[language]["said"], language) for language in LANGUAGES}
    asked = {language: tuple(fill(way, language) for way in said[language]["asked"]) for language in LANGUAGES}
    return Subject(slug, titles, asked, (name.lower(), platform["en"].lower()), f"area-{problem % 12}")


def _article(subject: Subject, language: str, prose: _Prose) -> Article:
    steps, stop = _HEADS[language]
    summary, *sentences = prose.sentences(prose.length())
    reasons = sentences[:2]
    numbered = "\n".join(f"{number}. {text}" for number, text in enumerate(sentences[2:], start=1))
    bullets = "\n".join(f"- {text}" for text in reasons)
    return Article(
        slug=subject.slug,
        language=language,
        title=subject.title[language],
        aliases=subject.asked[language],
        tags=subject.tags,
        category=subject.category,
        owner="service-desk",
        updated=date(2026, 11, 1),
        review_by=date(2027, 11, 1),
        summary=summary,
        sections=(Section(steps, tuple(sentences[2:])),),
        stop=tuple(reasons),
        body=f"{summary}\n\n## {steps}\n{numbered}\n\n## {stop}\n{bullets}",
        path=Path(language, f"{subject.slug}.md"),
    )


def _question(subject: Subject, language: str, chance: Random) -> Question:
    words = chance.choice((subject.title[language], *subject.asked[language])).lower().split()
    if chance.random() < 0.5:
        words = [_mistyped(word, chance) if chance.random() < 0.4 else word for word in words]
    if chance.random() < 0.5:
        cut = chance.randrange(len(words))
        words = words[cut:] + words[:cut]
    text = " ".join((*chance.choice(_BEFORE[language]).split(), *words, *chance.choice(_AFTER[language]).split()))
    wrong_keyboard = language == "ru" and chance.random() < 0.05
    return Question(other_layout(text) if wrong_keyboard else text, language, subject.slug)


def _mistyped(word: str, chance: Random) -> str:
    """One letter swapped with its neighbour, left out or doubled; short words and those with digits stay."""
    if len(word) < 5 or not word.isalpha():
        return word
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[: at + 1] + word[at:],
        )
    )  # fmt: skip  (three ways in three rows)
