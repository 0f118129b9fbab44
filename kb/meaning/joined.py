"""Several encoders as one."""

from collections.abc import Sequence
from math import sqrt

import numpy as np

from kb.meaning.encoder import Encoder, Vectors


class Joined:
    """Encoders side by side: their vectors one after the other, so that a product of two is the mean of theirs."""

    def __init__(self, encoders: Sequence[Encoder]) -> None:
        self._encoders = tuple(encoders)

    @property
    def name(self) -> str:
        """All their names."""
        return "+".join(encoder.name for encoder in self._encoders)

    @property
    def dimensions(self) -> int:
        """All their dimensions together."""
        return sum(encoder.dimensions for encoder in self._encoders)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`."""
        return np.hstack([encoder.encode(texts) for encoder in self._encoders]) / np.float32(sqrt(len(self._encoders)))
