"""K3, K9: what the search learns from people's word on its answers, and how little one person can teach it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.article import Status
from kb.confidence import Policy
from kb.evaluate import knowledge_of
from kb.feedback import FORGOTTEN, MOST, STALE_COST, Counts, Feedback, Learned, counts, gist
from kb.meaning.tiers import Tier
from kb.replay import replay
from kb.search import KnowledgeBase
from kb.words import stems
from tests.unit.kb.samples import article

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
VPN = article("vpn", "VPN does not connect", "cannot connect to vpn", body="Start the client again.")
WIFI = article("wifi", "Wi-Fi does not connect", "cannot connect to wi-fi", body="Switch the radio off and on.")
OTHERS = [
    article(f"o{n}", way, body="Ask.")
    for n, way in enumerate(("Printer jams", "No sound", "Screen is black", "Disk is full"))
]
QUESTION = "cannot connect from the train"


def said(person: str, *, worked: bool = True, question: str = QUESTION, about: str = "wifi", days: int = 0) -> Feedback:
    digest = {"wifi": WIFI, "vpn": VPN}[about].digest
    at = NOW - timedelta(days=days)
    return Feedback(about, "en", digest, person, f"c-{person}", _gist(question), question, worked, at)


def _gist(question: str) -> tuple[str, ...]:
    return tuple(sorted(gist(stems(question))))


def learned(*feedback: Feedback) -> Learned:
    return Learned(feedback, NOW)


def adjustment(feedback: Iterable[Feedback], question: str = QUESTION) -> float:
    return Learned(feedback, NOW).adjust(stems(question), WIFI)


def test_K3_two_persons_move_an_article_forward_for_a_like_question() -> None:
    base = KnowledgeBase([VPN, WIFI, *OTHERS])
    assert [hit.article.slug for hit in base.search(QUESTION, "en")] == ["vpn", "wifi"]
    told = [said("a", about="vpn", worked=False), said("b", about="vpn", worked=False), said("a"), said("b")]
    taught = base.adjusted(learned(*told))
    assert taught.search("i cannot connect from a train", "en")[0].article.slug == "wifi"
    assert [hit.article.slug for hit in base.search(QUESTION, "en")] == ["vpn", "wifi"], (
        "the value itself never changes"
    )


def test_K3_an_unlike_question_is_answered_as_before() -> None:
    assert adjustment([said("a"), said("b")], "cannot connect the new printer in the basement") == 0


def test_K3_one_person_alone_teaches_nothing_however_often_they_press() -> None:
    assert adjustment(replace(said("a"), conversation=f"c{number}") for number in range(100)) == 0


def test_K3_among_others_a_hundred_presses_of_one_person_weigh_as_one() -> None:
    hundred = [replace(said("a", worked=False), conversation=f"c{number}") for number in range(100)]
    assert (
        adjustment([*hundred, said("b"), said("c")]) == adjustment([said("a", worked=False), said("b"), said("c")]) > 0
    )


def test_K3_the_latest_word_of_a_person_counts() -> None:
    before = replace(said("a", worked=False, days=1), conversation="earlier")
    assert adjustment([before, said("a"), said("b")]) == adjustment([said("a"), said("b")])
    assert adjustment([said("a"), before, said("b")]) == adjustment([said("a"), said("b")])


def test_K3_the_adjustment_is_explained_by_how_many_said_what() -> None:
    told = learned(said("a"), said("b"), said("c", worked=False)).said(stems(QUESTION), WIFI)
    assert told is not None
    assert (told.worked, told.failed) == (2, 1)
    assert told.adjustment == pytest.approx(MOST * 1 / 5)


def test_K3_feedback_fades_and_is_forgotten() -> None:
    fresh, old = (adjustment([said("a", days=days), said("b", days=days)]) for days in (0, 400))
    assert 0 < old < fresh
    assert adjustment([said("a", days=FORGOTTEN.days), said("b", days=FORGOTTEN.days)]) == 0


def test_K3_feedback_on_another_text_of_the_article_is_void() -> None:
    told = learned(said("a"), said("b"))
    assert told.adjust(stems(QUESTION), replace(WIFI, body="Quite another way.")) == 0
    assert told.adjust(stems(QUESTION), replace(WIFI, aliases=("no wireless",), owner="somebody")) > 0


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.booleans(), st.integers(0, 900)), max_size=60))
def test_K3_no_feedback_moves_a_score_by_more_than_the_bound(words: list[tuple[str, bool, int]]) -> None:
    feedback = [said(person, worked=worked, days=days) for person, worked, days in words]
    moved = adjustment(feedback)
    assert -MOST < moved < MOST
    if len({person for person, _, days in words if days < FORGOTTEN.days}) < 2:
        assert moved == 0


def test_K9_a_stale_article_ranks_behind_another_that_fits_as_well() -> None:
    one, other = (article(slug, "VPN does not connect", body="Start it again.") for slug in ("a", "b"))
    for stale in (replace(one, status=Status.STALE), replace(one, review_by=date(2026, 11, 26))):
        base = KnowledgeBase([stale, other, *OTHERS]).adjusted(learned())
        first, second = base.search("vpn does not connect", "en")
        assert (first.article.slug, second.article.slug) == ("b", "a")
        assert first.score - second.score == pytest.approx(STALE_COST)


def test_K9_counts_are_of_the_article_as_it_is_now() -> None:
    told = [said("a"), said("b"), said("c", worked=False), replace(said("d"), digest="of an earlier text")]
    assert counts(told, [WIFI, VPN]) == {("en", "wifi"): Counts(2, 1), ("en", "vpn"): Counts()}


def test_K3_a_replay_measures_what_feedback_teaches() -> None:
    entries = [
        {"id": a.slug, "title": a.title, "aliases": list(a.aliases), "body": a.body} for a in (VPN, WIFI, *OTHERS)
    ]
    asked = [{"text": QUESTION, "article": "wifi"}] * 8
    data = {"lang": "en", "articles": entries, "queries": asked}
    gain = replay(data, knowledge_of(data, Tier.WORDS, Policy()))
    assert (gain.feedback, gain.before, gain.after, gain.one_person) == (8, 0, 1, 0)
