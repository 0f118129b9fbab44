"""K1, K2 on the starter articles: questions as people write them, half of them with typos, and ones without an answer.

`questions.toml` helped to choose; `unseen_questions.toml` was written afterwards, but was looked at when meaning was
added; `employee_questions.toml` chose nothing and was first asked when all was chosen. The floors are a little below
what was measured, so that a change for the worse fails.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kb.search import KnowledgeBase
from tests import starter

FILES = ("questions.toml", "unseen_questions.toml")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the slug that answers it (or empty), and the first hit."""

    language: str
    kind: str
    slug: str
    text: str
    found: str
    confidence: float
    sure: bool

    @property
    def right(self) -> bool:
        return self.found == self.slug


@pytest.fixture
def knowledge() -> KnowledgeBase:
    return starter.knowledge()


def ask(knowledge: KnowledgeBase, file: str) -> list[Asked]:
    tables = tomllib.loads(Path(__file__).with_name(file).read_text(encoding="utf-8"))
    return [_ask(knowledge, *question) for question in _questions(tables)]


def _questions(tables: dict[str, dict[str, dict[str, list[str]]]]) -> Iterator[tuple[str, str, str, str]]:
    for language, kinds in tables.items():
        for kind, by_slug in kinds.items():
            for slug, texts in by_slug.items():
                yield from ((language, kind, "" if kind == "nothing" else slug, text) for text in texts)


def _ask(knowledge: KnowledgeBase, language: str, kind: str, slug: str, text: str) -> Asked:
    hits = knowledge.search(text, language, limit=1)
    if not hits:
        return Asked(language, kind, slug, text, "", 0.0, sure=False)
    return Asked(language, kind, slug, text, hits[0].article.slug, hits[0].confidence, hits[0].sure)


def share(part: list[Asked], whole: list[Asked]) -> float:
    return len(part) / len(whole)


@pytest.mark.parametrize("file", FILES)
def test_K1_right_first_among_those_answered(knowledge: KnowledgeBase, file: str) -> None:
    answered = [asked for asked in ask(knowledge, file) if asked.slug and asked.sure]
    assert share([asked for asked in answered if asked.right], answered) >= 0.9


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("kind", ["clean", "typos"])
def test_K1_right_first_of_all_asked(knowledge: KnowledgeBase, file: str, language: str, kind: str) -> None:
    asked = [one for one in ask(knowledge, file) if (one.language, one.kind) == (language, kind)]
    assert share([one for one in asked if one.right], asked) >= 0.85


@pytest.mark.parametrize("file", FILES)
def test_K1_most_questions_get_an_answer(knowledge: KnowledgeBase, file: str) -> None:
    asked = [one for one in ask(knowledge, file) if one.slug]
    assert share([one for one in asked if one.sure], asked) >= 0.7


@pytest.mark.parametrize("file", FILES)
def test_K2_one_in_ten_at_most_is_answered_without_an_answer(knowledge: KnowledgeBase, file: str) -> None:
    nothing = [asked for asked in ask(knowledge, file) if not asked.slug]
    assert len(nothing) >= 40
    assert share([asked for asked in nothing if asked.sure], nothing) <= 0.1


def test_K2_confidence_is_about_the_share_of_right_answers(knowledge: KnowledgeBase) -> None:
    """Rather too low than too high: the aliases of these articles are harder to tell apart than these questions."""
    asked = [one for file in FILES for one in ask(knowledge, file)]
    for low in (0.0, 0.25, 0.5, 0.75):
        band = [one for one in asked if low <= one.confidence < low + 0.25]
        expected = sum(one.confidence for one in band) / len(band)
        right = share([one for one in band if one.slug and one.right], band)
        assert expected - 0.1 <= right <= expected + 0.3


def test_K1_every_title_and_alias_finds_its_own_article(knowledge: KnowledgeBase) -> None:
    ways = [(article, way) for article in knowledge.articles for way in (article.title, *article.aliases)]
    missed = [
        (article.slug, way)
        for article, way in ways
        if not (hits := knowledge.search(way, article.language)) or hits[0].article.slug != article.slug
    ]
    assert len(missed) <= 0.01 * len(ways), missed


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("my vpn wont conect since this morning", "vpn-connect"),
        ("не приходит код подтверждения на телефон", "mfa-code-not-arriving"),
        ("wifi isn't working", "wifi-connect"),
        ("ghbynth yt gtxfnftn", "printer-not-printing"),
        ("ne prihodit kod podtverzhdeniya", "mfa-code-not-arriving"),
    ],
)
def test_K1_answers_surely(knowledge: KnowledgeBase, question: str, slug: str) -> None:
    first = knowledge.search(question, "en")[0]
    assert (first.article.slug, first.sure) == (slug, True)


@pytest.mark.parametrize(
    "question",
    ["what's the weather tomorrow", "who won the match", "can you approve my vacation", "asdf", "hello", "привет"],
)
def test_K2_does_not_answer(knowledge: KnowledgeBase, question: str) -> None:
    assert not any(hit.sure for hit in knowledge.search(question, "en"))


EMPLOYEES = "employee_questions.toml"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_K1_employees_who_took_no_part_in_the_choices_get_the_right_article(
    knowledge: KnowledgeBase, language: str
) -> None:
    asked = [one for one in ask(knowledge, EMPLOYEES) if one.slug and one.language == language]
    answered = [one for one in asked if one.sure]
    assert len(asked) >= 50
    assert share([one for one in asked if one.right], asked) >= 0.95
    assert share(answered, asked) >= 0.7
    assert share([one for one in answered if one.right], answered) >= 0.97


def test_K2_of_what_employees_ask_that_no_article_answers_one_in_ten_is_answered_at_most(
    knowledge: KnowledgeBase,
) -> None:
    nothing = [one for one in ask(knowledge, EMPLOYEES) if not one.slug]
    assert len(nothing) >= 100
    assert share([one for one in nothing if one.sure], nothing) <= 0.1
