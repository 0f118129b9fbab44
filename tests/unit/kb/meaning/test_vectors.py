"""K9: vectors are kept over restarts, and a cache that is lost, damaged or shared costs time, never an answer."""

import logging
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kb.meaning.blocks import Directions
from kb.meaning.encoder import Vectors
from kb.meaning.vectors import FILE, Cached, VectorCache, directions_of, unit

DIMENSIONS = 24
TEXTS = tuple(f"way to ask number {number}" for number in range(1_203))


class Counting:
    """An encoder that counts what it is asked; vectors follow from the text."""

    dimensions = DIMENSIONS

    def __init__(self, name: str = "counting") -> None:
        self.name = name
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        return np.array([vector(text) for text in texts], np.float32).reshape(-1, DIMENSIONS)


def vector(text: str) -> Vectors:
    numbers = np.random.default_rng(list(text.encode())).normal(size=DIMENSIONS).astype(np.float32)
    row: Vectors = numbers / np.linalg.norm(numbers)
    return row


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / FILE


@pytest.fixture
def warnings(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    caplog.set_level(logging.WARNING)
    seen: list[str] = []
    yield seen
    seen += [record.message for record in caplog.records]


def cosines(directions: Directions, texts: Sequence[str]) -> float:
    return float(np.min(np.sum(unit(directions) * [vector(text) for text in texts], axis=1)))


def test_K9_a_text_is_encoded_once(path: Path) -> None:
    encoder = Counting()
    counts = list(VectorCache(path).fill(encoder, TEXTS))
    assert counts[-1] == len(TEXTS)
    assert counts == sorted(counts)
    assert len(counts) > len(TEXTS) / 20, "too seldom to be stopped soon"
    assert sorted(encoder.encoded) == sorted(TEXTS)
    after = Counting()
    directions = VectorCache(path).directions(after, TEXTS)
    assert after.encoded == []
    assert directions.shape == (len(TEXTS), DIMENSIONS)
    assert cosines(directions, TEXTS) > 0.999
    assert list(VectorCache(path).fill(after, TEXTS))[-1] == len(TEXTS)
    assert after.encoded == []


def test_K9_only_new_texts_are_encoded_and_repeated_ones_once(path: Path) -> None:
    encoder, cache = Counting(), VectorCache(path)
    cache.directions(encoder, TEXTS[:10])
    directions = cache.directions(encoder, ("new", *TEXTS[:10], "new", TEXTS[3]))
    assert encoder.encoded == [*TEXTS[:10], "new"]
    assert cosines(directions, ("new", *TEXTS[:10], "new", TEXTS[3])) > 0.999


def test_K9_encoders_do_not_take_each_others_vectors(path: Path) -> None:
    cache, other = VectorCache(path), Counting("other")
    cache.directions(Counting(), TEXTS[:3])
    cache.directions(other, TEXTS[:3])
    assert other.encoded == list(TEXTS[:3])


def test_K9_filling_that_is_stopped_goes_on_where_it_was(path: Path) -> None:
    encoder = Counting()
    filling = VectorCache(path).fill(encoder, TEXTS)
    done = next(filling), next(filling)
    filling.close()
    assert 0 < done[1] == len(encoder.encoded) < len(TEXTS)
    after = Counting()
    list(VectorCache(path).fill(after, TEXTS))
    assert len(after.encoded) == len(TEXTS) - done[1]


def test_K8_texts_of_an_edited_article_are_not_sought_among_all(path: Path) -> None:
    encoder, cache = Counting(), VectorCache(path)
    kept = cache.directions(encoder, TEXTS)
    for many, made in ((20, TEXTS[:20]), (40, ())):
        encoder.encoded.clear()
        assert np.array_equal(Cached(encoder, cache).directions(TEXTS[:many]), kept[:many])
        assert encoder.encoded == list(made)


def test_K9_texts_that_are_gone_are_forgotten_once_they_are_most(path: Path) -> None:
    encoder, cache = Counting(), VectorCache(path)
    cache.directions(encoder, TEXTS)
    cache.prune(encoder, TEXTS[5:])
    encoder.encoded.clear()
    cache.directions(encoder, TEXTS)
    assert encoder.encoded == []
    cache.prune(encoder, TEXTS[5:20])
    assert cosines(cache.directions(encoder, TEXTS[:30]), TEXTS[:30]) > 0.999
    assert encoder.encoded == [*TEXTS[:5], *TEXTS[20:30]]


def test_K9_models_that_are_gone_are_forgotten(path: Path) -> None:
    old, new, cache = Counting("old"), Counting("new"), VectorCache(path)
    for encoder in (old, new):
        cache.directions(encoder, TEXTS[:20])
    cache.keep((new,))
    for encoder in (old, new):
        encoder.encoded.clear()
        cache.directions(encoder, TEXTS[:20])
    assert (len(old.encoded), len(new.encoded)) == (20, 0)


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"?" * 5000])
def test_K9_what_is_no_cache_is_made_anew(path: Path, content: bytes, warnings: list[str]) -> None:
    path.write_bytes(content)
    VectorCache(path).directions(Counting(), TEXTS[:3])
    cache = VectorCache(path)
    assert cosines(cache.directions(Counting(), TEXTS[:3]), TEXTS[:3]) > 0.999
    after = Counting()
    cache.directions(after, TEXTS[:3])
    assert after.encoded == []


