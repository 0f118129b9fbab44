"""`entities.xml` of a Confluence export, object by object, in the memory of one.

<object class="Page"><id name="id">1</id><property name="title">…</property>
  <property name="space" class="Space"><id name="id">2</id></property>
  <collection name="bodyContents">…</collection></object>
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat  # no DTD is let in, so there are no entities to grow

from kb.importing.tree import Unreadable

_LONGEST = 8_000_000
"""Characters of a property; no article has a text of that length."""

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
"""Bytes that XML knows no way to write, and that Confluence writes all the same where somebody pasted them."""

_NONE = re.compile(rb"\xef\xbf[\xbe\xbf]")
"""U+FFFE and U+FFFF in UTF-8: the same is true of them."""
_BEGUN = (b"\xef\xbf", b"\xef")
"""How one may begin at the end of a piece."""


@dataclass(frozen=True, slots=True)
class Entity:
    """An object: its properties as text; those that name another object hold its id."""

    kind: str
    values: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "").strip()


@dataclass(slots=True)
class _Objects:
    """What has been read so far of the object that is being read, and those that are done."""

    kinds: frozenset[str]
    done: list[Entity] = field(default_factory=list)
    kind: str = ""
    values: dict[str, list[str]] = field(default_factory=dict)
    within: list[str] = field(default_factory=list)
    """The property (or `id`) that each open element of the object belongs to; nothing for what is passed over."""
    length: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag == "object" and not self.within:
            self.kind, self.values = attributes.get("class", ""), {}
        elif not self.kind:
            return
        name = attributes.get("name", "") if tag in ("property", "id") and len(self.within) == 1 else ""
        self.within.append(name or (self.within[-1] if self.within and tag == "id" else ""))
        self.length = 0

    def text(self, text: str) -> None:
        """Text within an element; without its beginning and end it may come in pieces."""
        if self.within and self.within[-1] and self.kind in self.kinds and self.length < _LONGEST:
            self.values.setdefault(self.within[-1], []).append(text)
            self.length += len(text)

    def end(self, _: str) -> None:
        """An element ends."""
        if not self.within:
            return
        self.within.pop()
        if not self.within:
            if self.kind in self.kinds:
                self.done.append(Entity(self.kind, {name: "".join(texts) for name, texts in self.values.items()}))
            self.kind = ""


def read_entities(pieces: Iterable[bytes], kinds: frozenset[str]) -> Iterator[Entity]:
    """The objects of these kinds. Raises Unreadable where it is no XML, or has a DTD."""
    objects = _Objects(kinds)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler = objects.start, objects.end
    parser.CharacterDataHandler = objects.text
    try:
        for piece in _legible(pieces):
            parser.Parse(piece, False)
            yield from objects.done
            objects.done.clear()
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Unreadable(f"XML: {error}") from error
    yield from objects.done


def _legible(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same without what would make all of it unreadable. In UTF-16 such bytes are parts of letters."""
    rest: bytes | None = None
    wide = False
    for piece in pieces:
        if rest is None:
            rest, wide = b"", piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        if wide:
            yield piece
            continue
        read = rest + piece.translate(None, _CONTROLS)
        rest = next((begun for begun in _BEGUN if read.endswith(begun)), b"")
        yield _NONE.sub(b"", read.removesuffix(rest))
    yield rest or b""


def _refuse(*_: object) -> None:
    raise Unreadable("XML: DTD")
