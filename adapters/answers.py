"""Bodies of the answers to our own calls."""

import aiohttp

LONGEST = 16_000_000
"""Bytes, unpacked. A page of messages has a few hundred thousand; what sends more is not the platform, or is broken."""


async def body_of(answer: aiohttp.ClientResponse, most: int = LONGEST) -> bytes:
    """The whole body. Raises what aiohttp raises, and ClientPayloadError where it has more than `most` bytes."""
    pieces: list[bytes] = []
    async for piece in answer.content.iter_any():
        pieces.append(piece)
        if (most := most - len(piece)) < 0:
            raise aiohttp.ClientPayloadError("the answer is too long")
    return b"".join(pieces)
