"""People at the fake Slack, talking with the real adapter over real HTTP."""

import html
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack.app import Slack
from adapters.slack.config import SlackConfig
from adapters.slack.door import PATH
from bot.commands.forms import Forms
from tests.contract import slack_reading
from tests.contract.driver import PEOPLE, Shown
from tests.contract.fake_slack import BOT, BOT_USER, SECRET, TOKEN, Channel, FakeSlack
from tests.contract.slack_web_api import running
from tests.contract.stack import Stack

Json = dict[str, Any]

NAMES = dict(zip(PEOPLE, ("Maria Silva", "Иван Смирнов", "Sam Okafor", "Nadia Petrova", "Lena Fischer"), strict=True))
EVERYBODY = {f"U0{who.upper()}" for who in PEOPLE}
MEMBERS = {
    "C0HELP": EVERYBODY,
    "C0TRIAGE": {"U0SAM", "U0NADIA", "U0LENA"},
    "C0LEADS": {"U0LENA"},
}


@asynccontextmanager
async def drive(stack: Stack) -> AsyncIterator["SlackDriver"]:
    """A workspace with the people and places of the contract suite, attached to the stack."""
    async with running(workspace(stack)) as slack, aiohttp.ClientSession() as session:
        config = SlackConfig(bot_token=TOKEN, signing_secret=SECRET, api_url=f"{slack.url}/api/")
        forms = Forms(stack.desk_now, lambda: stack.clock().date())
        adapter = Slack(config, stack.handler, session, stack.clock, forms)
        await adapter.introduce()
        application = web.Application()
        adapter.routes(application)
        async with TestServer(application) as door:
            slack.door = str(door.make_url(PATH))
            await stack.attach(adapter.platform)
            yield SlackDriver(slack)


def workspace(stack: Stack) -> FakeSlack:
    """The workspace before anybody said anything."""
    slack = FakeSlack(stack.clock, {f"U0{who.upper()}": name for who, name in NAMES.items()})
    for channel, members in MEMBERS.items():
        slack.channels[channel] = Channel(channel, members | {BOT_USER})
    for user in EVERYBODY:
        slack.direct(user)
    return slack


@dataclass
class SlackDriver:
    """Implements tests.contract.driver.Driver."""

    slack: FakeSlack
    platform: str = "slack"
    threads_in_direct_messages: bool = True

    async def say(self, who: str, place: str, text: str, *, root: str = "", mention: bool = False) -> str:
        """Both events of a mention are sent, as Slack does."""
        channel = _channel(who, place)
        said = f"<@{BOT_USER}> " * mention + html.escape(text, quote=False)
        message = self.slack.write(_user(who), channel, said, root)
        for kind in ("app_mention", "message") if mention else ("message",):
            status, _ = await self.slack.deliver(self.slack.event({**message, "type": kind}, channel))
            assert status == 200
        return str(message["ts"])

    async def attach(self, who: str, place: str, text: str, name: str, *, root: str = "", mention: bool = False) -> str:
        """A message with a file comes as `file_share`, also where it is a mention."""
        channel = _channel(who, place)
        said = f"<@{BOT_USER}> " * mention + html.escape(text, quote=False)
        page = f"https://first.slack.com/files/{_user(who)}/F0/{name}"
        file = {"id": "F0", "name": name, "size": len(name), "permalink": page, "url_private": f"{page}?secret"}
        message = self.slack.write(_user(who), channel, said, root)
        shared = {**message, "subtype": "file_share", "files": [file]}
        status, _ = await self.slack.deliver(self.slack.event(shared, channel))
        assert status == 200
        return str(message["ts"])

    async def edit(self, who: str, place: str, id: str, text: str) -> None:
        """A mention that was there stays there."""
        channel = _channel(who, place)
        message = self.slack.channels[channel].message(id)
        mention = f"<@{BOT_USER}> " if message and str(message["text"]).startswith(f"<@{BOT_USER}>") else ""
        await self._change(channel, id, mention + html.escape(text, quote=False))

    async def delete(self, who: str, place: str, id: str) -> None:
        await self._change(_channel(who, place), id, None)

    async def _change(self, channel: str, id: str, text: str | None) -> None:
        event = self.slack.event(self.slack.rewrite(channel, id, text), channel)
        status, _ = await self.slack.deliver(event)
        assert status == 200

    async def command(self, who: str, place: str, text: str) -> None:
        form = self.slack.command(_user(who), _channel(who, place), text)
        status, body = await self.slack.post(urlencode(form).encode(), "application/x-www-form-urlencoded")
        assert (status, body) == (200, "")

    async def press(self, who: str, shown: Shown, label: str, fields: dict[str, str] | None = None) -> None:
        channel = self.slack.channels[_channel(who, shown.place)]
        message = next(message for message in self._visible(who, channel) if message["ts"] == shown.id)
        await self._press(who, channel, message, label)
        if fields is not None:
            status, body = await self.slack.deliver(self.slack.submit(_user(who), fields))
            assert status == 200
            assert json.loads(body) == {"response_action": "clear"}

    async def press_stale(self, who: str, shown: Shown, label: str) -> None:
        channel = self.slack.channels[_channel(who, shown.place)]
        versions = [message for message in channel.history if message["ts"] == shown.id]
        old = next(message for message in versions if label in slack_reading.labels(message))
        await self._press(who, channel, old, label)

    async def look(self, who: str, place: str) -> Sequence[Shown]:
        channel = self.slack.channels[_channel(who, place)]
        return [
            slack_reading.shown(place, message, self.slack.users, private="bot_id" not in message)
            for message in self._visible(who, channel)
        ]

    async def _press(self, who: str, channel: Channel, message: Json, label: str) -> None:
        block, element = slack_reading.button(message, label)
        payload = self.slack.press(_user(who), channel.id, message, element, block["block_id"])
        status, _ = await self.slack.deliver(payload)
        assert status == 200

    def _visible(self, who: str, channel: Channel) -> list[Json]:
        """What Firstline said there, to everybody or to this person."""
        user = _user(who)
        if user not in channel.members:
            return []
        whispers = [one for one in self.slack.whispers if (one["user"], one["channel"]) == (user, channel.id)]
        public = [message for message in channel.messages if message.get("bot_id") == BOT]
        return sorted((*public, *whispers), key=lambda message: str(message["ts"]))


def _user(who: str) -> str:
    return f"U0{who.upper()}"


def _channel(who: str, place: str) -> str:
    return f"D0{who.upper()}" if place == "dm" else f"C0{place.upper()}"
