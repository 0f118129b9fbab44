"""Slack's Web API with weather: the strict fake of the contract tests, its limits, its faults, and who saw what."""

import asyncio
import html
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from aiohttp import web

from tests.contract.fake_slack import FakeSlack
from tests.contract.slack_reading import labels
from tests.contract.slack_rules import message_problems
from tests.contract.slack_web_api import Failure, SlackWebApi, read_arguments
from tests.load.simulator.seen import Seen
from tests.load.simulator.slack_pace import Pace
from tests.load.simulator.weather import ACCEPTED_UNTOLD, Sky, Trouble

Json = dict[str, Any]

POSTING = frozenset({"chat.postMessage", "chat.postEphemeral"})
SHOWING = POSTING | {"chat.update"}
SILENCE = 30.0
"""Seconds until a silent platform lets go of a connection: longer than any client waits."""


@dataclass
class WeatheredApi:
    """The API of one workspace under the sky; `see` is told of everything that somebody can see."""

    slack: FakeSlack
    sky: Sky
    see: Callable[[Seen], None]
    pace: Pace = field(default_factory=Pace)
    rules: Callable[[Json], list[str]] = message_problems
    """What is wrong with a message. `unchecked` where the simulator must be fast: then ask `problems` afterwards."""
    answered: Counter[str] = field(default_factory=Counter)
    """How many calls were answered how: "ok", a trouble, "over the limit", an error of the method."""
    errors: Counter[str] = field(default_factory=Counter)
    """What Slack refused for good, by method and reason: a well-behaved app has nothing here."""
    versions: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each message was shown, by channel and ts."""

    def routes(self, application: web.Application) -> None:
        """Add the API and the response_urls."""
        application.router.add_post("/api/{method}", self.call)
        application.router.add_post("/hooks/{id}", self.hook)

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One call of a method."""
        method = request.match_info["method"]
        if self.sky.down:
            return await self._away(request)
        arguments = await read_arguments(request)
        arguments.pop("team_id", None)  # Bolt's own client says it with every call; Slack minds no more than it needs
        trouble = self.sky.trouble()
        if trouble is Trouble.LIMITED or self._too_fast(method, arguments):
            return self._limited("limited" if trouble is Trouble.LIMITED else "over the limit")
        if trouble is Trouble.FAILED_BEFORE:
            return self._failed(trouble)
        return await self._accept(request, method, arguments, trouble)

    async def hook(self, request: web.Request) -> web.StreamResponse:
        """An answer at a response_url; nothing tells its sender that it arrived unless we do."""
        if self.sky.down:
            return await self._away(request)
        trouble = self.sky.trouble()
        if trouble in (Trouble.LIMITED, Trouble.FAILED_BEFORE):
            return self._failed(trouble)
        answer = await SlackWebApi(self.slack, self.rules).hook(request)
        if answer.status == 200:
            self._see(self.slack.whispers[-1], private=True, untold=trouble in ACCEPTED_UNTOLD)
        else:
            self.errors[f"response_url {answer.status}"] += 1
        return await self._tell(request, answer, trouble)

    async def _accept(self, request: web.Request, method: str, arguments: Json, trouble: Trouble) -> web.StreamResponse:
        try:
            authorization = request.headers.get("Authorization", "")
            answer = SlackWebApi(self.slack, self.rules).answer(authorization, method, arguments)
        except Failure as failure:
            self.errors[f"{method}: {failure}"] += 1
            return web.json_response({"ok": False, "error": str(failure)})
        if method in SHOWING:
            self._show(method, arguments, answer, untold=trouble in ACCEPTED_UNTOLD)
        return await self._tell(request, web.json_response({"ok": True, **answer}), trouble)

    async def _tell(self, request: web.Request, answer: web.Response, trouble: Trouble) -> web.StreamResponse:
        """Answer what was accepted, or not, as the weather is."""
        self.answered["ok" if trouble is Trouble.NONE else trouble.value] += 1
        match trouble:
            case Trouble.FAILED_AFTER:
                return web.Response(status=503, text="<html>no</html>", content_type="text/html")
            case Trouble.GARBLED:
                return web.Response(text=self.sky.broken_body(), content_type="application/json")
            case Trouble.SLOW:
                await asyncio.sleep(self.sky.weather.slowness)
            case Trouble.DROPPED_AFTER if request.transport:
                request.transport.abort()
        return answer

    def _show(self, method: str, arguments: Json, answer: Json, *, untold: bool) -> None:
        match method:
            case "chat.postMessage":
                self._see({**answer["message"], "channel": answer["channel"]}, private=False, untold=untold)
            case "chat.postEphemeral":
                self._see(self.slack.whispers[-1], private=True, untold=untold)
            case "chat.update":
                kept = self.slack.channels[answer["channel"]].message(answer["ts"]) or arguments
                self._see({**kept, "channel": answer["channel"]}, private=False, untold=False)

    def _see(self, message: Json, *, private: bool, untold: bool) -> None:
        channel, ts = message["channel"], message["ts"]
        self.versions[channel, ts] += 1
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        self.see(
            Seen(
                at=self.sky.clock(),
                platform="slack",
                channel=channel,
                root=message.get("thread_ts", ""),
                id=ts,
                text=read(message),
                version=self.versions[channel, ts],
                private_to=message["user"] if private else "",
                key=payload.get("key", ""),
                unknowable=untold and private,
            )
        )

    def _too_fast(self, method: str, arguments: Json) -> bool:
        return method in POSTING and not self.pace.admit(str(arguments.get("channel")), self.sky.clock())

    def _limited(self, why: str) -> web.Response:
        self.answered[why] += 1
        headers = {"Retry-After": str(self.sky.weather.retry_after)}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)

    def _failed(self, trouble: Trouble) -> web.Response:
        self.answered[trouble.value] += 1
        return web.Response(status=503, text="<html>no</html>", content_type="text/html")

    async def _away(self, request: web.Request) -> web.Response:
        """Nobody is there: an error page of somebody in between, or no answer at all."""
        self.answered["away"] += 1
        if self.sky.silent:
            await asyncio.sleep(SILENCE)
        if self.sky.heads() and request.transport:
            request.transport.abort()
        return web.Response(status=503, text="<html>away</html>", content_type="text/html")


def read(message: Json) -> str:
    """All that can be read on the message, buttons too."""
    words = "\n".join((*_texts(message), *labels(message)))
    return html.unescape(words)


def unchecked(_: Json) -> list[str]:
    """Nothing is wrong with any message."""
    return []


def problems(slack: FakeSlack, most: int) -> list[str]:
    """What in the workspace breaks Slack's rules for messages, in `most` of them: a check takes some milliseconds."""
    ours = (message for channel in slack.channels.values() for message in channel.messages if "bot_id" in message)
    return sorted({problem for message in islice(ours, most) for problem in message_problems(message)})


def _texts(message: Json) -> Iterator[str]:
    if not message.get("blocks"):
        yield str(message.get("text", ""))
    for block in message.get("blocks") or ():
        if block["type"] == "context":
            yield from (element["text"] for element in block["elements"])
        yield from (field["text"] for field in block.get("fields", ()))
        if "text" in block:
            yield block["text"]["text"]
