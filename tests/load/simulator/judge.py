"""Compares what was seen with what must have been seen. Pure."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.load.simulator.marks import marks_in
from tests.load.simulator.seen import Confined, Expected, Seen

EXAMPLES = 3
"""Of each kind of violation so many are told."""

Place = tuple[str, str, str]
Message = tuple[Seen, ...]
"""One message in all its versions, oldest first."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Violations, one sentence each. `late` is a matter of time, and `unasked` of what the scenario knows to expect.

    `doubled_unknowable` are repeats of something whose arrival the platform let nobody know.
    """

    expected: int = 0
    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    doubled_unknowable: tuple[str, ...] = ()
    disordered: tuple[str, ...] = ()
    leaked: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    """Messages for everybody in a channel that nobody expected there."""

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong whatever the time: for `Outcome.faults`."""
        kinds = {"lost": self.lost, "doubled": self.doubled, "out of order": self.disordered, "leaked": self.leaked}
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
            "late": len(self.late),
        }


def told_unknowable(seen: Seen) -> bool:
    """The simulator noted that nobody could know."""
    return seen.unknowable


def judge(
    expected: Sequence[Expected],
    seen: Iterable[Seen],
    confined: Iterable[Confined] = (),
    unknowable: Callable[[Seen], bool] = told_unknowable,
) -> Judgement:
    """What people saw, held against what they must have seen."""
    rows = sorted(seen, key=lambda row: (row.at, row.version))
    messages = _messages(rows)
    found = [(each, _fitting(each, messages)) for each in expected]
    repeats = list(_repeats(found))
    excused = [text for text, copies in repeats if any(unknowable(row) for copy in copies for row in copy)]
    return Judgement(
        expected=len(expected),
        lost=tuple(_lost(found)),
        doubled=tuple(text for text, copies in repeats if text not in excused),
        doubled_unknowable=tuple(excused),
        disordered=(*_disordered(found), *_stale(found)),
        leaked=tuple(_leaked(rows, confined)),
        late=tuple(_late(found)),
        unasked=tuple(_unasked(messages, found)),
    )


Found = Sequence[tuple[Expected, list[Message]]]


def _messages(rows: Iterable[Seen]) -> Mapping[Place, list[Message]]:
    versions: dict[tuple[str, str, str], list[Seen]] = defaultdict(list)
    for row in rows:
        versions[row.platform, row.channel, row.id].append(row)
    places: dict[Place, list[Message]] = defaultdict(list)
    for message in versions.values():
        first = message[0]
        places[first.platform, first.channel, first.private_to].append(tuple(message))
    return places


def _fitting(expected: Expected, messages: Mapping[Place, list[Message]]) -> list[Message]:
    there = messages.get((expected.platform, expected.channel, expected.private_to), [])
    return [message for message in there if any(expected.fits(version) for version in message)]


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


def _repeats(found: Found) -> Iterator[tuple[str, list[Message]]]:
    """Sentences about what is there too often, each with all its copies."""
    for alike, messages in _alike(found):
        if len(messages) > len(alike):
            ids = ", ".join(message[0].id for message in messages)
            yield f"{_of(alike[0])} {len(messages)} times ({ids})", messages


def _disordered(found: Found) -> Iterator[str]:
    threads: dict[tuple[str, str, str, str], list[tuple[int, float, Expected]]] = defaultdict(list)
    for each, messages in found:
        if each.order and messages:
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
    for each, messages in found:
        first = min((row.at for message in messages for row in message if each.fits(row)), default=each.since)
        if first - each.since > each.within:
            yield f"{_of(each)} {first - each.since:.1f} s after it was caused"


def _unasked(messages: Mapping[Place, list[Message]], found: Found) -> Iterator[str]:
    asked = {(row.channel, row.id) for _, fitting in found for message in fitting for row in message}
    for (platform, channel, private_to), there in messages.items():
        for message in there:
            if not private_to and (channel, message[0].id) not in asked:
                yield f"{platform} {channel}/{message[0].root} {message[0].id}: {message[0].text[:60]!r}"


def _of(expected: Expected) -> str:
    return f"“{expected.mark}” in {expected.platform} {expected.channel}/{expected.root or ''}"
