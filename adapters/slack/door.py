"""The HTTP door: `POST /slack/events` for events, commands and interactivity.

Everything is verified over the raw bytes before anything is parsed. Bodies are never logged.
"""

import logging
from collections.abc import Sequence

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from adapters.knock import is_from_here, only, read_body
from adapters.slack.config import SlackConfig
from adapters.slack.dispatch import Reception
from adapters.slack.envelope import MalformedRequest, check
from adapters.slack.signature import is_genuine, is_recent
from bot.ports import Clock

PATH = "/slack/events"
LARGEST_BODY = 1024 * 1024
"""Bytes; Slack's payloads are far smaller."""

_log = logging.getLogger(__name__)


class Door:
    """Lets verified requests through: events to the reception, all else to Bolt, which knows how each is acknowledged.

    For an event, which is acknowledged by its status alone, Bolt would only parse it again and find the one listener: a
    tenth of what a message costs. Raises Misconfigured when it could not verify any.
    """

    def __init__(self, config: SlackConfig, app: AsyncApp, reception: Reception, clock: Clock) -> None:
        config.check_door()
        self._config = config
        self._app = app
        self._reception = reception
        self._clock = clock

    async def receive(self, request: web.Request) -> web.Response:
        """401 for what is not from Slack, 400 for what is malformed; else what the reception or Bolt says to it.

        Raises as `read_body` does.
        """
        body = await self._trusted_body(request)
        if body is None:
            _log.warning("a request to %s was not signed by Slack, or this computer's clock is wrong", PATH)
            return web.Response(status=401)
        try:
            text, payload = check(body, request.content_type)
            if payload.get("type") == "event_callback":
                return web.Response(status=await self._reception.receive(payload))
            asked = _bolt_request(text, request.content_type)
        except MalformedRequest as error:
            _log.warning("a request of Slack is malformed: %s", error)
            return web.Response(status=400)
        return await to_aiohttp_response(await self._app.async_dispatch(asked))

    async def _trusted_body(self, request: web.Request) -> bytes | None:
        """The body, or None if it is not from Slack. It is not even read where no signature could be right."""
        if self._config.unsigned:
            return await read_body(request, LARGEST_BODY) if is_from_here(request) else None
        timestamp, signature = only(request, "X-Slack-Request-Timestamp"), only(request, "X-Slack-Signature")
        if not signature or not is_recent(timestamp, self._clock()):
            return None
        body = await read_body(request, LARGEST_BODY)
        genuine = is_genuine(self._config.signing_secret, timestamp, signature, body, self._clock())
        return body if genuine else None


def _bolt_request(text: str, content_type: str) -> AsyncBoltRequest:
    """The request as Bolt takes it. Raises MalformedRequest."""
    # Slack's headers say nothing that matters: a retry is handled like a first attempt
    headers: dict[str, str | Sequence[str]] = {"content-type": content_type}
    try:
        return AsyncBoltRequest(body=text, headers=headers)
    except (TypeError, AttributeError, KeyError, ValueError, IndexError) as error:  # Bolt looks deeper than we do
        raise MalformedRequest(type(error).__name__) from error
