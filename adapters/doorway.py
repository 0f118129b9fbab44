"""Listening for HTTP: how many may stand at a door and how long they may be silent.

A proxy in front bounds these as well; but none is needed to try Firstline, and some let everything through.
"""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError


@dataclass(frozen=True, slots=True)
class Limits:
    """`most` connections at a time: when there are more, whoever has been idle for longest goes.

    A new connection must have sent its headers within `introduction` seconds, and a later request within `idle` after
    the one before: longer than proxies keep a connection for us, which is 60 s for the usual ones.
    """

    most: int = 500
    introduction: float = 10.0
    idle: float = 75.0


class Doorway(web.AppRunner):
    """Serves an application within limits."""

    def __init__(self, app: web.Application, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        logger = logging.getLogger(__name__)
        logger.addFilter(_without_their_words)
        # Bodies stay as sent: a junk gzip from nobody we know must not fill the log.
        super().__init__(
            app,
            access_log=None,
            shutdown_timeout=10,
            auto_decompress=False,
            keepalive_timeout=self._limits.idle,
            logger=logger,
        )

    async def _make_server(self) -> web.Server:
        """The application's server, with a limited crowd before it: aiohttp has no other place for that."""
        made = await super()._make_server()
        return _Crowd(made, self._limits, self._kwargs)


class _Crowd(web.Server):
    def __init__(self, made: web.Server, limits: Limits, settings: dict[str, Any]) -> None:
        super().__init__(self._attend, request_factory=made.request_factory, **settings)
        self._answer = made.request_handler
        self._limits = limits
        self._present: dict[web.RequestHandler, asyncio.Transport] = {}  # whoever was answered last is last
        self._busy: set[web.RequestHandler] = set()
        self._silent: dict[web.RequestHandler, asyncio.TimerHandle] = {}

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        """A newcomer, for whom room is made."""
        while len(self._present) >= self._limits.most:
            idle = (visitor for visitor in self._present if visitor not in self._busy)
            self._send_away(next(idle, next(iter(self._present))))
        super().connection_made(handler, transport)
        self._present[handler] = transport
        loop = asyncio.get_running_loop()
        self._silent[handler] = loop.call_later(self._limits.introduction, self._send_away, handler)

    def connection_lost(self, handler: web.RequestHandler, exc: BaseException | None = None) -> None:
        """Whoever left needs no room any more."""
        super().connection_lost(handler, exc)
        self._has_spoken(handler)
        self._present.pop(handler, None)

    async def _attend(self, request: web.BaseRequest) -> web.StreamResponse:
        visitor = request.protocol
        self._has_spoken(visitor)
        self._busy.add(visitor)
        try:
            return await self._answer(request)
        finally:
            self._busy.discard(visitor)
            if transport := self._present.pop(visitor, None):
                self._present[visitor] = transport

    def _has_spoken(self, visitor: web.RequestHandler) -> None:
        if timer := self._silent.pop(visitor, None):
            timer.cancel()

    def _send_away(self, visitor: web.RequestHandler) -> None:
        """At once: a polite goodbye waits until they have read what is on its way to them, and some never do."""
        if transport := self._present.pop(visitor, None):
            transport.abort()


def _without_their_words(record: logging.LogRecord) -> bool:
    """Of what is no HTTP, a line: aiohttp would log a trace and quote the headers, in which tokens stand."""
    if record.exc_info and isinstance(record.exc_info[1], HttpProcessingError | ConnectionError):
        record.exc_info = record.exc_text = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.msg = "a request from %s is no HTTP, or broke off"
    return True
