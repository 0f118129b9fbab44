"""The app's two icons, drawn: a speech bubble with a life ring's opening, at the sizes that Teams wants (T27)."""

import struct
import zlib
from collections.abc import Callable
from math import hypot

Colour = tuple[int, int, int, int]

_NOTHING: Colour = (0, 0, 0, 0)
_WHITE: Colour = (255, 255, 255, 255)
_BLUE: Colour = (31, 78, 140, 255)

COLOUR_SIZE = 192
OUTLINE_SIZE = 32


def colour_icon() -> bytes:
    """A PNG of 192 × 192: the white bubble on blue."""
    return _png(COLOUR_SIZE, lambda x, y: _WHITE if _in_bubble(x, y) and not _in_hole(x, y) else _BLUE)


def outline_icon() -> bytes:
    """A PNG of 32 × 32: the bubble in white on nothing."""
    return _png(OUTLINE_SIZE, lambda x, y: _WHITE if _in_bubble(x, y) and not _in_hole(x, y) else _NOTHING)


def _in_bubble(x: float, y: float) -> bool:
    """A disc with a tail to the lower left; coordinates run from 0 to 1."""
    disc = hypot(x - 0.5, y - 0.46) < 0.32
    tail = 0.24 < x < 0.44 and 0.6 < y < 0.86 and y < 0.86 - (x - 0.24) * 0.9
    return disc or tail


def _in_hole(x: float, y: float) -> bool:
    return hypot(x - 0.5, y - 0.46) < 0.17


def _png(size: int, colour_at: Callable[[float, float], Colour]) -> bytes:
    """An RGBA picture of `size` × `size` pixels, without smoothing."""
    rows = b"".join(
        b"\0" + b"".join(bytes(colour_at((x + 0.5) / size, (y + 0.5) / size)) for x in range(size))
        for y in range(size)
    )  # fmt: skip
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
