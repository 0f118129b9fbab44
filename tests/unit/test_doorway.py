"""S2: whoever stands at a door and says nothing, or no HTTP, is sent away, and does not keep others out."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from adapters.doorway import Doorway, Limits

ASK = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
PATIENT = Limits(most=4, introduction=60, idle=60)


async def healthy(_: web.Request) -> web.Response:
    return web.Response(text="ok")


async def large(_: web.Request) -> web.Response:
    """More than all buffers between two sockets hold."""
    return web.Response(body=b"x" * 16 * 1024 * 1024)


@asynccontextmanager
async def doorway(limits: Limits, answer: Handler = healthy) -> AsyncIterator[int]:
    """The port of a server with one address."""
    app = web.Application()
    app.router.add_get("/healthz", answer)
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


async def hard_of_hearing(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connected, and takes in nothing."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    assert isinstance(writer.transport, asyncio.Transport)
    writer.transport.pause_reading()
    return reader, writer


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


async def test_S2_who_has_introduced_themselves_may_wait_for_an_answer() -> None:
    async def slow(_: web.Request) -> web.Response:
        await asyncio.sleep(0.3)
        return web.Response(text="ok")

    async with doorway(Limits(introduction=0.1), slow) as port:
        assert b"200 OK" in await asked(port)


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


async def test_S2_who_is_served_stays_and_who_stands_about_goes() -> None:
    async with doorway(PATIENT) as port, visitor(port) as (reader, writer):
        crowd = [await asyncio.open_connection("127.0.0.1", port) for _ in range(PATIENT.most - 1)]
        for _ in range(2):
            writer.write(ASK)
            assert b"200 OK" in await reader.readuntil(b"ok")
            crowd.append(await asyncio.open_connection("127.0.0.1", port))
        assert [await all_that_came(reader) for reader, _ in crowd[:2]] == [b"", b""]
        for _, other in crowd:
            other.close()


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


async def test_S2_headers_that_trickle_after_a_good_request_win_no_time_either() -> None:
    async with doorway(Limits(introduction=60, idle=2)) as port, visitor(port) as (reader, writer):
        writer.write(ASK + b"GET /healthz HTTP/1.1\r\n")
        ended = asyncio.create_task(all_that_came(reader))
        while not ended.done():
            writer.write(b"X: y\r\n")
            await asyncio.sleep(0.02)
        assert (await ended).count(b"200 OK") == 1


async def test_S2_who_asks_and_never_reads_does_not_keep_others_out() -> None:
    """What such a visitor has been sent stays in our memory, and a polite goodbye would wait for them to read it."""
    async with doorway(PATIENT, large) as port:
        deaf = [await hard_of_hearing(port) for _ in range(PATIENT.most)]
        for _, writer in deaf:
            writer.write(ASK * 3)
        crowd = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3 * PATIENT.most)]
        ended = [await all_that_came(reader) for reader, _ in crowd[: -PATIENT.most]]
        assert ended == [b""] * (2 * PATIENT.most)
        for _, writer in (*deaf, *crowd):
            writer.transport.abort()


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
