"""Several encoders as one."""

from collections.abc import Sequence

import numpy as np

from kb.meaning.blocks import Directions
from kb.meaning.encoder import Encoder, Vectors
from kb.meaning.likeness import unit as scaled
from kb.meaning.vectors import condensed, directions_of, unit

_AT_ONCE = 4_096
"""Vectors that are put side by side at once."""


class Joined:
    """Encoders side by side: their vectors one after the other, so that a product of two is the weighted mean of
    theirs. For a text that some of them cannot read, the others say all of it."""

    def __init__(self, encoders: Sequence[Encoder], shares: Sequence[float] = ()) -> None:
        """`shares` say what each encoder counts in the mean; without them, all count the same."""
        self._encoders = tuple(encoders)
        self._shares = tuple(shares) or (1.0,) * len(self._encoders)

    @property
    def name(self) -> str:
        """All their names, with their shares where these differ."""
        if len(set(self._shares)) == 1:
            return "+".join(encoder.name for encoder in self._encoders)
        both = zip(self._shares, self._encoders, strict=True)
        return "+".join(f"{share:g}*{encoder.name}" for share, encoder in both)

    @property
    def dimensions(self) -> int:
        """All their dimensions together."""
        return sum(encoder.dimensions for encoder in self._encoders)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`."""
        return self._beside([encoder.encode(texts) for encoder in self._encoders])

    def directions(self, texts: Sequence[str]) -> Directions:
        """See `kb.meaning.vectors.Condensed`."""
        sides = [condensed(encoder, texts) for encoder in self._encoders]
        if len(sides) == 1:
            return sides[0]
        parts = (slice(first, first + _AT_ONCE) for first in range(0, len(texts), _AT_ONCE))
        rows = [directions_of(self._beside([unit(side[part]) for side in sides])) for part in parts]
        return np.concatenate([np.zeros((0, self.dimensions), np.int8), *rows])

    def _beside(self, sides: Sequence[Vectors]) -> Vectors:
        """The encoders' vectors of the same texts side by side, each as long as its share, together of length 1."""
        both = zip(self._shares, sides, strict=True)
        return scaled(np.hstack([np.float32(share**0.5) * side for share, side in both]))
