"""Socket Mode: events over a WebSocket that we open, for installations without a public address.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
from contextlib import suppress

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.config import SlackConfig


async def run(config: SlackConfig, app: AsyncApp, stop: asyncio.Event) -> None:
    """Stay connected until `stop` is set, connecting again whenever the connection is lost.

    An envelope is acknowledged after Bolt's answer was 200, that is after our commit; else Slack sends it again.
    """
    # slack_bolt does not annotate these two methods, hence the exceptions below
    client = AsyncWebClient(base_url=config.api_url.rstrip("/") + "/")
    handler = AsyncSocketModeHandler(app, config.app_token, web_client=client)
    connecting = asyncio.create_task(handler.connect_async(), name="slack-socket")  # type: ignore[no-untyped-call]
    try:
        await stop.wait()
    finally:
        connecting.cancel()
        with suppress(asyncio.CancelledError):
            await connecting
        await handler.close_async()  # type: ignore[no-untyped-call]
