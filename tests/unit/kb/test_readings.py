"""K8: what files were read as outlives a restart; a cache that is lost or damaged costs time, never an answer."""

import pickle
import re
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from importlib.resources import files
from pathlib import Path, PosixPath

import pytest

from kb import readings
from kb.article import Article, Status
from kb.caches import Caches
from kb.library import Library
from kb.pickling import NotOurs, pickled, unpickled
from kb.reader import read_folders
from kb.readings import FILE, ReadingCache
from kb.shelf import unpack
from tests.unit.kb.samples import VPN, put

PRINTER = VPN.replace("VPN does not connect", "Printer does not print").replace("cannot connect to vpn", "paper jam")


@pytest.fixture
def cache(tmp_path: Path) -> ReadingCache:
    put(tmp_path / "articles", "en/vpn.md")
    put(tmp_path / "articles", "en/printer.md", PRINTER)
    cache = ReadingCache(tmp_path / FILE)
    read(tmp_path, cache)
    return cache


def read(place: Path, cache: ReadingCache) -> Library:
    """As a process that starts does."""
    library = Library([place / "articles"], caches=replace(Caches.beside(place), readings=cache))
    library.reload()
    return library


def test_K8_a_restart_reads_nothing_again(cache: ReadingCache, tmp_path: Path) -> None:
    kept, now = cache.load(), read_folders([tmp_path / "articles"])
    assert [(path, file.digest, file.key) for path, file in kept.items()] == [
        (path, file.digest, file.key) for path, file in now.files.items()
    ]
    assert [unpack(file.packed) for file in kept.values()] == list(now.articles)
    again = read_folders([tmp_path / "articles"], kept)
    assert all(again.files[path] is kept[path] for path in again.files)
    assert read(tmp_path, cache).search("paper jam", "en")[0].article.slug == "printer"


def test_K8_what_changed_while_nobody_looked_is_seen(cache: ReadingCache, tmp_path: Path) -> None:
    put(tmp_path / "articles", "en/vpn.md", VPN.replace("VPN does not connect", "Quokka bites"))
    (tmp_path / "articles" / "en" / "printer.md").unlink()
    put(tmp_path / "articles", "en/new.md", PRINTER.replace("paper jam", "toner is empty"))
    for _ in range(2):
        library = read(tmp_path, cache)
        assert {article.slug for article in library.knowledge.articles} == {"vpn", "new"}
        assert library.search("quokka bites", "en")[0].article.slug == "vpn"
    assert {path.stem for path in cache.load()} == {"vpn", "new"}


def test_K8_a_mistake_is_told_after_each_restart(cache: ReadingCache, tmp_path: Path) -> None:
    put(tmp_path / "articles", "en/vpn.md", "no article")
    first = read(tmp_path, cache).mistakes
    assert first
    assert read(tmp_path, cache).mistakes == first


def test_K8_what_other_code_read_is_read_again(cache: ReadingCache, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(cache.load()) == 2
    monkeypatch.setattr(readings, "_readers", lambda: b"of another release")
    assert cache.load() == {}


def damage(statement: str) -> Callable[[Path], None]:
    def harm(path: Path) -> None:
        with closing(sqlite3.connect(path)) as file, file:
            file.executescript(statement)

    return harm


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.write_bytes(b"not a database"),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(b""),
        damage("UPDATE readings SET packed = x'00'"),
        damage("UPDATE readings SET packed = 7, digest = 'text'"),
        damage("DROP TABLE readings; CREATE TABLE readings (something TEXT)"),
    ],
)
def test_K8_a_damaged_cache_is_thrown_away(cache: ReadingCache, tmp_path: Path, harm: Callable[[Path], None]) -> None:
    for ending in ("-wal", "-shm"):
        (tmp_path / f"{FILE}{ending}").unlink(missing_ok=True)
    harm(tmp_path / FILE)
    for _ in range(2):
        assert read(tmp_path, cache).search("paper jam", "en")[0].article.slug == "printer"
    assert len(cache.load()) == 2


def test_K8_without_a_place_to_keep_it_everything_works(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    put(tmp_path / "articles", "en/vpn.md")
    library = read(tmp_path, ReadingCache(tmp_path / "articles" / "en" / "vpn.md" / FILE))
    assert library.search("cannot connect to vpn", "en")
    assert {record.message for record in caplog.records} == {"a cache cannot be kept"}


def test_K8_a_cache_cannot_run_code(cache: ReadingCache, tmp_path: Path) -> None:
    class Harm:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return print, ("harm",)

    for harm in (pickle.dumps(Harm()), b"ckb.reader\nos.system\n(S'true'\ntR.", b"cos\nsystem\n(S'true'\ntR.", b""):
        with pytest.raises(NotOurs):
            unpickled(harm)
    with closing(sqlite3.connect(tmp_path / FILE)) as file, file:
        (*row, _, _) = file.execute("SELECT * FROM readings").fetchone()
        row.append(zlib.compress(pickle.dumps(Harm())))
        file.execute("REPLACE INTO readings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, readings._seal(row)))
    (harmed,) = (kept for kept in cache.load().values() if kept.packed == row[-1])
    with pytest.raises(NotOurs):
        unpack(harmed.packed)


def test_K8_articles_come_back_as_they_were(cache: ReadingCache, tmp_path: Path) -> None:
    for article in read_folders([tmp_path / "articles"]).articles:
        assert isinstance(article, Article)
        assert unpickled(pickled(article)) == article


@pytest.mark.parametrize("module", ["article_file", "guide_file", "reader"])
def test_K8_what_was_read_by_other_rules_is_read_again_whichever_of_them_changed(module: str) -> None:
    text = files("kb").joinpath(f"{module}.py").read_text(encoding="utf-8")
    assert set(re.findall(r"^from kb\.(\w+) import", text, re.MULTILINE)) <= set(readings.READERS)


def built(named: bytes, state: object) -> bytes:
    """Bytes that name something and set its attributes."""
    return b"\x80\x04" + named + pickle.dumps(state, 3)[2:-1] + b"b."


def test_K8_bytes_of_a_file_change_nothing_that_is_ours() -> None:
    published = b"ckb.article\nStatus\n" + pickle.dumps(("published",), 3)[2:-1] + b"R"
    for named in (b"cpathlib\nPosixPath\n", b"ckb.article\nStatus\n", b"ckb.article\nArticle\n"):
        with pytest.raises(NotOurs):
            unpickled(built(named, (None, {"poison": "x"})))
    with pytest.raises(NotOurs):
        unpickled(built(published, {"_value_": "draft"}))
    assert not any(hasattr(ours, "poison") for ours in (PosixPath, Status, Article))
    assert Status.PUBLISHED.value == "published"
