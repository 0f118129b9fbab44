"""How much a word says about what is asked."""

import math
from collections import defaultdict
from collections.abc import Sequence

from kb.dictionary import everyday

_FUNCTION_WORD = 0.5
"""What a function word counts, next to another word that is as rare."""

Document = tuple[int, tuple[str, ...]]
"""The number of the slug that owns a text, and the text's stems."""


class Weights:
    """Inverse document frequency (Lucene's form) by slug, less for function words.

    Counting slugs and not texts matters: a word in every alias of one article is that article's mark, not common.
    Measured on five sets of questions it adds 3 to 10 points of right first articles.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        owners: dict[str, set[int]] = defaultdict(set)
        for owner, stems in documents:
            for stem in stems:
                owners[stem].add(owner)
        self._slugs = len({owner for owner, _ in documents})
        self._spread = {stem: len(held) for stem, held in owners.items()}

    def __call__(self, stem: str) -> float:
        """The weight of a stem, above 0; one that no article holds weighs most."""
        spread = self._spread.get(stem, 0)
        rarity = math.log(1 + (self._slugs - spread + 0.5) / (spread + 0.5))
        return rarity * _FUNCTION_WORD if stem in everyday().function else rarity

    def total(self, stems: Sequence[str]) -> float:
        """What all these say together: the most that a text could score on them."""
        return sum(map(self, stems))
