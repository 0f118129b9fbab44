"""What is wrong with a history, and where. Pure: lines, heads and seals in, flaws out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from bot.audit.chain import Head, Keys, Line, Seal, follows, is_head, is_sealed, is_whole, key_name
from bot.audit.standing import Standing, differences, told


class Kind(StrEnum):
    """What is wrong."""

    CHANGED = "changed"
    """The line is not as it was written."""
    MISSING = "missing"
    """Lines from `place` to `until` are not there."""
    ADDED = "added"
    """The line does not belong to the chain."""
    MOVED = "moved"
    """The line stands elsewhere than it was written."""
    HEAD = "head"
    """What the ticket says of its history's end was changed."""
    TICKET = "ticket"
    """The ticket itself is not there."""
    SEALED = "sealed"
    """The line is another than the one that was sealed, and all from there on may have been written anew."""
    UNSIGNED = "unsigned"
    """The line was signed without the key although there was one."""
    UNKNOWN_KEY = "unknown-key"
    """The line was signed with a key that is not in the settings."""
    DIFFERS = "differs"
    """The ticket stands otherwise than its history tells: it was changed without a line."""
    SEAL_CHANGED = "seal-changed"
    SEAL_MISSING = "seal-missing"
    CUT = "cut"
    """It ends before its last chain, so it is only a part: of what does not come nothing can be said."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong: in the history of a ticket at a place, or with the seal of this number."""

    kind: Kind
    ticket: int = 0
    place: int = 0
    until: int = 0
    sequence: int = 0
    """The row's own number, where there is a row."""
    fact: str = ""
    """Of a ticket that differs: a field of `Standing`, with what the row says and what the history tells."""
    says: str = ""
    tells: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a ticket's row says of the end of its history: place and signature of the last line, and their proof; and
    of how the ticket stands, unless it is the desk's own."""

    place: int
    last: str
    proof: str
    standing: Standing | None = None


@dataclass(slots=True)
class Sealed:
    """What the seals say, taken up one after the other (`add`)."""

    keys: Keys
    desk: str
    heads: dict[int, Head] = field(default_factory=dict)
    """The last sealed head of each ticket."""
    last: Seal | None = None
    signatures: dict[int, str] = field(default_factory=dict)
    reached: int = 0
    """The sequence of the last line that any seal looked at."""

    @property
    def keyed(self) -> bool:
        """Whether the last seal was made with a key."""
        return self.last is not None and key_name(self.last.signature) != ""

    def add(self, seal: Seal) -> Iterator[Flaw]:
        """Take up the next seal; what is wrong with it. What a false seal says is not believed."""
        expected = self.last.number + 1 if self.last else 1
        if seal.number > expected:
            yield Flaw(Kind.SEAL_MISSING, place=expected, until=seal.number - 1)
        elif not self._is_right(seal):
            yield Flaw(Kind.SEAL_CHANGED, place=seal.number)
        else:
            self.heads |= {head.ticket: head for head in seal.heads}
            self.reached = max(self.reached, seal.reached)
        self.last = seal
        self.signatures[seal.number] = seal.signature

    def _is_right(self, seal: Seal) -> bool:
        """Once a key was used, there is no seal without one."""
        before = self.last.signature if self.last else ""
        weaker = self.keyed and key_name(seal.signature) == ""
        return not weaker and is_sealed(self.keys, self.desk, seal, before)

    def requires_key(self, line: Line) -> bool:
        """Whether a line without a key's signature must be false: it came after the key, or no seal holds it."""
        if self.last is None or not self.keyed:
            return False
        head = self.heads.get(line.ticket)
        passed_over = line.sequence <= self.last.reached and (head is None or head.place < line.place)
        return line.sequence > self.last.found or passed_over


def flaws_of(ticket: int, stated: Stated | None, lines: Sequence[Line], sealed: Sealed) -> list[Flaw]:
    """What is wrong with the history of one ticket; `stated` is None where there is no such ticket. What concerns the
    desk and no ticket has the number 0."""
    chain, added = _told_apart(lines, sealed.keys)
    found = [*added, *_in_chain(ticket, chain, sealed)]
    found += [Flaw(Kind.TICKET, ticket)] if stated is None else _at_end(ticket, stated, chain, sealed)
    found += _against_seal(ticket, stated, chain, sealed)
    if not found and stated is not None and stated.standing is not None:
        differ = differences(stated.standing, told(chain))
        return [Flaw(Kind.DIFFERS, ticket, fact=fact, says=says, tells=tells) for fact, says, tells in differ]
    return sorted(found, key=lambda flaw: (flaw.place, flaw.kind))


