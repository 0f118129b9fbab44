"""Words as a vector of fixed length, for what a sentence model does not know: products, error codes, jargon."""

import zlib
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from kb.meaning.encoder import Vectors
from kb.meaning.likeness import unit

DIMENSIONS = 512


def hashed(texts: Sequence[Iterable[str]], weight: Callable[[str], float]) -> Vectors:
    """A vector of length 1 for the stems of each text: each is added at a place, and with a sign, that its name decides
    (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009)."""
    vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
    for row, stems in zip(vectors, texts, strict=True):
        for stem in set(stems):
            mark = zlib.crc32(stem.encode("utf-8", "surrogatepass"))
            row[mark % DIMENSIONS] += weight(stem) if mark >> 16 & 1 else -weight(stem)
    return unit(vectors)
