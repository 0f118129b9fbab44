"""K9: in a large library a change is found at once, meaning follows in the background, and is there after a restart."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from kb import library as room
from kb.caches import Caches
from kb.library import Library
from kb.meaning.apart import Twin
from kb.meaning.building import Progress
from kb.meaning.encoder import Vectors
from tests.load.corpus import articles, write
from tests.unit.kb.samples import VPN, put


class Letters:
    """An encoder of letters and pairs of them: texts alike are near."""

    name, dimensions = "letters", 128

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.full((len(texts), 128), 0.01, np.float32)
        for row, text in enumerate(texts):
            for one, other in zip(text.lower(), text.lower()[1:], strict=False):
                rows[row, (31 * ord(one) + ord(other)) % 128] += 1
        vectors: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return vectors


@pytest.fixture
def place(tmp_path: Path) -> Path:
    write(tmp_path / "articles", list(articles(2, 1)))
    put(tmp_path / "articles", "en/vpn.md")
    return tmp_path


@pytest.fixture(autouse=True)
def _small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "LARGE", 2)


def opened(place: Path) -> Library:
    caches = Caches.beside(place / "data")
    library = Library([place / "articles"], twins=(Twin(Letters(), Letters),), caches=caches)
    library.reload()
    return library


def deep(library: Library) -> bool:
    return library.knowledge.has_meaning


def first(library: Library, question: str) -> str:
    hits = library.search(question, "en")
    return hits[0].article.slug if hits else ""


def test_K9_words_are_searched_before_meaning_is(place: Path) -> None:
    library, seen = opened(place), list[Progress]()
    assert not deep(library)
    assert first(library, "cannot connect to vpn") == "vpn"
    assert library.deepen(seen.append)
    assert deep(library)
    assert seen[0].done == 0 < seen[-1].done == seen[-1].total
    assert first(library, "cannot connect to vpn") == "vpn"


def test_K9_a_change_is_found_at_once_and_the_rest_is_not_made_anew(place: Path) -> None:
    library = opened(place)
    library.deepen()
    whole = library.knowledge
    assert whole.has_meaning
    put(place / "articles", "en/vpn.md", VPN.replace("VPN does not connect", "Quokka bites"))
    put(place / "articles", "en/zebra.md", VPN.replace("VPN does not connect", "Zebra kicks"))
    library.reload()
    assert (first(library, "quokka bites"), first(library, "zebra kicks")) == ("vpn", "zebra")
    assert deep(library)
    assert len(library.knowledge.articles) == len(whole.articles) + 1
    changed = library.knowledge.article("en", "vpn")
    assert changed is not None
    assert changed.title == "Quokka bites"
    (place / "articles" / "en" / "vpn.md").unlink()
    library.reload()
    assert first(library, "quokka bites") != "vpn"
    assert library.knowledge.article("en", "vpn") is None
    assert {hit.article.slug for hit in whole.search("cannot connect to vpn", "en")} >= {"vpn"}


def test_K9_what_lies_over_the_rest_is_worked_in_once_it_is_much(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST", 4)
    library = opened(place)
    library.deepen()
    for number in range(3):
        put(place / "articles", f"en/zebra-{number}.md", VPN.replace("VPN does not connect", f"Zebra {number} kicks"))
    library.reload()
    over = library.knowledge
    assert library.deepen()
    assert library.knowledge is not over
    assert first(library, "zebra 2 kicks") == "zebra-2"
    assert deep(library)


def test_K9_what_changes_while_meaning_is_learned_is_found(place: Path) -> None:
    library = opened(place)

    def told(_: Progress) -> None:
        if not (place / "articles" / "en" / "zebra.md").exists():
            put(place / "articles", "en/zebra.md", VPN.replace("VPN does not connect", "Zebra kicks"))
            library.reload()

    library.deepen(told)
    assert first(library, "zebra kicks") == "zebra"
    assert deep(library)


def test_K9_learning_can_be_stopped_and_words_go_on(place: Path) -> None:
    library = opened(place)
    assert not library.deepen(lambda _: False)
    assert not deep(library)
    assert first(library, "cannot connect to vpn") == "vpn"


def test_K9_after_a_restart_nothing_is_encoded_again(place: Path) -> None:
    opened(place).deepen()
    library, seen = opened(place), list[Progress]()
    assert library.deepen(seen.append)
    assert seen[0].done == seen[0].total


def test_K9_a_small_desk_keeps_its_meaning_while_an_article_is_edited(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "LARGE", 2_000)
    library = opened(place)
    assert not deep(library)
    library.deepen()
    put(place / "articles", "en/zebra.md", VPN.replace("VPN does not connect", "Zebra kicks"))
    library.reload()
    over = library.knowledge
    assert library.is_deep
    assert over.has_meaning
    assert first(library, "zebra kicks") == "zebra"
    assert library.deepen()
    assert deep(library)
    assert library.knowledge.finder is not over.finder
    assert first(library, "zebra kicks") == "zebra"


def test_K9_one_change_of_several_hundred_is_no_reason_to_count_all_anew(tmp_path: Path) -> None:
    """Without meaning: a thousand articles took a second of a core, in which people saw the old text."""
    write(tmp_path, list(articles(room.SEVERAL, 1)))
    library = Library([tmp_path])
    library.reload()
    counted = library.knowledge.finder
    changed = next(tmp_path.rglob("en/*.md"))
    text = changed.read_text(encoding="utf-8")
    for number in range(room.SEVERAL // 10 + 1):
        path = changed.with_name(f"quokka-{number}.md")
        path.write_text(text.replace('title: "', f'title: "Quokka bites {number} times '), encoding="utf-8")
        library.reload([path])
        assert first(library, f"quokka bites {number} times") == path.stem
        made_anew = library.knowledge.finder.index is not counted.index
        assert made_anew is (number == room.SEVERAL // 10)


def test_K9_learning_counts_no_word_again(place: Path) -> None:
    library = opened(place)
    index = library.knowledge.finder.index
    library.deepen()
    assert library.knowledge.finder.index is index


def test_K9_a_library_without_encoders_has_nothing_to_learn(place: Path) -> None:
    library = Library([place / "articles"])
    library.reload()
    assert library.is_deep
    assert library.deepen()
    assert not deep(library)
