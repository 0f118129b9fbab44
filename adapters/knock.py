"""What a door asks of a request before it believes anything that the request says."""

import asyncio

from aiohttp import web

from adapters.loopback import host_name, is_loopback

TIME_LIMIT = 5.0
"""Seconds for a body to arrive. Platforms send theirs at once and wait ten to fifteen seconds for the answer."""

_PASSED_ON = frozenset({"forwarded", "origin", "via", "x-real-ip"})
"""A proxy or a page in a browser sends these; a program of one's own has no reason to."""


def only(request: web.Request, header: str) -> str:
    """The header's value; empty when it is missing or there are several, of which a proxy might have seen another."""
    values = request.headers.getall(header, [])
    return values[0] if len(values) == 1 else ""


def is_from_here(request: web.Request) -> bool:
    """From a program on this machine: not through a proxy, from a browser's page, or by a name that leads here."""
    headers = {name.lower() for name in request.headers}
    passed_on = headers & _PASSED_ON or any(name.startswith("x-forwarded-") for name in headers)
    return is_loopback(request.remote or "") and is_loopback(host_name(only(request, "Host"))) and not passed_on


async def read_body(request: web.Request, largest: int) -> bytes:
    """The body, of at most `largest` bytes, exactly as it was sent.

    Raises the answer: 400 for a body that breaks off, 408 for a slow, 413 for a large, 415 for a compressed one.
    """
    if {encoding.strip().lower() for encoding in request.headers.getall("Content-Encoding", [])} - {"identity"}:
        raise _uncompressed_only()
    _require_fits(request.content_length or 0, largest)
    try:
        async with asyncio.timeout(TIME_LIMIT):
            return await _read(request, largest)
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error
    except (web.RequestPayloadError, OSError) as error:  # OSError: the client hung up, and nobody hears the answer
        raise web.HTTPBadRequest from error


def _uncompressed_only() -> web.HTTPUnsupportedMediaType:
    answer = web.HTTPUnsupportedMediaType()
    answer.force_close()  # aiohttp may stumble over what is left of the body, so nothing can follow it
    return answer


async def _read(request: web.Request, largest: int) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        _require_fits(len(body), largest)
    return bytes(body)


def _require_fits(size: int, largest: int) -> None:
    if size > largest:
        raise web.HTTPRequestEntityTooLarge(largest, size)
