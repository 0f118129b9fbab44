"""Runs local-slack, a Slack that is not ours, and plays people at it: a driver of the contract suite."""

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.contract import slack_reading
from tests.contract.driver import Shown
from tests.contract.drivers.slack import MEMBERS, NAMES
from tests.contract.fake_slack import APP_TOKEN, BOT_USER, SECRET, TEAM, TOKEN

Json = dict[str, Any]

_PROGRAM = Path("local-slack-linux-x64", "bin", "local-slack")
_WITHIN = 30
"""Seconds for anything that local-slack does."""


@dataclass
class LocalSlack:
    """One running local-slack with the people and places of the contract suite."""

    address: str
    session: aiohttp.ClientSession
    page: aiohttp.ClientWebSocketResponse
    """What its page in the browser is connected to: the only way to submit a form."""
    platform: str = "slack"
    threads_in_direct_messages: bool = True

    async def say(self, who: str, place: str, text: str, *, root: str = "", mention: bool = False) -> str:
        words = f"<@{BOT_USER}> {text}" if mention else text
        thread = {"thread_ts": root} if root else {}
        said = await self._control("message", channel=_channel(who, place), user=_user(who), text=words, **thread)
        return str(said["message"]["ts"])

    async def command(self, who: str, place: str, text: str) -> None:
        await self._control("command", channel=_channel(who, place), user=_user(who), command="/ticket", text=text)

    async def press(self, who: str, shown: Shown, label: str, fields: dict[str, str] | None = None) -> None:
        message = next(one for one in await self.messages(who, shown.place) if one["ts"] == shown.id)
        await self._press(who, shown, *slack_reading.button(message, label))
        if fields is not None:
            view = (await self.views())[-1]
            assert await self.submit(who, view, fields) == {}, "the form was refused"

    async def press_stale(self, who: str, shown: Shown, label: str) -> None:
        """The buttons of an answer are Solved and Still need help; local-slack takes any press."""
        pressed = {"action_id": "solved", "value": "", "text": {"type": "plain_text", "text": label}}
        await self._press(who, shown, {"block_id": "firstline-actions-en"}, {"type": "button", **pressed})

    async def submit(self, who: str, view: Json, fields: dict[str, str]) -> Json:
        """Fill the open form and submit it; the errors beside its fields, empty when it closed."""
        inputs = [block for block in view["blocks"] if block["type"] == "input"]
        values = {
            block["block_id"]: {
                block["element"]["action_id"]: _filled(block["element"]["type"], fields.get(block["block_id"], ""))
            }
            for block in inputs
        }
        await self.page.send_json({"t": "view_submit", "user": _user(who), "values": values})
        answer = await self._hear("view", "view_errors")
        errors: Json = answer.get("errors", {})
        return errors

    async def views(self) -> list[Json]:
        """The forms that are open now, as soon as there are any."""
        views: list[Json] = (await self._hear("view"))["stack"]
        return views

    async def look(self, who: str, place: str) -> Sequence[Shown]:
        names = {_user(person): name for person, name in NAMES.items()}
        return [
            slack_reading.shown(place, message, names, private="ephemeral_to" in message)
            for message in await self.messages(who, place)
        ]

    async def messages(self, who: str, place: str) -> list[Json]:
        """What the bot said in a place, to everybody or to this person."""
        channel, user = _channel(who, place), _user(who)
        if user not in MEMBERS.get(channel, {user}):
            return []
        async with self.session.get(f"{self.address}/_control/messages/{channel}") as answer:
            said = (await answer.json())["messages"]
        return [one for one in said if one.get("bot_id") and one.get("ephemeral_to") in (None, user)]

    async def connected(self) -> None:
        """Return when the bot's Socket Mode connection stands."""
        async with asyncio.timeout(_WITHIN):
            while not (await self._hear("socket_status"))["connected"]:
                pass

    async def _press(self, who: str, shown: Shown, block: Json, element: Json) -> None:
        action = {**element, "block_id": block["block_id"]}
        place = {"channel": _channel(who, shown.place), "messageTs": shown.id, "user": _user(who)}
        await self._control("interact", **place, action=action)

    async def _control(self, what: str, **values: object) -> Json:
        async with self.session.post(f"{self.address}/_control/{what}", json=values) as answer:
            said: Json = await answer.json()
        assert said["ok"], said
        return said

    async def _hear(self, *kinds: str) -> Json:
        """The next thing of one of these kinds that the page is told."""
        async with asyncio.timeout(_WITHIN):
            while True:
                told: Json = await self.page.receive_json()
                if told["t"] in kinds:
                    return told


@asynccontextmanager
async def start(folder: Path, port: int, door: str = "") -> AsyncIterator[LocalSlack]:
    """local-slack, sending to the door, or over Socket Mode without one. Skips the test where it is not installed."""
    config = folder / "local-slack.json"
    config.write_text(json.dumps(_workspace(door)), encoding="utf-8")
    arguments = ("--config", str(config), "--port", str(port), "--base-host", "127.0.0.1")
    running = await asyncio.create_subprocess_exec(
        _program(), *arguments, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        async with aiohttp.ClientSession() as session:
            await _ready(session, address, running)
            async with session.ws_connect(f"{address}/ui", max_msg_size=0) as page:
                yield LocalSlack(address, session, page)
    finally:
        with suppress(ProcessLookupError):
            running.terminate()
        await running.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _ready(session: aiohttp.ClientSession, address: str, running: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(_WITHIN):
        while running.returncode is None:
            with suppress(aiohttp.ClientError):
                async with session.get(f"{address}/_control/state") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.1)
    raise AssertionError(f"local-slack ended with {running.returncode}")


def _program() -> str:
    modules = Path(os.environ.get("FIRSTLINE_NODE_MODULES") or Path(__file__).parents[2] / "node_modules")
    if not (modules / _PROGRAM).exists():
        reason = "local-slack is not installed: npm i local-slack-linux-x64@0.1.8"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return str(modules / _PROGRAM)


def _workspace(door: str) -> Json:
    transport = {"mode": "events", "requestUrl": door} if door else {"mode": "socket"}
    app = {"appId": "A0FIRST", "botUserId": BOT_USER, "botName": "Firstline", "botToken": TOKEN, "appToken": APP_TOKEN}
    direct = [
        {
            "id": _channel(who, "dm"),
            "name": f"dm-{who}",
            "is_channel": False,
            "is_im": True,
            "members": [_user(who), BOT_USER],
        }
        for who in NAMES
    ]
    shared = [
        {"id": id_, "name": id_[2:].lower(), "members": [*sorted(members), BOT_USER]}
        for id_, members in MEMBERS.items()
    ]
    return {
        "workspace": {"name": "First", "domain": "first", "teamId": TEAM},
        "apps": [{**app, "signingSecret": SECRET, **transport}],
        "users": [{"id": _user(who), "name": who, "real_name": name} for who, name in NAMES.items()],
        "channels": [*shared, *direct],
    }


def _user(who: str) -> str:
    return f"U0{who.upper()}"


def _channel(who: str, place: str) -> str:
    return f"D0{who.upper()}" if place == "dm" else f"C0{place.upper()}"


def _filled(kind: str, text: str) -> Json:
    """The state of an input in which this was written or chosen; empty for nothing."""
    if kind == "datepicker":
        return {"type": kind, "selected_date": text or None}
    if kind in ("static_select", "radio_buttons"):
        return {"type": kind, "selected_option": {"value": text} if text else None}
    return {"type": kind, "value": text or None}
