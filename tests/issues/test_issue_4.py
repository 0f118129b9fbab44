"""What issue 4 says must be true of the search, seen from outside: on the starter articles, on small sets, and (`make
quality`) on the small sets of questions that lie beside the checkout."""

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.heard import Heard
from bot.conversation.intents import Intent
from bot.conversation.steps import Choose, Offer
from bot.conversation.turn import take_turn
from kb.confidence import Policy, Zone
from kb.evaluate import knowledge_of, measure
from kb.meaning.tiers import Tier
from kb.measure import Figures, figures
from kb.reader import read_folders
from kb.search import KnowledgeBase
from tests.samples import conversation
from tests.unit.kb.samples import STARTER

ROOT = Path(__file__).parents[2]
SETS = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return KnowledgeBase(read_folders([STARTER]).articles)


def first(knowledge: KnowledgeBase, question: str, language: str = "en") -> str:
    hits = knowledge.search(question, language)
    return hits[0].article.slug if hits else ""


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("vpn wont conect", "vpn-connect"),
        ("vpn ne rabotaet", "vpn-connect"),
        ("gthtgecnfyjdrf gfhjkz", "forgot-password"),
        ("VPN не подключается from home", "vpn-connect"),
    ],
)
def test_K1_questions_are_read_as_they_were_meant(knowledge: KnowledgeBase, question: str, slug: str) -> None:
    assert first(knowledge, question) == slug


def test_K2_what_no_article_answers_gets_no_answer(knowledge: KnowledgeBase) -> None:
    hits = knowledge.search("which wine goes with fish", "en")
    assert not any(hit.zone is Zone.ANSWER for hit in hits)


@pytest.mark.parametrize("question", ["vpn problem", "printer"])
def test_K2_what_several_articles_come_near_to_is_asked_back(knowledge: KnowledgeBase, question: str) -> None:
    turn = take_turn(conversation(), Heard(question, Intent.OTHER, knowledge.search(question, "en")))
    [asked] = turn.steps
    assert isinstance(asked, Choose)
    assert len(asked.hits) > 1
    chosen = take_turn(turn.conversation, Heard("2", Intent.OTHER, place=2, choices=asked.hits))
    assert chosen.steps == (Offer(asked.hits[1], place=2),)


def test_K3_there_is_a_next_best(knowledge: KnowledgeBase) -> None:
    slugs = [hit.article.slug for hit in knowledge.search("vpn is slow and does not connect", "en")]
    assert len(slugs) == len(set(slugs)) > 1


def test_K8_a_question_gets_the_article_in_its_language(knowledge: KnowledgeBase) -> None:
    hit = knowledge.search("не подключается vpn", "ru")[0]
    assert (hit.article.slug, hit.article.language, hit.translated) == ("vpn-connect", "ru", False)


def test_K8_without_a_translation_the_english_article_says_so() -> None:
    desk = [each for each in read_folders([STARTER]).articles if each.language == "en"]
    hit = KnowledgeBase(desk).search("vpn подключение", "ru")[0]
    assert (hit.article.slug, hit.translated) == ("vpn-connect", True)


def test_K9_the_readme_shows_the_search_as_a_library(capsys: pytest.CaptureFixture[str]) -> None:
    part = (ROOT / "README.md").read_text(encoding="utf-8").split("## The search as a library", 1)[1]
    code = re.search(r"```python\n(.*?)```", part, re.DOTALL)
    assert code is not None
    exec(code[1], {})  # noqa: S102  (our own page)
    title, confidence, zone = capsys.readouterr().out.splitlines()[0].rsplit(" ", 2)
    assert (title, zone) == ("VPN does not connect", "answer")
    assert 0 < float(confidence) <= 1


def needed(name: str) -> dict[str, Any]:
    """A set beside the checkout; its absence is a failure where CI is set."""
    path = SETS / f"{name}.json"
    if not path.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{path.name} is not beside the checkout")
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def measured(name: str) -> Figures:
    data = needed(name)
    return figures(measure(data, knowledge_of(data, Tier.BASE, Policy())))


def missed(name: str, figure: str, target: float, reason: str) -> Any:
    return pytest.param(name, figure, target, marks=pytest.mark.xfail(strict=True, reason=reason))


FLOORS = [
    ("hint3-curekart", "accuracy", 0.87),
    ("hint3-curekart", "far10", 0.69),
    ("hint3-curekart", "precision", 0.94),
    ("hint3-sofmattress", "accuracy", 0.81),
    ("hint3-sofmattress", "far10", 0.6),
    ("hint3-sofmattress", "precision", 0.96),
    ("askubuntu-webapps", "accuracy", 0.92),
    ("askubuntu-webapps", "precision", 0.97),
    missed("hint3-curekart", "accuracy", 0.89, "target .89, measured .885"),
    missed("hint3-curekart", "precision", 0.97, "target .97, measured .957"),
]


@pytest.mark.quality
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("name", "figure", "least"), FLOORS)
def test_K1_K2_figures_on_the_sets(name: str, figure: str, least: float) -> None:
    assert getattr(measured(name), figure) >= least


@pytest.mark.quality
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", ["hint3-curekart", "hint3-sofmattress", "askubuntu-webapps"])
def test_K2_at_most_one_in_ten_is_answered_wrongly(name: str) -> None:
    false = measured(name).false_answers
    assert false is not None
    assert false <= 0.12
