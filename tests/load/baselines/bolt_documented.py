"""Bolt as its documentation writes it: `AsyncApp`, a listener that answers by `say`, its own aiohttp application.

`python -m tests.load.baselines.bolt_documented`, told of Slack by the same variables as Firstline. Nothing is tuned, so
every call to Slack opens an HTTP session of its own. https://docs.slack.dev/tools/bolt-python/concepts/async
"""

import asyncio
import os
import signal
from typing import Any

from aiohttp import web
from slack_bolt.async_app import AsyncApp, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient


def documented_app() -> AsyncApp:
    """The app: one listener. Only the address of Slack is not in the documentation's examples."""
    client = AsyncWebClient(os.environ["FIRSTLINE_SLACK__BOT_TOKEN"], base_url=os.environ["FIRSTLINE_SLACK__API_URL"])
    app = AsyncApp(client=client, signing_secret=os.environ["FIRSTLINE_SLACK__SIGNING_SECRET"])

    async def heard(event: dict[str, Any], say: AsyncSay) -> None:
        await say(text=event["text"], thread_ts=event["ts"], link_names=False, parse="none")

    app.event("message")(heard)
    return app


async def main() -> None:
    """Serve until SIGTERM."""
    runner = web.AppRunner(documented_app().web_app(path="/slack/events"))
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
