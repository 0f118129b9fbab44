"""What reading the articles again has brought."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import product

from kb.article import Article, Mistake
from kb.reader import Key, Reading
from kb.shelf import Packed, unpack


@dataclass(frozen=True, slots=True)
class Change:
    """What reading the folders again brought, as (language, slug), and the mistakes that are in the files now."""

    added: tuple[Key, ...] = ()
    changed: tuple[Key, ...] = ()
    removed: tuple[Key, ...] = ()
    mistakes: tuple[Mistake, ...] = field(default=())

    def __bool__(self) -> bool:
        """Whether the articles are others than before."""
        return bool(self.keys)

    @property
    def keys(self) -> tuple[Key, ...]:
        """All that are not as they were."""
        return (*self.added, *self.changed, *self.removed)


def difference(before: Reading, after: Reading, among: Collection[Key] | None = None) -> Change:
    """What reading once more has brought; `among` are the only articles that may be others, if that is known."""
    old, new = _only(before, among), _only(after, among)
    return Change(
        added=tuple(key for key in new if key not in old),
        changed=tuple(key for key in new if key in old and _differ(old[key], new[key])),
        removed=tuple(key for key in old if key not in new),
        mistakes=after.mistakes,
    )


def _only(reading: Reading, among: Collection[Key] | None) -> Mapping[Key, Packed]:
    packed = reading.packed
    return packed if among is None else {key: packed[key] for key in sorted(among) if key in packed}


def _differ(old: Packed, new: Packed) -> bool:
    """Whether the articles do: equal ones may be packed differently, and nearly all are the same object."""
    return old is not new and unpack(old) != unpack(new)


def articles_of(reading: Reading, slugs: Collection[str], languages: Collection[str]) -> list[Article]:
    """All articles of these slugs, which are in no other languages."""
    keys = sorted(product(languages, slugs))
    return [unpack(reading.packed[key]) for key in keys if key in reading.packed]
