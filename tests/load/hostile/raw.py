"""Bytes that a client library would not send: broken request lines, doubled lengths, chunks that lie."""

import asyncio
from random import Random

from yarl import URL

_WAIT = 1.0
"""Seconds for an answer. A request that never ends gets none so soon, and that is fine: its time limit is longer."""

_START = (
    b"POST /slack/events HTTP/1.1",
    b"POST /api/messages HTTP/1.1",
    b"GET /healthz HTTP/1.1",
    b"GET /live HTTP/1.1",
)
_BODIES = (
    b"{}",
    b"",
    b"5\r\nhello\r\n0\r\n\r\n",
    b"FFFFFFFFFFFFFFFF\r\nx",
    b"-1\r\n\r\n",
    b'5;x="\r\nhello\r\n0\r\n\r\n',
)
_HEADERS = (
    b"Content-Length: 2", b"Content-Length: 2", b"Content-Length: 99", b"Content-Length: -1", b"Content-Length: +2",
    b"Content-Length: 2, 3", b"Content-Length: 99999999999999999999", b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: chunked, identity", b"Transfer-Encoding: \x0bchunked", b"transfer-encoding : chunked",
    b"Host: 127.0.0.1", b"Host: a", b"Host: b", b"Expect: 100-continue", b"Expect: teapot", b"Connection: upgrade",
    b"Upgrade: websocket", b"Upgrade: h2c", b"X: \xff\xfe", b": empty", b"No colon", b" folded: x", b"X: a\r\n b",
    b"X-Slack-Signature: v0=\x00", b"Sec-WebSocket-Key: x", b"Sec-WebSocket-Version: 13", b"Range: bytes=0-,0-,0-",
    b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=99", b"Content-Encoding: gzip",
)  # fmt: skip
_LINES = (b"GET http://evil.example/ HTTP/1.1", b"GET / HTTP/9.9", b"GET", b"\x16\x03\x01\x02\x00", b"PRI * HTTP/2.0",
          b"GET /%00%zz HTTP/1.1", b"GET //[ HTTP/1.1", b"CONNECT evil.example:443 HTTP/1.1", b"OPTIONS * HTTP/1.1",
          b"GET /" + b"a" * 9_000 + b" HTTP/1.1", b"GET / HTTP/1.1\r\nX: " + b"a" * 9_000)  # fmt: skip


def noise(random: Random) -> bytes:
    """One request, or what might have been one."""
    if random.random() < 0.1:
        return random.randbytes(random.randrange(1, 300)) + b"\r\n\r\n"
    start = random.choice(_START if random.random() < 0.7 else _LINES)
    headers = random.sample(_HEADERS, random.randrange(6))
    named = [] if random.random() < 0.2 else [b"Host: 127.0.0.1"]
    request = b"\r\n".join([start, *named, *headers, b"", b""]) + random.choice(_BODIES)
    return request * random.choice((1, 1, 1, 2, 20))


async def knock(address: str, request: bytes) -> int:
    """The status that answers the bytes, or 0 where there was none."""
    url = URL(address)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    try:
        writer.write(request)
        line = await asyncio.wait_for(reader.readline(), _WAIT)
    except (TimeoutError, OSError):
        return 0
    finally:
        writer.close()
    parts = line.split()
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0
