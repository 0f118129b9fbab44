"""The ledger of what people would have seen, and what they must have seen."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.wording.catalogue import Wording

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ANYTIME = float("inf")
SEARCHABLE = frozenset({"slack"})
"""Platforms on which a sender can look for what everybody in a channel sees."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as the platform showed it from `at` (seconds, any clock that `Expected.since` shares) on.

    `id` is the platform's; `version` counts its edits from 1. `root` is empty at the top of a channel. `private_to`
    is the one person who sees it. `text` is all that can be read on it.
    """

    at: float
    platform: str
    channel: str
    root: str
    id: str
    text: str
    version: int = 1
    private_to: str = ""
    key: str = ""
    """The key that the sender gave it, where the platform carries one."""
    unknowable: bool = False
    """Whoever sent it could neither be told that it arrived nor find out."""

    @property
    def admits_repeat(self) -> bool:
        """It says itself that it may be a repeat."""
        return any(Wording(language).text("possible-repeat") in self.text for language in ("en", "ru"))

    @property
    def could_not_be_known(self) -> bool:
        """Its sender could not know whether it was seen before: the simulator noted so, or, where nobody can look (the
        sender may have died meanwhile), the message admits it."""
        searchable = self.platform in SEARCHABLE and not self.private_to
        return self.unknowable or (self.admits_repeat and not searchable)


Message = tuple[Seen, ...]
"""One message in all its versions, oldest first."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A message that must be seen once: in this place, with the words of `mark` in one of its versions.

    `root` None means wherever in the channel. Messages of one place with an `order` are first seen in that order;
    0 is without order. It is late when it is seen more than `within` seconds after `since`. `at_last` are words of its
    last version. An `optional` one may be missing: nobody acknowledged its `cause` (a delivery), and nobody sends
    that again.
    """

    mark: str
    platform: str
    channel: str
    root: str | None = None
    private_to: str = ""
    since: float = 0.0
    within: float = ANYTIME
    order: int = 0
    at_last: str = ""
    cause: str = ""
    optional: bool = False

    def fits(self, seen: Seen) -> bool:
        """The message is this one, in this version."""
        there = (self.platform, self.channel, self.private_to) == (seen.platform, seen.channel, seen.private_to)
        return there and self.root in (None, seen.root) and self.mark in seen.text


@dataclass(frozen=True, slots=True)
class Posted:
    """A post of Firstline's outbox as it stands: what Firstline believes, to be held against what was seen."""

    key: str
    state: str
    """"sent", or what keeps it from being that."""
    is_private: bool = False
    is_edit: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Confined:
    """Words that may be seen only in these channels, or privately by these people (`places` holds ids of both).

    `mark` is one word that matches `WORD` of `tests.load.simulator.marks`.
    """

    mark: str
    places: frozenset[str]


@dataclass(slots=True)
class Sightings:
    """Everything seen so far; with a `path` it is kept there too, one JSON line each, so that a kill loses nothing."""

    path: Path | None = None
    rows: list[Seen] = field(default_factory=list)
    _channels: dict[str, list[Seen]] = field(default_factory=dict)

    def of(self, channel: str) -> Sequence[Seen]:
        """What was seen in the channel."""
        return self._channels.get(channel, ())

    def forget(self) -> None:
        """Begin anew."""
        self.rows.clear()
        self._channels.clear()

    def add(self, seen: Seen) -> None:
        """Somebody can see this from now on."""
        self.rows.append(seen)
        self._channels.setdefault(seen.channel, []).append(seen)
        if self.path is not None:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(as_line(seen) + "\n")


def as_line(row: "DataclassInstance") -> str:
    """One JSON line."""
    return json.dumps(asdict(row), ensure_ascii=False, default=sorted)


def read_seen(lines: Iterable[str]) -> Iterator[Seen]:
    """The rows again."""
    return (Seen(**json.loads(line)) for line in lines if line.strip())
