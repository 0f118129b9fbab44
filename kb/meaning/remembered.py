"""An encoder that does not read a text twice."""

from collections.abc import Sequence

import numpy as np

from kb.meaning.encoder import Encoder, Vectors


class Remembered:
    """Another encoder's vectors, kept as long as this is: for a job that comes back to the same texts."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, Vectors] = {}

    @property
    def name(self) -> str:
        """The other's."""
        return self._encoder.name

    @property
    def dimensions(self) -> int:
        """The other's."""
        return self._encoder.dimensions

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors |= zip(new, self._encoder.encode(new), strict=True)
        return np.stack([self._vectors[text] for text in texts])
