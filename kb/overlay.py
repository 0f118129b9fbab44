"""A large set of articles with a small one over it: what was changed is found at once, the rest is not counted anew."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from kb.article import Article
from kb.finder import Finder
from kb.meaning.encoder import Encoder
from kb.ranking import Found, View, sole

MOST = 200
"""Slugs in an overlay, beyond which all should be made anew: the weights of words have drifted, and each question looks
at so many more candidates."""


class Overlay:
    """A `Finder` of many articles, `whole`, in which some slugs have changed since. Never changes itself.

    Articles over it weigh as they would in `whole`, so their scores can be put together with those from there. What is
    not as it would be after making all anew: words keep the weights that they had (a share of changed / all slugs, at
    most), and words that only articles of old used are still known to the spelling.
    """

    def __init__(
        self,
        whole: Finder,
        changed: Sequence[Article],
        gone: Collection[str],
        encoder: Encoder | None = None,
        held: int = 0,
    ) -> None:
        """`changed` has all articles of every slug that was added or changed; `gone` are the slugs that were removed,
        and may be all of these. The places of changed articles are counted from `held`, the number of the others."""
        self._whole = whole
        self._fresh = Finder(changed, encoder, like=whole)
        touched = {article.slug for article in changed} | set(gone)
        hidden = sorted(whole.slugs[slug] for slug in touched if slug in whole.slugs)
        self._hidden = np.array(hidden, np.int64)
        self.index = whole.index
        """See `Finder.index`; the weights of words are its own."""
        self.slugs = dict(whole.slugs)
        """The number of each slug, also of those that are gone."""
        self._numbers = [self.slugs.setdefault(slug, len(self.slugs)) for slug in self._fresh.slugs]
        self.places = {language: dict(places) for language, places in whole.places.items()}
        """See `Finder.places`; none for slugs that are gone."""
        self._place(held)

    def read(self, question: str) -> tuple[str, ...]:
        """See `Finder.read`."""
        return self._fresh.read(question)

    def find(self, question: str, count: int) -> list[Found]:
        """See `Finder.find`."""
        words = self.read(question)
        if not words:
            return []
        below, above = self._views(words)
        found = self._whole.ranking.best(question, words, count, below) if self._whole.ranking else []
        fresh = self._fresh.ranking.best(question, words, count, above) if self._fresh.ranking else []
        found += (replace(each, slug=self._numbers[each.slug]) for each in fresh)
        return sorted(found, key=lambda each: (-each.score, each.slug))[:count]

    def _place(self, held: int) -> None:
        for places in self.places.values():
            for slug in self._hidden.tolist():
                places.pop(slug, None)
        for language, fresh in self._fresh.places.items():
            moved = {self._numbers[slug]: held + place for slug, place in fresh.items()}
            self.places.setdefault(language, {}).update(moved)

    def _views(self, words: Sequence[str]) -> tuple[View, View]:
        """What counts of the whole and of what is over it: a way to ask must be the only one of both that says so."""
        below = () if self._whole.ranking is None else self._whole.ranking.claims(words)
        below = tuple(slug for slug in below if slug not in self._hidden)
        above = () if self._fresh.ranking is None else self._fresh.ranking.claims(words)
        same = sole(below), sole(above)
        return View(self._hidden, None if above else same[0]), View(_NOTHING, None if below else same[1])


_NOTHING = np.zeros(0, np.int64)
