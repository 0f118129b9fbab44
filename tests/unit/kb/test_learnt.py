"""K9: what was learned from the articles outlives a restart."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from kb.article import Article
from kb.caches import Caches
from kb.learnt import FILE, Learnt, LearntCache
from kb.library import Library
from kb.meaning.apart import Twin
from kb.meaning.encoder import Vectors
from kb.search import KnowledgeBase
from kb.shelf import pack
from kb.trials import Trial
from tests.load.corpus import articles, questions, write
from tests.unit.kb.test_large_library import Letters

CORPUS = tuple(articles(40, 1))


class Counted(Letters):
    """Notes how many texts it was asked for, but for those that are kept."""

    def __init__(self) -> None:
        super().__init__()
        self.read = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.read += len(texts)
        return super().encode(texts)


def packs(corpus: tuple[Article, ...] = CORPUS) -> dict[tuple[str, str], bytes]:
    return {(article.language, article.slug): pack(article) for article in corpus}


def found(knowledge: KnowledgeBase) -> list[list[tuple[str, float, float]]]:
    asked = questions(30, len(CORPUS), 2)
    searches = (knowledge.search(each.text, each.language, 6) for each in asked)
    return [[(hit.article.slug, hit.score, hit.confidence) for hit in hits] for hits in searches]


def opened(place: Path) -> tuple[Library, Counted]:
    encoder = Counted()
    library = Library([place / "articles"], twins=(Twin(encoder, Letters),), caches=Caches.beside(place / "data"))
    library.reload()
    assert library.deepen()
    return library, encoder


def test_K9_a_desk_that_starts_again_does_not_try_itself_out(tmp_path: Path) -> None:
    write(tmp_path / "articles", CORPUS)
    first, asked = opened(tmp_path)
    again, hardly = opened(tmp_path)
    assert asked.read > 100
    assert hardly.read == 1
    assert again.knowledge.rule == first.knowledge.rule
    assert found(again.knowledge) == found(first.knowledge)


def test_K9_other_articles_and_encoders_are_learned_from(tmp_path: Path) -> None:
    cache, learnt = LearntCache(tmp_path / FILE), Learnt(None, [Trial(True, False, 0.25, 1 / 3)])
    cache.save(packs(), "letters", learnt)
    assert cache.load(packs(), "letters") == learnt
    assert cache.load(packs(), "others") is None
    assert cache.load(packs(CORPUS[1:]), "letters") is None


@pytest.mark.parametrize("harm", ["data = zeroblob(5)", "data = 'text'", "digest = 'no'", "name = 'other'"])
def test_K9_what_was_damaged_is_learned_again(tmp_path: Path, harm: str) -> None:
    cache = LearntCache(tmp_path / FILE)
    cache.save(packs(), "letters", Learnt(None, []))
    with closing(sqlite3.connect(tmp_path / FILE)) as file, file:
        file.execute(f"UPDATE parts SET {harm} WHERE name = 'head'")  # noqa: S608 - from above
    assert cache.load(packs(), "letters") is None
