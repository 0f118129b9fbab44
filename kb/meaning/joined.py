"""Several encoders as one."""

from collections.abc import Sequence

import numpy as np

from kb.meaning.encoder import Encoder, Vectors
from kb.meaning.likeness import unit


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
        both = zip(self._shares, self._encoders, strict=True)
        return unit(np.hstack([np.float32(share**0.5) * encoder.encode(texts) for share, encoder in both]))
