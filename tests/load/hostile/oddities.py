"""Values that programs stumble over, and payloads with some of them put in. All follows from the generator given."""

import copy
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

MARK = "fuzz-hunter2"
"""In every text: words of people, which no log may hold."""

Path = tuple[str | int, ...]

_TEXTS = (
    "", " ", "\x00", "\ud800", "\udfff\ud800", "\u202e\u2066", "\u200b", "<!here> <@U0SAM> &lt;",
    "<at>Lena Fischer</at>", "../../etc/passwd", "%00%ff%s%n", "'; DROP TABLE tickets; --", "{{7*7}}${7*7}",
    "\x1b]0;x\x07",
    "٣٤.١٢", "²",
    "-0", "1e400", "NaN", "null", "None", "true", "12", "999999999999999999999999", "/ticket claim 1", "human",
    "https://evil.example\\@smba.trafficmanager.net/", "http://[::1", "🙂" * 40, "e\u0301" * 60,
)  # fmt: skip
_NUMBERS = (0, -1, 1, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, 10**40, 0.5, -0.0, 1e308, float("nan"), float("inf"))
_LENGTHS = (255, 256, 2_705, 8_191, 40_001, 90_000)
_DEPTHS = (5, 60, 150)


def odd_text(random: Random) -> str:
    """A text: short and strange, long, or of any letters."""
    match random.randrange(4):
        case 0:
            return "".join(chr(random.choice((random.randrange(0x250), random.randrange(0xD800)))) for _ in range(12))
        case 1 if random.random() < 0.2:
            length = random.choice(_LENGTHS)
            return random.choice(("x", "я", "a b ", "<", "*", "\n")) * length
        case 1:
            return "".join(random.choices("abcdefghijklmnop0123456789", k=random.choice(_LENGTHS[:3])))
        case _:
            return random.choice(_TEXTS) + random.choice(("", f" {MARK}"))


def odd_value(random: Random) -> Any:
    """Anything that JSON can say, and some that only Python's does."""
    match random.randrange(7):
        case 0:
            return random.choice((None, True, False, [], {}, [None], {"": {}}, [[]], {"id": []}))
        case 1:
            return random.choice(_NUMBERS)
        case 2 if random.random() < 0.1:
            return _deep(random.choice(_DEPTHS))
        case 3:
            return {odd_text(random)[:40]: odd_text(random)[:40] for _ in range(random.randrange(4))}
        case _:
            return odd_text(random)


def mutated(payload: Any, random: Random) -> Any:
    """The payload with one to four of its parts replaced, removed, doubled or swapped."""
    changed = copy.deepcopy(payload)
    for _ in range(random.choice((1, 1, 2, 4))):
        places = list(_places(changed))
        if places:
            random.choice(_CHANGES)(changed, random.choice(places), random)
    return changed


def as_bytes(payload: Any, random: Random) -> bytes:
    """The payload as JSON, now and then broken."""
    body = json.dumps(payload, ensure_ascii=random.random() < 0.7).encode("utf-8", "surrogatepass")
    return broken(body, random) if random.random() < 0.1 else body


def broken(body: bytes, random: Random) -> bytes:
    """Bytes cut, flipped, doubled, or replaced by noise."""
    at = random.randrange(len(body) + 1)
    match random.randrange(6):
        case 0:
            return body[:at]
        case 5:
            return body[:at] + random.choice((b"[", b'{"a":')) * random.choice((900, 5_000, 100_000)) + body[at:]
        case 1:
            return body[:at] + random.randbytes(random.randrange(1, 9)) + body[at:]
        case 2:
            return body[:at] + body
        case 3:
            return random.randbytes(random.randrange(200))
        case _:
            return body[:at] + bytes([random.randrange(256)]) + body[at + 1 :]


def _deep(depth: int) -> Any:
    value: Any = 1
    for level in range(depth):
        value = [value] if level % 2 else {"a": value}
    return value


def _places(payload: Any, path: Path = ()) -> Iterator[Path]:
    parts = payload.items() if isinstance(payload, dict) else enumerate(payload) if isinstance(payload, list) else ()
    for name, part in parts:
        yield (*path, name)
        if len(path) < 8:
            yield from _places(part, (*path, name))


def _around(payload: Any, path: Path) -> Any:
    for name in path[:-1]:
        payload = payload[name]
    return payload


def _replace(payload: Any, path: Path, random: Random) -> None:
    _around(payload, path)[path[-1]] = odd_value(random)


def _remove(payload: Any, path: Path, random: Random) -> None:
    del _around(payload, path)[path[-1]]


def _wrap(payload: Any, path: Path, random: Random) -> None:
    around = _around(payload, path)
    around[path[-1]] = random.choice(([around[path[-1]]], {"id": around[path[-1]]}, [around[path[-1]]] * 50))


def _swap(payload: Any, path: Path, random: Random) -> None:
    other = random.choice(list(_places(payload)))
    _around(payload, path)[path[-1]] = copy.deepcopy(_around(payload, other)[other[-1]])


def _lengthen(payload: Any, path: Path, random: Random) -> None:
    around = _around(payload, path)
    if isinstance(around[path[-1]], str):
        around[path[-1]] += odd_text(random)


_CHANGES: tuple[Callable[[Any, Path, Random], None], ...] = (
    _replace,
    _replace,
    _replace,
    _remove,
    _wrap,
    _swap,
    _lengthen,
)
