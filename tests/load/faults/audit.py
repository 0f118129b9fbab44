"""What people saw against what they had to see: pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.load.faults.office import PINGS, Case, Said, leads_of, triage_of
from tests.load.simulator.marks import marks_in
from tests.load.simulator.seen import Seen

_PING = re.compile(r"#(\d+)")


@dataclass(frozen=True, slots=True)
class Row:
    """A post of Firstline's outbox, as it stands at the end."""

    key: str
    state: str
    private: bool
    edits: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Audit:
    """Each finding in words. `unknowable`: private posts seen twice because nobody could tell whether they arrived."""

    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    disordered: tuple[str, ...] = ()
    stuck: tuple[str, ...] = ()
    unknowable: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def faults(self) -> tuple[str, ...]:
        """The violations, each kind with its number and two examples."""
        kinds = {"lost": self.lost, "doubled": self.doubled, "out of order": self.disordered, "stuck": self.stuck}
        return tuple(f"{kind} {len(found)}: {'; '.join(found[:2])}" for kind, found in kinds.items() if found)


def audit(cases: Sequence[Case], seen: Iterable[Seen], rows: Sequence[Row]) -> Audit:
    """Compare. `rows` may be empty where the outbox was not looked at."""
    first = [row for row in seen if row.version == 1]
    by_place = _by_place(first)
    stories = [_Story(case, by_place) for case in cases]
    public = [row for row in first if row.key]
    private = sum(row.private and row.state == "sent" for row in rows)
    whispers = sum(bool(row.private_to) for row in first)
    return Audit(
        lost=(*(one for story in stories for one in story.lost()), *_unseen(rows, public)),
        doubled=(*(one for story in stories for one in story.doubled()), *_repeated(public)),
        disordered=tuple(one for story in stories for one in story.disordered()),
        stuck=tuple(f"{row.key} is {row.state}: {row.reason}" for row in rows if row.state != "sent"),
        unknowable=("private posts seen again",) * max(0, whispers - private) if rows else (),
        counts=_counts(cases, first, rows),
    )


def _counts(cases: Sequence[Case], first: Sequence[Seen], rows: Sequence[Row]) -> dict[str, int]:
    said = [said for case in cases for said in (case.question, case.asked, *case.follow_ups, *case.replies)]
    return {
        "events": len(said),
        "events acknowledged": sum(one.sure for one in said),
        "tickets": sum(case.is_sure for case in cases),
        "posts seen": len(first),
        "private posts seen": sum(bool(row.private_to) for row in first),
        "pings seen": sum(row.channel.startswith("C0LEADS") for row in first),
        **{f"outbox {state}": number for state, number in Counter(row.state for row in rows).items()},
    }


def _by_place(first: Sequence[Seen]) -> dict[tuple[str, str], list[Seen]]:
    """Public posts by (channel, mark), in the order in which they were seen."""
    found: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for row in first:
        for mark in dict.fromkeys(marks_in(row.text)) if not row.private_to else ():
            found[row.channel, mark].append(row)
    return found


def _unseen(rows: Sequence[Row], public: Sequence[Seen]) -> Iterator[str]:
    """Posts that Firstline holds for sent, and nobody has seen."""
    keys = {row.key for row in public}
    for row in rows:
        if row.state == "sent" and not row.private and not row.edits and row.key not in keys:
            yield f"{row.key} is sent and was not seen"


def _repeated(public: Sequence[Seen]) -> Iterator[str]:
    for key, times in Counter(row.key for row in public).items():
        if times > 1:
            yield f"{key} was seen {times} times"


@dataclass(frozen=True, slots=True)
class _Story:
    """One case against what was seen of it."""

    case: Case
    by_place: Mapping[tuple[str, str], list[Seen]]

    def lost(self) -> Iterator[str]:
        """Marks that are acknowledged and nowhere to be seen."""
        for channel, said in self._promised():
            if not self._rows(channel, said.mark):
                yield f"{said.mark} in {channel}"
        missing = PINGS - len(self._pings())
        if self.case.is_sure and not self.case.replies and missing > 0:
            yield f"{missing} pings about {self.case.question.mark}"

    def doubled(self) -> Iterator[str]:
        """Marks seen more often than they were said, sure or not."""
        for channel, said in self._all():
            times = len(self._rows(channel, said.mark))
            if times > 1:
                yield f"{said.mark} {times} times in {channel}"
        if len(self._pings()) > PINGS:
            yield f"{len(self._pings())} pings about {self.case.question.mark}"

    def disordered(self) -> Iterator[str]:
        """Threads in which words stand in another order than that in which they were said."""
        triage = triage_of(self.case.team)
        for channel, said in ((triage, self.case.follow_ups), (self.case.channel, self.case.replies)):
            at = [float(rows[0].id) for one in said if (rows := self._rows(channel, one.mark))]
            if at != sorted(at):
                yield f"{[one.mark for one in said]} in {channel}"

    def _promised(self) -> Iterator[tuple[str, Said]]:
        yield from ((channel, said) for channel, said in self._all() if said.sure and self.case.is_sure)

    def _all(self) -> Iterator[tuple[str, Said]]:
        triage = triage_of(self.case.team)
        yield triage, self.case.question
        yield from ((triage, said) for said in self.case.follow_ups)
        yield from ((self.case.channel, said) for said in self.case.replies)

    def _rows(self, channel: str, mark: str) -> list[Seen]:
        return self.by_place.get((channel, mark), [])

    def _pings(self) -> list[Seen]:
        return self._rows(leads_of(self.case.team), self.case.question.mark)
