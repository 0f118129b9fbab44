"""Vectors of texts, kept over restarts: encoding 100,000 articles takes many minutes, reading their vectors seconds."""

import time
from collections.abc import Generator, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from kb.meaning.blocks import Block, Blocks, Directions, Keys
from kb.meaning.encoder import Encoder, Vectors

FILE = "vectors.sqlite3"

_BLOCK = 512
"""Texts whose vectors are written together: about a second of work, which is lost when a process is killed."""
_A_BATCH = 16
"""Texts that are encoded together: some 50 ms, so that the work can be stopped soon."""
_FEW = 32
"""Texts that are encoded sooner than found: a question's readings, an edited article's in its languages. To look
through 400,000 vectors takes a second of a core, to encode these about a tenth."""
_AT_ONCE = 4_096
"""Texts whose exact vectors are held at once: a few megabytes."""
_LOOKED_AT = 2_000
"""Texts after whose digests other threads may run: a millisecond."""


class VectorCache:
    """Keeps what encoders made of texts. Threads and processes may share one; two that miss the same text both encode
    it. Without its file, or with a damaged one, all is as it would be without a cache."""

    def __init__(self, path: Path) -> None:
        self._blocks = Blocks(path)

    def fill(self, encoder: Encoder, texts: Sequence[str]) -> Generator[int, None, None]:
        """Encode the texts that are not kept yet, a few at a time; yields each time how many of the texts are kept.

        To stop it, close it: what is done stays done.
        """
        keys, places = np.unique(keys_of(texts), return_index=True)
        missing = [texts[place] for place in np.sort(places[~self._kept(encoder, keys)])]
        done = len(keys) - len(missing)
        yield done
        for first in range(0, len(missing), _BLOCK):
            for more in self._fill(encoder, missing[first : first + _BLOCK]):
                yield done + first + more

    def directions(self, encoder: Encoder, texts: Sequence[str]) -> Directions:
        """The texts' vectors in eight bits, shape (texts, dimensions). See `unit`.

        Those that are not kept yet are encoded, and kept.
        """
        rows = np.zeros((len(texts), encoder.dimensions), np.int8)
        keys, places, numbers = np.unique(keys_of(texts), return_index=True, return_inverse=True)
        kept = np.zeros(len(keys), bool)
        for found, block in self._found(encoder, keys):
            rows[places[found]], kept[found] = block, True
        for first in range(0, len(missing := np.sort(places[~kept])), _BLOCK):
            part = missing[first : first + _BLOCK]
            rows[part] = self._encoded(encoder, [texts[place] for place in part])
        same = np.flatnonzero(places[numbers] != np.arange(len(texts)))
        rows[same] = rows[places[numbers[same]]]
        return rows

    def prune(self, encoder: Encoder, texts: Sequence[str]) -> None:
        """Forget other texts, once more than half of what is kept is theirs: until then it does not pay."""
        used = list(dict.fromkeys(texts))
        if sum(len(keys) for keys, _ in self._blocks.of(encoder.name, encoder.dimensions)) > 2 * len(used):
            rows, keys = self.directions(encoder, used), keys_of(used)
            parts = (slice(first, first + _BLOCK) for first in range(0, len(used), _BLOCK))
            self._blocks.replace(encoder.name, ((keys[part], rows[part]) for part in parts))

    def keep(self, encoders: Sequence[Encoder]) -> None:
        """Forget what other encoders made."""
        self._blocks.keep([encoder.name for encoder in encoders])

    def _kept(self, encoder: Encoder, keys: Keys) -> NDArray[np.bool_]:
        kept = np.zeros(len(keys), bool)
        for found, _ in self._found(encoder, keys):
            kept[found] = True
        return kept

    def _found(self, encoder: Encoder, keys: Keys) -> Iterator[tuple[NDArray[np.intp], Directions]]:
        """The places of kept keys among `keys`, which are sorted, and their rows, block by block."""
        for held, rows in self._blocks.of(encoder.name, encoder.dimensions):
            places = np.minimum(np.searchsorted(keys, held), max(len(keys) - 1, 0))
            fits = keys[places] == held if len(keys) else np.zeros(len(held), bool)
            yield places[fits], rows[fits]
            time.sleep(0)  # lets other threads run

    def _fill(self, encoder: Encoder, texts: Sequence[str]) -> Iterator[int]:
        """A few encoded at a time, all written together: a write takes longer than what it writes."""
        made = [np.zeros((0, encoder.dimensions), np.int8)]
        try:
            for first in range(0, len(texts), _A_BATCH):
                made.append(directions_of(encoder.encode(texts[first : first + _A_BATCH])))
                yield min(first + _A_BATCH, len(texts))
        finally:
            rows = np.concatenate(made)
            self._blocks.add(encoder.name, _block(texts[: len(rows)], rows))

    def _encoded(self, encoder: Encoder, texts: Sequence[str]) -> Directions:
        rows = directions_of(encoder.encode(texts))
        self._blocks.add(encoder.name, _block(texts, rows))
        return rows


class Cached:
    """An `Encoder` that makes no vector twice: those of many texts come from a cache, with a cosine of .9999 to the
    exact ones. A few are encoded each time: that is quicker, and questions leave no trace."""

    def __init__(self, encoder: Encoder, cache: VectorCache) -> None:
        self._encoder = encoder
        self._cache = cache

    @property
    def name(self) -> str:
        """Its encoder's."""
        return self._encoder.name

    @property
    def dimensions(self) -> int:
        """Its encoder's."""
        return self._encoder.dimensions

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder`."""
        if len(texts) <= _FEW:
            return self._encoder.encode(texts)
        return unit(self.directions(texts))

    def directions(self, texts: Sequence[str]) -> Directions:
        """See `Condensed`."""
        if len(texts) <= _FEW:
            return directions_of(self._encoder.encode(texts))
        return self._cache.directions(self._encoder, texts)


@runtime_checkable
class Condensed(Protocol):
    """An encoder that has vectors in eight bits."""

    def directions(self, texts: Sequence[str]) -> Directions:
        """The texts' vectors, shape (texts, dimensions)."""
        ...


def condensed(encoder: Encoder, texts: Sequence[str]) -> Directions:
    """The texts' vectors in eight bits, without holding all of the exact ones at any time."""
    if isinstance(encoder, Condensed):
        return encoder.directions(texts)
    starts = range(0, len(texts), _AT_ONCE)
    parts = [directions_of(encoder.encode(texts[first : first + _AT_ONCE])) for first in starts]
    return np.concatenate([np.zeros((0, encoder.dimensions), np.int8), *parts])


def keys_of(texts: Sequence[str]) -> Keys:
    """What the texts' vectors are kept under."""
    digests: list[bytes] = []
    for place, text in enumerate(texts):
        digests.append(blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest())
        if place % _LOOKED_AT == 0:
            time.sleep(0)  # lets other threads run
    return np.frombuffer(b"".join(digests), np.uint64)


def directions_of(vectors: Vectors) -> Directions:
    """The vectors in eight bits; one too short to have a direction becomes zeros."""
    longest = np.abs(vectors).max(axis=1, keepdims=True, initial=0)
    rows: Directions = np.rint(127 * (vectors / np.maximum(longest, np.float32(1e-30)))).astype(np.int8)
    return rows


def unit(directions: Directions) -> Vectors:
    """The vectors of length 1 that point there; zeros stay zeros. They take four times the room."""
    vectors = directions.astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1)
    return vectors


def _block(texts: Sequence[str], rows: Directions) -> Block:
    return keys_of(texts), rows
