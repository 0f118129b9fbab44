"""Makes the vectors of many texts in the background, and tells how far it is."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from kb.meaning.apart import Twin, apart
from kb.meaning.vectors import VectorCache


@dataclass(frozen=True, slots=True)
class Progress:
    """How many vectors of how many are there, over all encoders."""

    done: int
    total: int


Told = Callable[[Progress], object]
"""Hears of progress; False says that it is enough."""


def build(twins: Sequence[Twin], texts: Sequence[str], cache: VectorCache, told: Told) -> bool:
    """Fill the cache with each encoder's vectors of the texts, and forget others; False where it was stopped.

    For a thread: hardly any Python runs in it, and no other process begins where all is kept. Raises BrokenProcessPool.
    """
    total = len(texts) * len(twins)
    for number, twin in enumerate(twins):
        with apart(twin) as encoder, closing(cache.fill(encoder, texts)) as filling:
            for done in filling:
                if told(Progress(number * len(texts) + done, total)) is False:
                    return False
        cache.prune(twin.here, texts)
    cache.keep([twin.here for twin in twins])
    told(Progress(total, total))
    return True
