"""K2: why this answer, and what would have to change."""

import pytest

from kb.confidence import Zone
from kb.explain import Change, explain
from kb.search import KnowledgeBase
from tests.unit.kb.samples import article

KNOWLEDGE = KnowledgeBase(
    (
        article("vpn", "VPN does not connect", "vpn error 809", body="Restart the client."),
        article("printer", "Printer does not print", "paper jam", body="Restart the printer."),
        article("scanner", "Scanner does not scan", "paper jam in the feeder"),
    )
)


def test_K2_tells_what_was_read_and_what_matched() -> None:
    told = explain(KNOWLEDGE, "the pritner ate my quokka", "en")
    assert told.corrected == ("printer",)
    assert "quokka" in told.unknown
    best = told.reasons[0]
    assert best.article.slug == "printer"
    assert "printer" in best.matched
    assert "quokka" in best.missing
    assert not {"the", "my"} & {*best.matched, *best.missing}


def test_K2_the_parts_are_the_score() -> None:
    told = explain(KNOWLEDGE, "my vpn shows an error again", "en")
    best, rival = told.reasons[:2]
    assert sum(added for _, added in best.parts) == pytest.approx(best.score, abs=1e-5)
    assert told.lead == pytest.approx(best.score - rival.score)


@pytest.mark.parametrize(
    ("question", "zone", "change"),
    [
        ("vpn error 809", Zone.ANSWER, Change.NONE),
        ("paper jam paper", Zone.ANSWER, Change.NONE),
        ("what is for lunch", Zone.UNKNOWN, Change.ARTICLE),
    ],
)
def test_K2_tells_what_would_have_to_change(question: str, zone: Zone, change: Change) -> None:
    told = explain(KNOWLEDGE, question, "en")
    assert (told.reasons[0].zone, told.change) == (zone, change)


def test_K2_two_articles_that_claim_a_question_are_told_apart_by_aliases() -> None:
    others = [article(f"s{number}", f"word{number} broken") for number in range(20)]
    both = KnowledgeBase((article("a", "lost phone"), article("b", "phone lost"), *others))
    assert explain(both, "lost phone", "en").change is Change.RIVAL


def test_K2_nothing_to_explain() -> None:
    told = explain(KnowledgeBase(()), "vpn", "en")
    assert (told.reasons, told.change) == ((), Change.ARTICLE)
