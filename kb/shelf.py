"""Articles and guides laid away small, and taken out whole when they are asked for."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any, overload

from kb.article import Article, Section, Status
from kb.guide import Guide
from kb.pickling import pickled, unpickled

_AT_HAND = 256
"""How many articles stay as they are once taken out: most people ask for the same few."""

Packed = bytes
"""An article, pickled and compressed: a third of its text's size, where an Article takes three times that."""


def pack(article: Article) -> Packed:
    """The article as it lies on a shelf: its fields as plain values, which are pickled in a third of the time."""
    return zlib.compress(pickled(_fields(article)), 1)


def unpack(packed: Packed) -> Article:
    """The article that was packed: some 0.03 ms, so fit for the hits of a search, not for a scan."""
    plain = unpickled(zlib.decompress(packed))
    assert isinstance(plain, tuple)  # noqa: S101  (`pack` made it)
    return _article(plain)


_ALL = attrgetter(*(field.name for field in fields(Article)))


def _fields(article: Article) -> tuple[Any, ...]:
    *names, updated, review_by, summary, sections, stop, body, path, status, source, guide = _ALL(article)
    days, steps = (updated.toordinal(), review_by.toordinal()), tuple((part.name, part.steps) for part in sections)
    return (*names, *days, summary, steps, stop, body, str(path), status.value, source, guide)


def _article(plain: tuple[Any, ...]) -> Article:
    *names, updated, review_by, summary, steps, stop, body, path, status, source, guide = plain
    facts = (*names, date.fromordinal(updated), date.fromordinal(review_by), summary)
    sections = tuple(Section(*each) for each in steps)
    return Article(*facts, sections, stop, body, Path(path), Status(status), source, guide)  # type: ignore[call-arg]


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
