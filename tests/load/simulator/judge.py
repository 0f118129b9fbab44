"""Compares what was seen with what must have been seen. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.load.simulator.marks import marks_in
from tests.load.simulator.outbox import Whispers, unseen
from tests.load.simulator.seen import Confined, Expected, Message, Posted, Seen

DONE = ("sent", "undone")
"""States of a post with which nothing is to be done any more: shown, or called back before."""
EXAMPLES = 3
"""Of each kind of violation so many are told."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Violations, one sentence each. `late` is a matter of time, and `unasked` of what the scenario knows to expect.

    `doubled_unknowable` are repeats of something whose arrival the platform let nobody know. `stuck` is what Firstline
    itself holds for unfinished or given up.
    """

    expected: int = 0
    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    doubled_unknowable: tuple[str, ...] = ()
    disordered: tuple[str, ...] = ()
    leaked: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    """Messages for everybody in a channel that nobody expected there."""

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong whatever the time: for `Outcome.faults`."""
        kinds = {"lost": self.lost, "doubled": self.doubled, "out of order": self.disordered, "leaked": self.leaked}
        kinds |= {"stuck": self.stuck}
        return tuple(f"{len(found)} {kind}: {'; '.join(found[:EXAMPLES])}" for kind, found in kinds.items() if found)

    @property
    def figures(self) -> dict[str, int]:
        """How many there are of each kind."""
        return {
            "expected": self.expected,
            "lost": len(self.lost),
            "doubled": len(self.doubled),
            "doubled, unknowable": len(self.doubled_unknowable),
            "out of order": len(self.disordered),
            "leaked": len(self.leaked),
            "stuck": len(self.stuck),
            "late": len(self.late),
        }


def judge(
    expected: Sequence[Expected],
    seen: Iterable[Seen],
    confined: Iterable[Confined] = (),
    posted: Iterable[Posted] = (),
) -> Judgement:
    """What people saw, held against what they must have seen, and what Firstline's outbox holds for posted, if told."""
    rows = sorted(seen, key=lambda row: (row.at, row.version))
    messages = _messages(rows)
    index = _Index(messages)
    found = [(each, index.fitting(each)) for each in expected]
    repeats = list(_repeats(found))
    excused = {text for text, copies, more in repeats if sum(map(_excuses, copies)) >= more}
    known = {(copy[0].channel, copy[0].id) for _, copies, _ in repeats for copy in copies}
    whispers = Whispers.of(messages, posted := tuple(posted))
    return Judgement(
        expected=len(expected),
        lost=(*_lost(found), *unseen(messages, posted), *whispers.lost()),
        doubled=(
            *(text for text, *_ in repeats if text not in excused),
            *_keys_twice(messages, known),
            *whispers.doubled(),
        ),
        doubled_unknowable=(*(text for text, *_ in repeats if text in excused), *whispers.excused()),
        disordered=(*_disordered(found), *_stale(found)),
        leaked=tuple(_leaked(rows, confined)),
        stuck=tuple(f"{each.key} is {each.state} {each.reason}".rstrip() for each in posted if each.state not in DONE),
        late=tuple(_late(found)),
        unasked=tuple(_unasked(messages, found)),
    )


Found = Sequence[tuple[Expected, list[Message]]]


def _messages(rows: Iterable[Seen]) -> list[Message]:
    versions: dict[tuple[str, str, str], list[Seen]] = defaultdict(list)
    for row in rows:
        versions[row.platform, row.channel, row.id].append(row)
    return [tuple(message) for message in versions.values()]


