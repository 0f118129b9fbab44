"""S2: whoever stands at a door and says nothing, or no HTTP, is sent away, and does not keep others out."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from adapters.doorway import Doorway, Limits

ASK = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
PATIENT = Limits(most=4, introduction=60, idle=60)


async def healthy(_: web.Request) -> web.Response:
    return web.Response(text="ok")


@asynccontextmanager
async def doorway(limits: Limits) -> AsyncIterator[int]:
    """The port of a server with one address."""
    app = web.Application()
    app.router.add_get("/healthz", healthy)
    runner = Doorway(app, limits)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@asynccontextmanager
async def visitor(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def all_that_came(reader: asyncio.StreamReader) -> bytes:
    """Up to the end; empty where the connection was cut off."""
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""


async def asked(port: int) -> bytes:
    async with visitor(port) as (reader, writer):
        writer.write(ASK)
        return await reader.readline()


@pytest.mark.parametrize("said", [b"", b"GET /healthz HTTP/1.1\r\nX-Slow: "], ids=["nothing", "half a header"])
async def test_S2_a_connection_without_a_request_is_ended(said: bytes) -> None:
    async with doorway(Limits(introduction=0.05)) as port, visitor(port) as (reader, writer):
        writer.write(said)
        assert await all_that_came(reader) == b""


async def test_S2_headers_that_trickle_do_not_win_time() -> None:
    async with doorway(Limits(introduction=0.2)) as port, visitor(port) as (reader, writer):
        writer.write(b"GET /healthz HTTP/1.1\r\n")
        ended = asyncio.create_task(all_that_came(reader))
        while not ended.done():
            writer.write(b"X: y\r\n")
            await asyncio.sleep(0.02)
        assert await ended == b""


async def test_S2_an_idle_connection_is_ended_after_its_request_too() -> None:
    async with doorway(Limits(introduction=60, idle=0.05)) as port, visitor(port) as (reader, writer):
        writer.write(ASK)
        assert b"200 OK" in await reader.read()


async def test_S2_many_idle_connections_do_not_keep_a_good_request_out() -> None:
    async with doorway(PATIENT) as port:
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(20)]
        assert b"200 OK" in await asked(port)
        ended = [await all_that_came(reader) for reader, _ in idle[:15]]
        assert ended == [b""] * 15
        for _, writer in idle:
            writer.close()


async def test_S2_the_crowd_is_bounded_even_when_all_are_busy() -> None:
    release = asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        await release.wait()
        return web.Response(text="late")

    app = web.Application()
    app.router.add_get("/healthz", slow)
    runner = Doorway(app, PATIENT)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    busy = [await asyncio.open_connection("127.0.0.1", port) for _ in range(10)]
    for _, writer in busy:
        writer.write(ASK)
    assert await all_that_came(busy[0][0]) == b""
    release.set()
    assert b"200 OK" in await busy[-1][0].readline()
    for _, writer in busy:
        writer.close()
    await runner.cleanup()


async def test_X11_of_what_is_no_http_one_line_is_logged_and_none_of_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    async with doorway(PATIENT) as port, visitor(port) as (reader, writer):
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer hunter2" + b"x" * 9000 + b"\r\n\r\n")
        assert b"400" in await reader.readline()
    [line] = [record for record in caplog.records if record.name == "adapters.doorway"]
    assert (line.levelname, line.exc_info) == ("WARNING", None)
    assert "hunter2" not in caplog.text
