"""K1, K8 at size: the quick ways give what the plain ways give."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from kb import shortlist
from kb.article_file import read_article
from kb.lexicon import Lexicon
from kb.library import Library
from kb.postings import Postings, packed
from kb.reader import read_folders
from kb.search import KnowledgeBase
from kb.shelf import Shelf, pack, unpack
from kb.vocabulary import Vocabulary, marks, marks_of
from kb.words import words
from tests.examples import up_to
from tests.load.corpus import articles, questions
from tests.unit.kb.samples import STARTER, VPN, article, put

COUNT = 1200
TEXTS = st.text(st.sampled_from("abё Яж'-_*`.,\u00ad\u2019\u2010\u0301é🙂²\0\n1")) | st.text()


def split_into_words(texts: Sequence[str]) -> list[list[str]]:
    lexicon = Lexicon()
    pieces = np.array([*lexicon.pieces(tuple(texts)), 0], np.int32)
    numbers, places = lexicon.expand(pieces)
    text = np.cumsum(pieces == 0)[places]
    names = list(lexicon.words)
    return [[names[number] for number in numbers[text == place]] for place in range(len(texts))]


@up_to(300)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_K1_a_lexicon_gives_the_words_of_the_rules(texts: list[str]) -> None:
    assert split_into_words(texts) == [list(words(text)) for text in texts]


def test_K1_a_lexicon_gives_the_words_of_the_starter_articles() -> None:
    bodies = [each.body for each in read_folders([STARTER]).articles]
    assert split_into_words(bodies) == [list(words(body)) for body in bodies]


@pytest.fixture(scope="module")
def large() -> KnowledgeBase:
    return KnowledgeBase(tuple(articles(COUNT)))


@pytest.mark.parametrize("read", [0, 500, 10**9])
def test_K1_a_shortlist_leaves_none_of_the_best_out(
    large: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, read: int
) -> None:
    """Whatever part of the postings is read: the same hits as when every slug is looked at."""
    asked = [*(each.text for each in questions(60, COUNT)), "on", "windows 10", "the to of", "quokka", ""]
    plain = [scored(large, text) for text in asked]
    monkeypatch.setattr(shortlist, "_FEW", 1)
    monkeypatch.setattr(shortlist, "_READ", read)
    for text, scores in zip(asked, plain, strict=True):
        assert scored(large, text) == pytest.approx(scores, abs=1e-5)


def scored(knowledge: KnowledgeBase, text: str) -> list[float]:
    return [hit.score for hit in knowledge.search(text, "en", 6)]


def test_K1_right_article_first_among_many(large: KnowledgeBase) -> None:
    asked = questions(100, COUNT)
    found = [large.search(each.text, each.language, 1) for each in asked]
    right = [bool(hits) and hits[0].article.slug == each.slug for hits, each in zip(found, asked, strict=True)]
    assert sum(right) >= 95


def test_K1_likeness_by_letters_misses_no_near_word() -> None:
    used = {*words(" ".join(each.body for each in read_folders([STARTER]).articles)), "паролb", "straße", "пароль"}
    vocabulary, known = Vocabulary(used), [word for word in used if word.isalpha()]
    for word in ("printr", "pritner", "conection", "запускаеться", "пороль", "aaaa", "подключние", "пapoль", "strasse"):
        for mistakes in (1, 2):
            near = {each for each in known if OSA.distance(word, each) <= mistakes}
            assert {each for each, _ in vocabulary.near(word, mistakes)} == near


def test_K1_more_words_lie_beside_those_that_were_looked_at() -> None:
    vocabulary = Vocabulary(["quokka", "кенгуру"], Vocabulary(["printer", "принтер"]))
    for typed, meant in (("pritner", "printer"), ("притнер", "принтер"), ("quoka", "quokka"), ("кенгру", "кенгуру")):
        assert [word for word, _ in vocabulary.near(typed, 2)] == [meant]


def test_K1_marks_of_one_word_are_those_of_many() -> None:
    several = ["pritner", "принтер", "aaaaaaa", "ёжики12"]
    assert [marks_of(word) for word in several] == list(marks(several))


def test_K1_postings_keep_what_was_counted() -> None:
    stems, texts, times = (np.array(column) for column in ([0, 0, 2], [0, 3, 1], [1, 2, 65535]))
    keys = packed(stems.astype(np.int32), texts.astype(np.int32), times.astype(np.uint16))
    postings = Postings.made(keys, stems=4, texts=5)
    assert [held.tolist() for held in postings.of(0)] == [[0, 3], [1, 2]]
    assert [held.tolist() for held in postings.of(1)] == [[], []]
    assert [held.tolist() for held in postings.of(2)] == [[1], [65535]]
    assert postings.lengths.tolist() == [1, 65535, 0, 2, 0]
    assert postings.spread(np.array([0, 0, 0, 0, 1], np.int32)).tolist() == [1, 0, 1, 0]


def test_K8_an_article_comes_back_from_the_shelf_as_it_was() -> None:
    made = list(read_folders([STARTER]).articles)
    shelf = Shelf(map(pack, made))
    assert list(shelf) == made
    assert list(shelf[3:5]) == made[3:5]
    assert unpack(pack(made[0])) == made[0]


def test_K8_an_article_by_language_and_slug() -> None:
    knowledge = KnowledgeBase((article("vpn", "vpn"), article("vpn", "впн", language="ru")))
    found = knowledge.article("ru", "vpn")
    assert found is not None
    assert found.title == "впн"
    assert knowledge.article("ru", "camera") is None
    assert knowledge.article("de", "vpn") is None


def test_K8_only_changed_files_are_taken_apart_again(tmp_path: Path) -> None:
    put(tmp_path, "en/vpn.md")
    put(tmp_path, "en/mail.md", VPN.replace("vpn", "mail"))
    first = read_folders([tmp_path])
    changed = put(tmp_path, "en/vpn.md", VPN.replace("Try again.", "Try once more."))
    second = read_folders([tmp_path], first.files)
    same = [path.stem for path in second.files if second.files[path] is first.files[path]]
    assert same == ["mail"]
    assert unpack(second.packed["en", "vpn"]) == read_article(changed)


def test_K8_an_article_that_is_kept_gives_way_to_a_good_one(tmp_path: Path) -> None:
    """A slip keeps the old article; moved elsewhere, the new one is used and the broken file is only a mistake."""
    put(tmp_path, "en/a/vpn.md")
    library = Library([tmp_path])
    library.reload()
    put(tmp_path, "en/a/vpn.md", "nothing")
    put(tmp_path, "en/b/vpn.md", VPN.replace("cannot connect to vpn", "tunnel is broken"))
    library.reload()
    assert [mistake.path.parent.name for mistake in library.mistakes] == ["a"]
    assert library.search("tunnel is broken", "en")[0].score == 1.0
