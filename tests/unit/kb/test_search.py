"""K1, K2: the right fix first, and knowing when there is none; on a handful of articles."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from kb.confidence import WORDS, Zone
from kb.search import Hit, KnowledgeBase
from tests.unit.kb.samples import article

ARTICLES = (
    article("vpn", "VPN does not connect", "vpn error 809", body="Restart the client. Check the internet connection."),
    article("vpn", "VPN не подключается", "ошибка впн", language="ru", body="Перезапустите клиент."),
    article("printer", "Printer does not print", "paper jam", body="Restart the printer."),
    article("printer", "Принтер не печатает", "застряла бумага", language="ru"),
    article("password", "Forgot your password", "reset password", body="Open the password page."),
    article("camera", "Камера не работает", language="ru"),
)


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return KnowledgeBase(ARTICLES)


def slugs(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.article.slug for hit in hits]


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("vpn wont conect", "vpn"),
        ("the printr is jammed with paper", "printer"),
        ("не печатает принтер", "printer"),
        ("how to reset my passwrod", "password"),
        ("vpn не подключается, error 809", "vpn"),
    ],
)
def test_K1_right_article_first(knowledge: KnowledgeBase, question: str, slug: str) -> None:
    assert slugs(knowledge.search(question, "en"))[0] == slug


def test_K1_every_slug_once_in_the_language_asked_for(knowledge: KnowledgeBase) -> None:
    hits = knowledge.search("VPN не подключается vpn does not connect", "ru")
    assert slugs(hits).count("vpn") == 1
    assert (hits[0].article.language, hits[0].translated) == ("ru", False)


def test_O4_other_language_where_there_is_no_translation(knowledge: KnowledgeBase) -> None:
    first = knowledge.search("не работает камера", "en")[0]
    assert (first.article.slug, first.article.language, first.translated) == ("camera", "ru", True)


def test_O4_language_of_a_question_as_it_was_meant(knowledge: KnowledgeBase) -> None:
    assert knowledge.language("ghbynth yt gtxfnftn", "en") == "ru"
    assert knowledge.language("the printer is broken", "ru") == "en"


def test_K1_best_first_and_no_more_than_the_limit(knowledge: KnowledgeBase) -> None:
    hits = knowledge.search("vpn printer password", "en", limit=2)
    assert len(hits) == 2
    assert hits[0].score >= hits[1].score
    assert hits[0].confidence >= hits[1].confidence


def test_K1_the_words_of_a_title_or_alias_are_sure(knowledge: KnowledgeBase) -> None:
    for question in ("does my printer not print?", "ошибка у впн", "I forgot the pasword"):
        assert knowledge.search(question, "en")[0].score == 1.0


def test_K2_words_that_two_articles_claim_are_not_sure() -> None:
    both = KnowledgeBase((article("a", "lost phone"), article("b", "phone lost"), article("c", "dock")))
    assert [hit.sure for hit in both.search("lost phone", "en")] == [False, False]


def test_K2_sure_from_the_bound_on(knowledge: KnowledgeBase) -> None:
    for question in ("vpn error 809", "printer password", "restart", "впн"):
        for hit in knowledge.search(question, "en"):
            assert hit.sure == (hit.confidence >= knowledge.answer_at) == (hit.zone is Zone.ANSWER)


def test_K2_unrelated_hits_are_not_mentioned(knowledge: KnowledgeBase) -> None:
    assert knowledge.search("what's the weather tomorrow", "en") == ()


@pytest.mark.parametrize(
    "question",
    ["", " ", "?!", "😀🤷‍♀️", "\x00\x01", "\ud800", "x" * 100_000, "a," * 50_000, "٣٣٣", "\u202e\u200b", "'" * 500],
)
def test_O6_hostile_questions_find_nothing(knowledge: KnowledgeBase, question: str) -> None:
    assert knowledge.search(question, "en") == ()


def test_O6_control_characters_and_a_huge_tail_do_not_hide_the_question(knowledge: KnowledgeBase) -> None:
    assert slugs(knowledge.search("\x00vpn error 809\x07 " + " " * 100_000 + "printer", "en"))[0] == "vpn"


def test_K2_repeating_a_word_does_not_make_it_surer(knowledge: KnowledgeBase) -> None:
    once, often = (knowledge.search(text, "en")[0] for text in ("password", "password " * 50))
    assert often.confidence == once.confidence


@pytest.mark.parametrize("articles", [(), (article("odd", "???"),), (article("odd", "!", body="some words"),)])
def test_K2_nothing_to_search_in(articles: tuple[object, ...]) -> None:
    assert KnowledgeBase(articles).search("vpn", "en") == ()  # type: ignore[arg-type]  # parametrize loses the type


def test_K1_threads_share_one_knowledge_base(knowledge: KnowledgeBase) -> None:
    questions = ["vpn wont conect", "не печатает принтер", "reset passwrod", "weather"] * 50
    alone = [knowledge.search(question, "en") for question in questions]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda question: knowledge.search(question, "en"), questions)) == alone


def test_K2_confidence_grows_with_the_score_and_falls_with_a_rival() -> None:
    assert WORDS.of(0.5, 0.1) > WORDS.of(0.3, 0.1) > WORDS.of(0.3, 0.29) > WORDS.of(0.1, 0.1)
    assert 0.0 <= WORDS.of(0.01, 1.0) < WORDS.of(1.0, 0.0) <= 1.0


def test_K2_what_is_named_is_what_a_look_shows_above_the_bound(knowledge: KnowledgeBase) -> None:
    hits = knowledge.search("vpn does not connect", "en", 6)
    looked = [hit for hit, _ in knowledge.look("vpn does not connect", "en", 6)]
    assert hits == tuple(hit for hit in looked if hit.confidence >= knowledge.mention_at)
    assert len(hits) < len(looked)
