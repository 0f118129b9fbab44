"""The port to models that turn texts into vectors."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""One vector a row."""


class Encoder(Protocol):
    """Says what texts mean as vectors: texts that mean alike point the same way. Threads may share one."""

    @property
    def name(self) -> str:
        """The model and its version: vectors of the same name and text may be kept and used again."""
        ...

    @property
    def dimensions(self) -> int:
        """Numbers in a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A vector of length 1 for each text, shape (texts, dimensions); zeros for one that it cannot read."""
        ...
