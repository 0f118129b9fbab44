"""Searches to hold ours against, each given the same articles and the same questions.

What each is given: titles, aliases and tags as one text, the body as another, and where it can weigh them, the first
three times, as ours does. Each stems as well as it can: tantivy and bm25s by language, FTS5 with porter, which knows
English only. None corrects spelling or keyboards by itself, so none does here: half of the questions hold mistakes,
and what that costs is a part of what is compared. rapidfuzz compares with titles and aliases only: with bodies it finds
less.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

import bm25s
import tantivy
from rapidfuzz import fuzz, process, utils

from kb.article import Article
from kb.search import KnowledgeBase
from kb.words import stem

_WORD = re.compile(r"\w+")
_HEAVY = 3
"""How much titles, aliases and tags count."""
_LANGUAGES = {"en": "english", "ru": "russian"}


class Search(Protocol):
    """(question, language, limit) → slugs, best first."""

    def __call__(self, question: str, language: str, limit: int) -> list[str]: ...


def firstline(articles: Sequence[Article]) -> Search:
    """Ours, whole: with spelling, layouts, confidence, and the articles of the hits taken out."""
    knowledge = KnowledgeBase(articles)

    def search(question: str, language: str, limit: int) -> list[str]:
        return [hit.article.slug for hit in knowledge.search(question, language, limit)]

    return search


def fts5(articles: Sequence[Article]) -> Search:
    """SQLite's full text search, its index in memory."""
    database = sqlite3.connect(":memory:")
    options = "slug UNINDEXED, asked, body, tokenize = 'porter unicode61'"
    database.execute(f"CREATE VIRTUAL TABLE texts USING fts5({options})")
    database.executemany("INSERT INTO texts VALUES (?, ?, ?)", ((a.slug, asked(a), a.body) for a in articles))
    query = f"SELECT slug FROM texts WHERE texts MATCH ? ORDER BY bm25(texts, 0, {_HEAVY}, 1) LIMIT ?"  # noqa: S608 - a number of ours

    def search(question: str, language: str, limit: int) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in _WORD.findall(question))
        return _once(slug for (slug,) in database.execute(query, (words, 2 * limit)))[:limit]

    return search


def bm25s_alone(articles: Sequence[Article]) -> Search:
    """bm25s with its own tokeniser and, through PyStemmer, our stems."""
    texts = [f"{asked(article)} " * _HEAVY + article.body for article in articles]
    index = bm25s.BM25(backend="numpy")
    index.index(_bm25s_tokens(texts), show_progress=False)
    slugs = [article.slug for article in articles]

    def search(question: str, language: str, limit: int) -> list[str]:
        tokens = bm25s.tokenize(question, stopwords=None, stemmer=_stems, return_ids=False, show_progress=False)
        found, _ = index.retrieve(tokens, k=min(2 * limit, len(slugs)), show_progress=False)
        return _once(slugs[place] for place in found[0])[:limit]

    return search


def tantivy_alone(articles: Sequence[Article]) -> Search:
    """tantivy, in memory, each language in fields of its own with its own stemmer."""
    schema = tantivy.SchemaBuilder().add_text_field("slug", stored=True, tokenizer_name="raw")
    for language in _LANGUAGES:
        for part in ("asked", "body"):
            schema.add_text_field(f"{part}_{language}", tokenizer_name=language, index_option="freq")
    index = tantivy.Index(schema.build())
    for language, name in _LANGUAGES.items():
        analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        index.register_tokenizer(language, analyser.filter(tantivy.Filter.stemmer(name)).build())
    writer = index.writer(num_threads=1)
    for article in articles:
        texts = {f"asked_{article.language}": asked(article), f"body_{article.language}": article.body}
        writer.add_document(tantivy.Document(slug=article.slug, **texts))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    weights = {f"{part}_{each}": weight for each in _LANGUAGES for part, weight in (("asked", 3.0), ("body", 1.0))}

    def search(question: str, language: str, limit: int) -> list[str]:
        words = " ".join(_WORD.findall(question))
        query, _ = index.parse_query_lenient(words, list(weights), field_boosts=weights)
        hits = searcher.search(query, 2 * limit).hits
        return _once(str(searcher.doc(address)["slug"][0]) for _, address in hits)[:limit]

    return search


def rapidfuzz_alone(articles: Sequence[Article]) -> Search:
    """rapidfuzz's best scorer for this, token_set_ratio, over all titles and aliases."""
    ways = [(utils.default_process(way), a.slug) for a in articles for way in (a.title, *a.aliases)]
    texts = [way for way, _ in ways]

    def search(question: str, language: str, limit: int) -> list[str]:
        said = utils.default_process(question)
        found = process.extract(said, texts, scorer=fuzz.token_set_ratio, limit=2 * limit)
        return _once(ways[place][1] for _, _, place in found)[:limit]

    return search


ENGINES: Mapping[str, Callable[[Sequence[Article]], Search]] = {
    "Firstline": firstline,
    "tantivy": tantivy_alone,
    "bm25s": bm25s_alone,
    "SQLite FTS5": fts5,
    "rapidfuzz": rapidfuzz_alone,
}


def asked(article: Article) -> str:
    """Title, aliases and tags as one text."""
    return " ".join((article.title, *article.aliases, *article.tags))


def _bm25s_tokens(texts: list[str]) -> object:
    return bm25s.tokenize(texts, stopwords=None, stemmer=_stems, show_progress=False)


def _stems(words: list[str]) -> list[str]:
    return [stem(word) for word in words]


def _once(slugs: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(slugs))
