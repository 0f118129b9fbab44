"""The history as lines of JSON that another machine can verify, and as a table for people. Pure.

A file begins with what it is: {"kind": "history", "version": 1, "desk", "ticket": a number, or null for all}. Seals
follow, unless it is about one ticket, then for each ticket what its row says ("ticket") and its lines ("line"), by
number, and last those of the desk, as ticket 0. Times are in UTC. What is signed, and how, is in `bot.audit.chain`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from operator import attrgetter
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from bot.audit.chain import Head, Line, Seal
from bot.audit.examining import Chain
from bot.audit.standing import Standing
from bot.audit.verifying import Stated
from bot.errors import FirstlineError
from kb.formulas import guarded

T = TypeVar("T")

_encode = json.JSONEncoder(separators=(",", ":")).encode

_VERSION = 1
COLUMNS = tuple(field.name for field in fields(Line))
_CELLS = attrgetter(*COLUMNS)
_HEAD = tuple(field.name for field in fields(Head))


class NotAHistory(FirstlineError):
    """The file is no history that was exported, or only a part of one; `line` is where that shows."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} is not that of an exported history")
        self.line = line


@dataclass(frozen=True, slots=True)
class Header:
    """Whose history it is: of a desk, or of one ticket of it."""

    desk: str
    ticket: int | None = None


def header_text(header: Header) -> str:
    """The first line."""
    return _json("history", version=_VERSION, desk=header.desk, ticket=header.ticket)


def seal_text(seal: Seal) -> str:
    """A seal as a line."""
    heads = [[head.ticket, head.place, head.signature] for head in seal.heads]
    return _json("seal", **asdict(seal) | {"heads": heads, "at": _moment(seal.at)})


def chain_texts(chain: Chain) -> Iterator[str]:
    """A ticket, and its lines."""
    yield _json("ticket", ticket=chain.ticket, stated=asdict(chain.stated) if chain.stated else None)
    for line in chain.lines:
        yield _json("line", **_line_data(line))


def row(line: Line) -> list[str]:
    """The cells of `COLUMNS`; none of them is a formula to a spreadsheet."""
    return [guarded(str(value)) for value in _line_data(line).values()]


def _line_data(line: Line) -> dict[str, Any]:
    """All values are plain ones, so nothing has to be copied as `asdict` does."""
    return dict(zip(COLUMNS, _CELLS(line), strict=True)) | {"at": _moment(line.at)}


def read(texts: Iterable[str]) -> Iterator[Header | Seal | Chain]:
    """What stands in a file, the header first. Raises NotAHistory."""
    number, ticket, lines = 0, None, list[Line]()
    try:
        for number, text in enumerate(texts, 1):
            kind, data = _parsed(text)
            if (kind == "history") != (number == 1):
                raise NotAHistory(number)
            if kind == "line":
                if ticket is None:
                    raise NotAHistory(number)
                lines.append(_line(data))
                continue
            if ticket is not None:
                yield Chain(*ticket, tuple(lines))
                ticket, lines = None, []
            if kind == "ticket":
                ticket = _number(data["ticket"]), _stated(data["stated"])
            else:
                yield _header(data) if kind == "history" else _seal(data)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotAHistory(number) from error
    if number == 0:
        raise NotAHistory(1)
    if ticket is not None:
        yield Chain(*ticket, tuple(lines))


def _parsed(text: str) -> tuple[str, Mapping[str, Any]]:
    data = json.loads(text)
    kind = data.pop("kind")
    if kind not in ("history", "seal", "ticket", "line") or (kind == "history" and data["version"] != _VERSION):
        raise ValueError(kind)
    return kind, data


def _header(data: Mapping[str, Any]) -> Header:
    return _made(Header, {"desk": data["desk"], "ticket": data["ticket"]})


def _line(data: Mapping[str, Any]) -> Line:
    return _made(Line, {**data, "at": _at(data["at"])})


def _seal(data: Mapping[str, Any]) -> Seal:
    heads = tuple(_made(Head, dict(zip(_HEAD, head, strict=True))) for head in data["heads"])
    return _made(Seal, {**data, "at": _at(data["at"]), "heads": heads})


def _stated(data: Mapping[str, Any] | None) -> Stated | None:
    if data is None:
        return None
    standing = data["standing"]
    return _made(Stated, {**data, "standing": _made(Standing, standing) if standing else None})


def _made(kind: type[T], data: Mapping[str, Any]) -> T:
    """One of this kind. Raises TypeError where a field is not of its type."""
    for name, types in _TYPES[kind].items():
        if name in data and type(data[name]) not in types:
            raise TypeError(name)
    return kind(**data)


def _types(kind: type) -> Mapping[str, tuple[type, ...]]:
    return {
        name: get_args(hint) if isinstance(hint, UnionType) else (get_origin(hint) or hint,)
        for name, hint in get_type_hints(kind).items()
    }


_TYPES: Mapping[type, Mapping[str, tuple[type, ...]]] = {
    kind: _types(kind) for kind in (Header, Seal, Head, Stated, Standing, Line)
}


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError(value)
    return value


def _at(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at


def _json(kind: str, **data: object) -> str:
    return _encode({"kind": kind, **data})


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
