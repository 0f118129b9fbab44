"""A model of English among others that know more languages."""

from collections.abc import Sequence

import numpy as np

from kb.language import language_of
from kb.meaning.encoder import Encoder, Vectors


class English:
    """Another encoder for English texts only: of others an English model says something, but nothing that is so."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    @property
    def name(self) -> str:
        """The other's."""
        return f"en:{self._encoder.name}"

    @property
    def dimensions(self) -> int:
        """The other's."""
        return self._encoder.dimensions

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`; zeros for a text in another language."""
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        read = [place for place, text in enumerate(texts) if language_of(text) == "en"]
        if read:
            vectors[read] = self._encoder.encode([texts[place] for place in read])
        return vectors
