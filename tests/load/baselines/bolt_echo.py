"""The ceiling: a bare slack-bolt async app on aiohttp that stores nothing and says what it hears.

`python -m tests.load.baselines.bolt_echo`, told of Slack by the same variables as Firstline. It is set up as well as
Bolt can be: events are acknowledged before they are worked on (Bolt's default), one HTTP session with its connections
kept, one workspace whose token needs no look-up, signatures verified, no log lines for each request.
"""

import asyncio
import logging
import os
import signal
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient


def echo_app(client: AsyncWebClient, secret: str) -> AsyncApp:
    """The app: one listener."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=client.token)

    app = AsyncApp(authorize=authorize, signing_secret=secret)

    async def heard(event: dict[str, Any]) -> None:
        await client.chat_postMessage(
            channel=event["channel"], text=event["text"], thread_ts=event["ts"], link_names=False, parse="none"
        )

    app.event("message")(heard)
    return app


async def main() -> None:
    """Serve until SIGTERM."""
    logging.disable(logging.INFO)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        client = AsyncWebClient(
            os.environ["FIRSTLINE_SLACK__BOT_TOKEN"], base_url=os.environ["FIRSTLINE_SLACK__API_URL"], session=session
        )
        app = echo_app(client, os.environ["FIRSTLINE_SLACK__SIGNING_SECRET"])

        async def receive(request: web.Request) -> web.Response:
            return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

        doors = web.Application()
        doors.router.add_post("/slack/events", receive)
        runner = web.AppRunner(doors, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(f"Doors: http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
        print("Ctrl+C stops it", flush=True)
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        await stop.wait()
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
