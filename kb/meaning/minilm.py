"""MiniLM in eight bits: the semantic tier's encoder, an English model that onnxruntime runs."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kb.meaning.encoder import Vectors

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

FILE = "minilm-l6-int8.onnx"
"""What the model's file is called; `FILE.sha256` lies beside it."""
TOKENIZER = "tokenizer"
"""The key under which the file carries its tokenizer, as JSON."""
LONGEST = 128
"""Tokens of a text that are read: some 90 words, more than a question or a way to ask has. Twice as many take thrice as
long."""


class ModelError(Exception):
    """The model cannot be used; its kind says why, and each has its own way forward."""


class ModelMissing(ModelError):
    """There is no file of the model at the path given as argument: it has to be made once."""


class ModelDamaged(ModelError):
    """The model's file is not the one that was made: it has to be made again."""


class LibraryMissing(ModelError):
    """A library of the extra `semantic`, given as argument, is not installed."""


class MiniLM:
    """An `Encoder`. A text's vector depends on that text alone, so texts go through one by one: texts that go through
    together share their scale of eight bits, which is 7 % faster and makes vectors that nobody can make again.

    Runs in the thread that calls it, without Python's lock. Half a millisecond to some milliseconds for a text.
    """

    def __init__(self, content: bytes) -> None:
        """`content` is that of the file. Raises LibraryMissing, ModelDamaged."""
        self._session, self._tokenizer = _opened(content)
        self.name = f"minilm-l6-int8-{sha256(content).hexdigest()[:12]}"
        self.dimensions = int(self._session.get_outputs()[0].shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`."""
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._vector(text)
        return vectors

    def _vector(self, text: str) -> NDArray[np.float32]:
        whole = text.encode(errors="replace").decode()  # half a pair of UTF-16 is no text for the tokenizer
        ids = np.array([self._tokenizer.encode(whole).ids], np.int64)
        vector: NDArray[np.float32] = self._session.run(None, {"ids": ids, "mask": np.ones_like(ids)})[0][0]
        return vector


def open_minilm(folder: Path) -> MiniLM:
    """The encoder whose file lies in the folder. Raises ModelError."""
    path = folder / FILE
    try:
        content, noted = path.read_bytes(), digest_path(path).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ModelMissing(path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ModelDamaged(path) from error
    if noted.split()[:1] != [sha256(content).hexdigest()]:
        raise ModelDamaged(path)
    return MiniLM(content)


def digest_path(path: Path) -> Path:
    """Where a file's SHA-256 is noted, in the form of `sha256sum`."""
    return path.with_name(f"{path.name}.sha256")


def _opened(content: bytes) -> "tuple[onnxruntime.InferenceSession, Tokenizer]":
    try:
        import onnxruntime  # noqa: PLC0415 - large, and an extra
        import tokenizers  # noqa: F401, PLC0415 - the same; `tokenizer_of` needs it
    except ModuleNotFoundError as error:
        raise LibraryMissing(error.name) from error
    try:
        session = onnxruntime.InferenceSession(content, _alone(onnxruntime), providers=["CPUExecutionProvider"])
        return session, tokenizer_of(session.get_modelmeta().custom_metadata_map[TOKENIZER])
    except Exception as error:  # both libraries raise kinds of their own for what is no model
        raise ModelDamaged("not a sentence model") from error


def tokenizer_of(source: str) -> "Tokenizer":
    """The tokenizer that the JSON describes, cutting where we stop reading and filling nothing up."""
    from tokenizers import Tokenizer  # noqa: PLC0415 - an extra

    tokenizer = Tokenizer.from_str(source)
    tokenizer.enable_truncation(LONGEST)
    tokenizer.no_padding()
    return tokenizer


def _alone(onnxruntime: Any) -> "onnxruntime.SessionOptions":
    """One thread: more of them fight with numpy's, and with each other for a question of ten tokens."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return options
