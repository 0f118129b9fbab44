"""K9: what was counted of many articles outlives a restart; a cache that is lost or damaged costs only time."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from kb import library as libraries
from kb import parts, tallies
from kb.article import Article
from kb.caches import Caches
from kb.library import Library
from kb.parts import Packs
from kb.search import KnowledgeBase
from kb.shelf import Shelf, pack
from kb.tallies import FILE, TallyCache
from kb.tally import Tally, tally
from tests.load.corpus import articles, questions
from tests.unit.kb.samples import VPN, put

CORPUS = tuple(articles(60, 1))


def packs(corpus: tuple[Article, ...] = CORPUS) -> Packs:
    return {(article.language, article.slug): pack(article) for article in corpus}


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many articles were counted each time."""
    seen: list[int] = []

    def noted(corpus: Shelf) -> Tally:
        seen.append(len(corpus))
        return tally(corpus)

    monkeypatch.setattr(tallies, "tally", noted)
    return seen


def test_K9_what_was_counted_is_not_counted_again(tmp_path: Path, counted: list[int]) -> None:
    first, again = (TallyCache(tmp_path / FILE).of(packs()) for _ in range(2))
    assert counted == [len(CORPUS)]
    for name in ("asker", "asked", "whole", "counts"):
        np.testing.assert_array_equal(getattr(first, name), getattr(again, name))
    for name in ("words", "stems"):
        assert list(getattr(first.lexicon, name).items()) == list(getattr(again.lexicon, name).items())
    assert list(first.names) == list(again.names)


def test_K9_searches_are_the_same_with_what_was_kept(tmp_path: Path) -> None:
    cache = TallyCache(tmp_path / FILE)
    cache.of(packs())
    bases = [KnowledgeBase(CORPUS, counted=kept) for kept in (None, cache.of(packs()))]
    for asked in questions(40, len(CORPUS), 2):
        one, other = ([(h.article.slug, h.score) for h in b.search(asked.text, asked.language, 6)] for b in bases)
        assert one == other


def test_K9_other_articles_are_counted(tmp_path: Path, counted: list[int]) -> None:
    cache = TallyCache(tmp_path / FILE)
    cache.of(packs())
    assert len(cache.of(packs(CORPUS[1:])).names) == len(CORPUS) - 1
    cache.of(packs((*CORPUS[1:], CORPUS[0])))
    assert counted == [60, 59, 60]


def test_K9_what_other_code_counted_is_counted_again(
    tmp_path: Path, counted: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    TallyCache(tmp_path / FILE).of(packs())
    monkeypatch.setattr(parts, "_code", lambda: b"of another release")
    TallyCache(tmp_path / FILE).of(packs())
    assert counted == [60, 60]


def damage(statement: str) -> Callable[[Path], None]:
    def harm(path: Path) -> None:
        with closing(sqlite3.connect(path)) as file, file:
            file.executescript(statement)

    return harm


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.write_bytes(b"not a database"),
        lambda path: path.unlink(),
        damage("UPDATE parts SET data = zeroblob(8) WHERE name = 'whole'"),
        damage("UPDATE parts SET data = 'text' WHERE name = 'words'"),
        damage("DELETE FROM parts WHERE name = 'asker'"),
        damage("DROP TABLE parts; CREATE TABLE parts (something TEXT)"),
    ],
)
def test_K9_a_damaged_tally_is_counted_again(tmp_path: Path, counted: list[int], harm: Callable[[Path], None]) -> None:
    TallyCache(tmp_path / FILE).of(packs())
    for ending in ("-wal", "-shm"):
        (tmp_path / f"{FILE}{ending}").unlink(missing_ok=True)
    harm(tmp_path / FILE)
    for _ in range(3):  # where the file was no database it is thrown away first
        assert len(TallyCache(tmp_path / FILE).of(packs()).names) == len(CORPUS)
    assert counted[:2] == [60, 60]
    assert len(counted) < 4


def test_K9_a_large_library_that_starts_again_counts_nothing(
    tmp_path: Path, counted: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libraries, "LARGE", 1)
    put(tmp_path / "articles", "en/vpn.md")
    for _ in range(2):
        library = Library([tmp_path / "articles"], caches=Caches.beside(tmp_path / "data"))
        library.reload()
        assert library.search("cannot connect to vpn", "en")[0].article.slug == "vpn"
    put(tmp_path / "articles", "en/vpn.md", VPN.replace("VPN does not connect", "Quokka bites"))
    library = Library([tmp_path / "articles"], caches=Caches.beside(tmp_path / "data"))
    library.reload()
    assert library.search("quokka bites", "en")[0].article.slug == "vpn"
    assert counted == [1, 1]
