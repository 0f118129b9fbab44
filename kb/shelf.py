"""Articles and guides laid away small, and taken out whole when they are asked for."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import overload

from kb.article import Article
from kb.guide import Guide
from kb.pickling import pickled, unpickled

_AT_HAND = 256
"""How many articles stay as they are once taken out: most people ask for the same few."""

Packed = bytes
"""An article, pickled and compressed: a third of its text's size, where an Article takes three times that."""


def pack(article: Article) -> Packed:
    """The article as it lies on a shelf."""
    return zlib.compress(pickled(article), 1)


def unpack(packed: Packed) -> Article:
    """The article that was packed: some 0.05 ms, so fit for the hits of a search, not for a scan."""
    article = unpickled(zlib.decompress(packed))
    assert isinstance(article, Article)  # noqa: S101  (`pack` made it)
    return article


def pack_guide(guide: Guide) -> Packed:
    """The guide as it is kept."""
    return zlib.compress(pickled(guide), 1)


def unpack_guide(packed: Packed) -> Guide:
    """The guide that was packed."""
    guide = unpickled(zlib.decompress(packed))
    assert isinstance(guide, Guide)  # noqa: S101  (`pack_guide` made it)
    return guide


class Shelf(Sequence[Article]):
    """A sequence of articles in a fraction of their memory. Never changes; threads may share it.

    The texts stay in memory instead of being read from their files again, because a hit must show the article that was
    searched, also after its file was changed, moved or taken away.
    """

    def __init__(self, packed: Iterable[Packed] = ()) -> None:
        self._packed = tuple(packed)
        self._at_hand = lru_cache(_AT_HAND)(lambda place: unpack(self._packed[place]))

    def __len__(self) -> int:
        return len(self._packed)

    def __iter__(self) -> Iterator[Article]:
        """All of them, none of which then stays at hand: whoever goes through them all wants no one again soon."""
        return map(unpack, self._packed)

    @overload
    def __getitem__(self, place: int) -> Article: ...
    @overload
    def __getitem__(self, place: slice) -> "Shelf": ...
    def __getitem__(self, place: int | slice) -> "Article | Shelf":
        return Shelf(self._packed[place]) if isinstance(place, slice) else self._at_hand(place)


class Both(Sequence[Article]):
    """Some articles and then others. Never changes; threads may share it."""

    def __init__(self, some: Sequence[Article], others: Sequence[Article]) -> None:
        self._some = some
        self._others = tuple(others)

    def __len__(self) -> int:
        return len(self._some) + len(self._others)

    @overload
    def __getitem__(self, place: int) -> Article: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Article, ...]: ...
    def __getitem__(self, place: int | slice) -> Article | tuple[Article, ...]:
        if isinstance(place, slice):
            return tuple(self)[place]
        return self._some[place] if place < len(self._some) else self._others[place - len(self._some)]
