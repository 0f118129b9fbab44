"""A history held against itself, a chain at a time, wherever it comes from: the database, or a file. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.audit.chain import Keys, Line, Seal, key_name
from bot.audit.verifying import Flaw, Kind, Sealed, Stated, erased_lines, flaws_of, forgotten

SEALED_WITHIN = timedelta(hours=1)
"""A line is sealed a minute or two after it was written, if any worker runs."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The history of a ticket, or under the number 0 that of the desk; `stated` is None where there is no such
    ticket."""

    ticket: int
    stated: Stated | None
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Examination:
    """Takes up all seals, then all chains, then ends; what each call gives back is wrong. Counts are known at the end.

    `ticket`: the only one that comes; None where all do, so that those which do not are missing, and the desk's own
    chain last.
    """

    desk: str
    keys: Keys
    ticket: int | None = None
    sealed: Sealed = field(init=False)
    tickets: int = field(default=0, init=False)
    lines: int = field(default=0, init=False)
    erased: int = field(default=0, init=False)
    """Lines whose words were taken away."""
    _seen: set[int] = field(default_factory=lambda: {0}, init=False)
    _last: int | None = field(default=None, init=False)
    _newest: datetime | None = field(default=None, init=False)
    _unsealed: Line | None = field(default=None, init=False)
    """The oldest that some seal should have looked at. What is signed with a key was written by a Firstline that seals;
    of other lines nobody knows."""

    @property
    def whole(self) -> bool:
        """Whether all tickets come."""
        return self.ticket is None

    def __post_init__(self) -> None:
        self.sealed = Sealed(self.keys, self.desk)

    def seal(self, seal: Seal) -> Sequence[Flaw]:
        """Take up the next seal."""
        return list(self.sealed.add(seal))

    def chain(self, chain: Chain) -> Sequence[Flaw]:
        """Take up the next chain."""
        self._last = chain.ticket
        self._seen.add(chain.ticket)
        self.tickets += chain.ticket != 0 and chain.stated is not None
        self.lines += len(chain.lines)
        self.erased += erased_lines(chain.lines)
        for line in chain.lines:
            self._newest = max(line.at, self._newest or line.at)
            open_one = line.sequence > self.sealed.reached and key_name(line.signature) != ""
            if open_one and (self._unsealed is None or line.at < self._unsealed.at):
                self._unsealed = line
        return flaws_of(chain.ticket, chain.stated, chain.lines, self.sealed)

    def end(self) -> Iterator[Flaw]:
        """There is nothing more."""
        if self._last != (self.ticket or 0):
            yield Flaw(Kind.CUT)
        elif self.whole:
            yield from forgotten(self.sealed, self._seen)

    @property
    def unsealed(self) -> Line | None:
        """The oldest line that should be sealed and is not, though others were written much later. It proves nothing:
        the worker may have stood still as long, and the newest seals can be removed without a gap in their chain."""
        oldest, newest = self._unsealed, self._newest
        late = oldest is not None and newest is not None and newest - oldest.at > SEALED_WITHIN
        return oldest if self.whole and late else None