class _Index:
    """Finds messages by their marks or, for words that are no mark, by their thread: there are very many."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self._places: dict[tuple[str, ...], list[Message]] = defaultdict(list)
        for message in messages:
            for keys in {key: None for version in message for key in self._keys(version)}:
                self._places[keys].append(message)

    def fitting(self, expected: Expected) -> list[Message]:
        place = expected.platform, expected.channel, expected.private_to
        if marks_in(expected.mark) == [expected.mark]:
            there = self._places[(*place, "mark", expected.mark)]
        else:
            there = self._places[place if expected.root is None else (*place, "root", expected.root)]
        return [message for message in there if any(expected.fits(version) for version in message)]

    @staticmethod
    def _keys(seen: Seen) -> Iterator[tuple[str, ...]]:
        place = seen.platform, seen.channel, seen.private_to
        yield place
        yield (*place, "root", seen.root)
        yield from ((*place, "mark", mark) for mark in marks_in(seen.text))


def _alike(found: Found) -> Iterator[tuple[list[Expected], list[Message]]]:
    """What is expected with the same words in the same place, together: it must be there as often."""
    groups: dict[tuple[str, ...], tuple[list[Expected], list[Message]]] = {}
    for each, messages in found:
        place = (each.mark, each.platform, each.channel, repr(each.root), each.private_to, each.at_last)
        groups.setdefault(place, ([], messages))[0].append(each)
    yield from groups.values()


def _lost(found: Found) -> Iterator[str]:
    for alike, messages in _alike(found):
        needed = [each for each in alike if not each.optional]
        yield from (_of(each) for each in needed[len(messages) :])


def _repeats(found: Found) -> Iterator[tuple[str, list[Message], int]]:
    """Sentences about what is there too often, each with all its copies and how many of them are too many."""
    for alike, messages in _alike(found):
        if len(messages) > len(alike):
            ids = ", ".join(message[0].id for message in messages)
            yield f"{_of(alike[0])} {len(messages)} times ({ids})", messages, len(messages) - len(alike)


def _excuses(message: Message) -> bool:
    return any(version.could_not_be_known for version in message)


def _keys_twice(messages: Iterable[Message], known: Collection[tuple[str, str]]) -> Iterator[str]:
    """What was posted twice under one key, and is not yet `known` by its words."""
    keys: dict[str, list[Seen]] = defaultdict(list)
    for first, *_ in messages:
        if first.key and (first.channel, first.id) not in known:
            keys[first.key].append(first)
    for key, there in keys.items():
        if len(there) > 1:
            yield f"{key} {len(there)} times ({', '.join(row.id for row in there)})"


def _disordered(found: Found) -> Iterator[str]:
    threads: dict[tuple[str, str, str, str], list[tuple[int, float, Expected]]] = defaultdict(list)
    for each, messages in found:
        if each.order and messages and not each.optional:
            thread = (each.platform, each.channel, each.root or "", each.private_to)
            threads[thread].append((each.order, messages[0][0].at, each))
    for entries in threads.values():
        ordered = sorted(entries, key=lambda entry: entry[0])
        for (_, earlier, _), (_, later, each) in pairwise(ordered):
            if later < earlier:
                yield f"{_of(each)} {earlier - later:.3f} s before its forerunner"


def _stale(found: Found) -> Iterator[str]:
    for each, messages in found:
        if not each.optional and messages and each.at_last not in messages[0][-1].text:
            yield f"{_of(each)} does not read {each.at_last!r} in the end"


def _leaked(rows: Iterable[Seen], confined: Iterable[Confined]) -> Iterator[str]:
    allowed: dict[str, Collection[str]] = {each.mark: each.places for each in confined}
    for row in rows:
        place = row.private_to or row.channel
        for mark in marks_in(row.text):
            if place not in allowed.get(mark, (place,)):
                yield f"“{mark}” in {row.platform} {place} ({row.id})"


def _late(found: Found) -> Iterator[str]:
    """Of what reads alike, the first that was caused is held against the first that was seen, and so on."""
    for alike, messages in _alike(found):
        firsts = sorted(min(row.at for row in message if alike[0].fits(row)) for message in messages)
        for each, first in zip(sorted(alike, key=lambda each: each.since), firsts, strict=False):
            if first - each.since > each.within:
                yield f"{_of(each)} {first - each.since:.1f} s after it was caused"


def _unasked(messages: Iterable[Message], found: Found) -> Iterator[str]:
    asked = {(row.channel, row.id) for _, fitting in found for message in fitting for row in message}
    for first, *_ in messages:
        if not first.private_to and (first.channel, first.id) not in asked:
            yield f"{first.platform} {first.channel}/{first.root} {first.id}: {first.text[:60]!r}"


def _of(expected: Expected) -> str:
    return f"“{expected.mark}” in {expected.platform} {expected.channel}/{expected.root or ''}"