def test_K9_a_database_with_another_table_is_made_anew(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE blocks (something TEXT)")
    encoder = Counting()
    for _ in range(3):
        assert cosines(VectorCache(path).directions(encoder, TEXTS[:3]), TEXTS[:3]) > 0.999
    assert len(encoder.encoded) <= 6


def test_K9_a_cache_that_is_damaged_anywhere_gives_right_vectors(path: Path) -> None:
    VectorCache(path).directions(Counting(), TEXTS)
    whole = path.read_bytes()
    for place in range(0, len(whole), 4096):
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        path.write_bytes(whole[:place] + b"\xff" * 100 + whole[place + 100 :])
        assert cosines(VectorCache(path).directions(Counting(), TEXTS), TEXTS) > 0.999


@pytest.mark.parametrize("harm", ["rows = x'0102'", "rows = 'text'", "keys = zeroblob(24)", "digest = 'no'"])
def test_K9_a_block_that_was_changed_is_made_again(path: Path, harm: str) -> None:
    encoder = Counting()
    for part in (TEXTS[:3], TEXTS[3:6]):
        VectorCache(path).directions(encoder, part)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(f"UPDATE blocks SET {harm} WHERE number = 1")  # noqa: S608 - from above
    after = Counting()
    assert cosines(VectorCache(path).directions(after, TEXTS[:6]), TEXTS[:6]) > 0.999
    assert after.encoded == list(TEXTS[:3])


def test_K9_without_a_place_to_keep_them_vectors_are_made_each_time(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    encoder, cache = Counting(), VectorCache(tmp_path / "file" / FILE)
    assert list(cache.fill(encoder, TEXTS[:3]))[-1] == 3
    assert cosines(cache.directions(encoder, TEXTS[:3]), TEXTS[:3]) > 0.999
    cache.prune(encoder, TEXTS[:1])
    cache.keep((encoder,))
    assert {record.message for record in caplog.records} == {"a cache cannot be kept"}


def test_K9_threads_fill_one_cache_together(path: Path) -> None:
    encoders = [Counting() for _ in range(4)]
    threads = [threading.Thread(target=VectorCache(path).directions, args=(each, TEXTS)) for each in encoders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cosines(VectorCache(path).directions(Counting(), TEXTS), TEXTS) > 0.999


def test_K9_questions_leave_no_trace(path: Path) -> None:
    encoder = Counting()
    cached = Cached(encoder, VectorCache(path))
    np.testing.assert_array_equal(cached.encode(("my secret",)), [vector("my secret")])
    assert not path.exists()
    assert (cached.name, cached.dimensions) == ("counting", DIMENSIONS)
    many = cached.encode(TEXTS)
    np.testing.assert_allclose(np.linalg.norm(many, axis=1), 1, atol=1e-5)
    encoder.encoded.clear()
    np.testing.assert_array_equal(cached.encode(TEXTS), many)
    assert encoder.encoded == []


@given(arrays(np.float32, (3, DIMENSIONS), elements=st.floats(-1, 1, width=32)))
def test_K9_eight_bits_point_the_same_way(vectors: Vectors) -> None:
    lengths = np.linalg.norm(vectors, axis=1)
    made = unit(directions_of(vectors))
    assert np.all(np.isfinite(made))
    told = lengths > 1e-20
    cosine = np.sum(made[told] * (vectors[told] / lengths[told, None]), axis=1)
    assert np.all(cosine > 0.999)