def forgotten(sealed: Sealed, seen: Iterable[int]) -> list[Flaw]:
    """Tickets that were sealed, and of which nothing is left."""
    return [Flaw(Kind.TICKET, ticket) for ticket in sorted(sealed.heads.keys() - set(seen))]


def _told_apart(lines: Sequence[Line], keys: Keys) -> tuple[list[Line], list[Flaw]]:
    """One line for each place, the one that fits if several claim it; and those that have no place."""
    chain, added, before = list[Line](), list[Flaw](), ""
    for place, group in groupby(sorted(lines, key=lambda line: (line.place, line.sequence)), lambda line: line.place):
        claims = list(group)
        own = claims[0]
        if len(claims) > 1:
            own = next((line for line in claims if is_whole(line) and follows(keys, before, line)), own)
        if place >= 1:
            chain.append(own)
            before = own.signature
        added += [Flaw(Kind.ADDED, line.ticket, line.place, 0, line.sequence)
                  for line in claims if place < 1 or line is not own]  # fmt: skip
    return chain, added


def _in_chain(ticket: int, chain: Sequence[Line], sealed: Sealed) -> Iterator[Flaw]:
    before: Line | None = None
    for line in chain:
        expected = before.place + 1 if before else 1
        if line.place > expected:
            yield Flaw(Kind.MISSING, ticket, expected, line.place - 1)
        if kind := _wrong(line, before, sealed):
            yield Flaw(kind, ticket, line.place, 0, line.sequence)
        before = line


def _wrong(line: Line, before: Line | None, sealed: Sealed) -> Kind | None:
    """After a gap the signature before is not known: then the line is tried alone."""
    connected = line.place == (before.place + 1 if before else 1)
    signature = before.signature if before else ""
    if not sealed.keys.knows(line.signature):
        return Kind.UNKNOWN_KEY
    if not is_whole(line) or (connected and not follows(sealed.keys, signature, line)):
        return Kind.CHANGED
    if key_name(line.signature) == "" and (key_name(signature) != "" or sealed.requires_key(line)):
        return Kind.UNSIGNED
    if before is not None and line.sequence < before.sequence:
        return Kind.MOVED
    return None


def _at_end(ticket: int, stated: Stated, chain: Sequence[Line], sealed: Sealed) -> Iterator[Flaw]:
    """Every ticket has a history, and its row says where that ends. The desk need not have one of its own."""
    last = chain[-1] if chain else None
    place, signature = (last.place, last.signature) if last else (0, "")
    expected = max(stated.place, min(ticket, 1))
    if place < expected:
        yield Flaw(Kind.MISSING, ticket, place + 1, expected)
    elif place > stated.place:
        yield from (Flaw(Kind.ADDED, ticket, each.place, 0, each.sequence)
                    for each in chain if each.place > stated.place)  # fmt: skip
    elif place and not _is_stated(stated, Head(ticket, place, signature), sealed):
        yield Flaw(Kind.HEAD, ticket, place)


def _is_stated(stated: Stated, head: Head, sealed: Sealed) -> bool:
    weaker = key_name(stated.proof) == "" and key_name(head.signature) != ""
    right = stated.last == head.signature and is_head(sealed.keys, sealed.desk, head, stated.proof)
    return right and not weaker


def _against_seal(ticket: int, stated: Stated | None, chain: Sequence[Line], sealed: Sealed) -> Iterator[Flaw]:
    head = sealed.heads.get(ticket)
    if head is None:
        return
    place = {line.place: line.signature for line in chain}
    if head.place not in place:
        last = max(place, default=0)
        if stated is None or stated.place < head.place:  # else the ticket itself tells that they are missing
            yield Flaw(Kind.MISSING, ticket, last + 1, head.place)
    elif place[head.place] != head.signature:
        yield Flaw(Kind.SEALED, ticket, head.place)


def erased_lines(lines: Iterable[Line]) -> int:
    """How many had their words taken away."""
    return sum(line.erased and line.place > 0 for line in lines)
