"""The HTTP door: `POST /slack/events` for events, commands and interactivity.

Everything is verified over the raw bytes before anything is parsed. Bodies are never logged.
"""

import logging
from collections.abc import Sequence

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from adapters.slack.config import SlackConfig, is_loopback
from adapters.slack.envelope import MalformedRequest, check
from adapters.slack.signature import is_genuine
from bot.ports import Clock

PATH = "/slack/events"
LARGEST_BODY = 1024 * 1024
"""Bytes; Slack's payloads are far smaller."""

_log = logging.getLogger(__name__)


class Door:
    """Lets verified requests through to Bolt. Raises Misconfigured when it could not verify any."""

    def __init__(self, config: SlackConfig, app: AsyncApp, clock: Clock) -> None:
        config.check_door()
        self._config = config
        self._app = app
        self._clock = clock

    async def receive(self, request: web.Request) -> web.Response:
        """401 for what is not from Slack, 413 for what is too large, 400 for what is malformed; else Bolt's answer."""
        body = await _read(request)
        if not self._is_trusted(request, body):
            _log.warning("a request to %s was not signed by Slack", PATH)
            return web.Response(status=401)
        try:
            text = check(body, request.content_type)
        except MalformedRequest as error:
            _log.warning("a request of Slack is malformed: %s", error)
            return web.Response(status=400)
        # Slack's headers say nothing that matters: a retry is handled like a first attempt
        headers: dict[str, str | Sequence[str]] = {"content-type": request.content_type}
        return await to_aiohttp_response(await self._app.async_dispatch(AsyncBoltRequest(body=text, headers=headers)))

    def _is_trusted(self, request: web.Request, body: bytes) -> bool:
        timestamp, signature = _only(request, "X-Slack-Request-Timestamp"), _only(request, "X-Slack-Signature")
        if not self._config.signing_secret.strip():
            return self._config.insecure_development and is_loopback(request.remote or "")
        return is_genuine(self._config.signing_secret, timestamp, signature, body, self._clock())


def _only(request: web.Request, header: str) -> str:
    """The header's value; empty when it is missing or there are several, of which a proxy might have seen another."""
    values = request.headers.getall(header, [])
    return values[0] if len(values) == 1 else ""


async def _read(request: web.Request) -> bytes:
    if (request.content_length or 0) > LARGEST_BODY:
        raise web.HTTPRequestEntityTooLarge(LARGEST_BODY, request.content_length or 0)
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise web.HTTPRequestEntityTooLarge(LARGEST_BODY, len(body))
    return bytes(body)
