"""The chain: every line of a ticket's history is signed together with the signature of the line before it. Pure.

What is signed is written as a JSON array in ASCII without blanks, times in UTC with microseconds:

- a line: ["line/1", desk, ticket or 0, place, time, action, contents, signature of the line before or ""];
  `contents` is SHA-256 of [salt, actor, actor's name, detail] in hexadecimal digits. So these can be taken away, with
  the salt, and the chain still holds;
- the proof of a head, which stands with the ticket: ["head/1", desk, ticket, place of the last line, its signature];
- a seal: ["seal/1", desk, number, time, reached, found, signature of the seal before or "", heads] with each head as
  [ticket, place, signature].

A signature is "<name of the key>.<hexadecimal digits>": HMAC-SHA-256 with the key, or SHA-256 where there is none.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

_encode = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True)
class Keys:
    """What signs: `current`, none where it is empty; signatures of `earlier` keys are still believed."""

    current: str = ""
    earlier: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the current key, which tells nothing of it; empty without one."""
        return self._current[0]

    def sign(self, *parts: object) -> str:
        """The signature of these parts."""
        name, key = self._current
        return _signature(name, key, parts)

    def knows(self, signature: str) -> bool:
        """Whether the key of a signature is at hand."""
        return key_name(signature) in self._known

    def signed(self, signature: str, *parts: object) -> bool:
        """Whether it is a known key's signature of these parts."""
        name = key_name(signature)
        if name not in self._known:
            return False
        return hmac.compare_digest(_signature(name, self._known[name], parts).encode(), signature.encode())

    @cached_property
    def _current(self) -> tuple[str, bytes]:
        key = self.current.encode()
        return (_name(key) if key else ""), key

    @cached_property
    def _known(self) -> dict[str, bytes]:
        keys = [each.encode() for each in (self.current, *self.earlier) if each]
        return {"": b""} | {_name(key): key for key in keys}


NO_KEY = Keys()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of history as it is kept. `place` counts from 1 within the ticket (0 stands for the desk itself);
    `sequence` is the row's own number."""

    desk: str
    ticket: int
    place: int
    at: datetime
    action: str
    actor: str = ""
    actor_name: str = ""
    detail: str = ""
    salt: str = ""
    """Empty once actor, name and detail were erased."""
    contents: str = ""
    signature: str = ""
    sequence: int = 0

    @property
    def erased(self) -> bool:
        """Whether who did it and in which words was taken away."""
        return not (self.salt or self.actor or self.actor_name or self.detail)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a ticket's chain: its last line's place (0 before the first) and signature."""

    ticket: int
    place: int = 0
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """The heads of tickets that changed since the seal before, noted all at once.

    `reached` is the sequence of the last line looked at. What stood in lines up to `found` was there before the key.
    """

    number: int
    at: datetime
    reached: int
    found: int
    heads: tuple[Head, ...]
    signature: str = ""


def chained(keys: Keys, head: Head, line: Line) -> Line:
    """The line as the next of the chain that ends at `head`."""
    following = replace(line, place=head.place + 1, salt=secrets.token_hex(8))
    digest = contents(following)
    signature = keys.sign(*_line_parts(following, digest, head.signature))
    return replace(following, contents=digest, signature=signature)


def head_of(line: Line) -> Head:
    """The head after this line."""
    return Head(line.ticket, line.place, line.signature)


def contents(line: Line) -> str:
    """The digest of what can be erased."""
    parts = (line.salt, line.actor, line.actor_name, line.detail)
    return hashlib.sha256(_encode(parts).encode("ascii")).hexdigest()


def is_whole(line: Line) -> bool:
    """Whether what can be erased is as it was written, or all erased."""
    return line.erased or (line.salt != "" and contents(line) == line.contents)


def follows(keys: Keys, before: str, line: Line) -> bool:
    """Whether the line was signed as the one after that with the signature `before`."""
    return keys.signed(line.signature, *_line_parts(line, line.contents, before))


def sign_head(keys: Keys, desk: str, head: Head) -> str:
    """The proof that stands with the ticket. With a key, nobody else can set the ticket back to an earlier line."""
    return keys.sign(*_head_parts(desk, head))


def is_head(keys: Keys, desk: str, head: Head, proof: str) -> bool:
    """Whether the proof was signed for this head."""
    return keys.signed(proof, *_head_parts(desk, head))


def sealed(keys: Keys, desk: str, seal: Seal, before: str) -> Seal:
    """The seal, signed as the one after that with the signature `before`."""
    return replace(seal, signature=keys.sign(*_seal_parts(desk, seal, before)))


def is_sealed(keys: Keys, desk: str, seal: Seal, before: str) -> bool:
    """Whether the seal was signed as it is, after that with the signature `before`."""
    return keys.signed(seal.signature, *_seal_parts(desk, seal, before))


def key_name(signature: str) -> str:
    """The name of the key that made a signature; empty where none was used."""
    return signature.partition(".")[0]


def last_heads(lines: Sequence[Head]) -> tuple[Head, ...]:
    """Of lines in their order, the last of each ticket."""
    return tuple({line.ticket: line for line in lines}.values())


def _line_parts(line: Line, digest: str, before: str) -> tuple[object, ...]:
    return ("line/1", line.desk, line.ticket, line.place, _moment(line.at), line.action, digest, before)


def _head_parts(desk: str, head: Head) -> tuple[object, ...]:
    return ("head/1", desk, head.ticket, head.place, head.signature)


def _seal_parts(desk: str, seal: Seal, before: str) -> tuple[object, ...]:
    heads = [[head.ticket, head.place, head.signature] for head in seal.heads]
    return ("seal/1", desk, seal.number, _moment(seal.at), seal.reached, seal.found, before, heads)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _name(key: bytes) -> str:
    return hmac.digest(key, b"the name of the key", "sha256").hex()[:8]


def _signature(name: str, key: bytes, parts: tuple[object, ...]) -> str:
    said = _encode(parts).encode("ascii")
    digest = hmac.digest(key, said, "sha256").hex() if key else hashlib.sha256(said).hexdigest()
    return f"{name}.{digest}"
