"""Runs the Microsoft 365 Agents Playground, a client of Teams that is not ours, and plays people in it."""

import asyncio
import json
import os
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest

TENANT = "tenant-first"
BOT = {"id": "28:firstline", "name": "Firstline"}
CHAT, TRIAGE, HELP, LEADS = "a:dm-maria", "19:triage@thread.tacv2", "19:help@thread.tacv2", "19:leads@thread.tacv2"
"""Maria's chat with us, two channels and a group chat: the Playground has no third channel."""
PEOPLE = ("maria", "ivan", "sam", "nadia", "lena", "spare")
_PACKAGE = Path("@microsoft", "m365agentsplayground", "cli.js")
_READY_WITHIN = 60
_SEEN_WITHIN = 20


@dataclass
class AgentsPlayground:
    """One running Playground. People other than Maria write through its custom activities."""

    address: str
    bot: str
    session: aiohttp.ClientSession
    stream: aiohttp.ClientWebSocketResponse
    shown: dict[str, dict[str, Any]] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def say(self, conversation: str, text: str, *, mention: bool = False) -> dict[str, Any]:
        """Maria writes; what the Playground says about it (`messageId`, `postConversationId`)."""
        named = [{"mentioned": BOT, "text": "<at>Firstline</at>"}] if mention else []
        words = f"<at>Firstline</at> {text}" if mention else text
        message = {"from": {"id": "29:maria"}, "text": words, "textFormat": "plain", "mentions": named}
        return await self._post(f"/_conversation/v1/conversations/{conversation}/messages", message)

    async def say_as(self, who: str, conversation: str, text: str) -> None:
        """Somebody else mentions us in a channel."""
        activity = {
            "type": "message",
            "id": f"custom-{next(self._numbers)}",
            "timestamp": datetime.now(UTC).isoformat(),
            "channelId": "msteams",
            "serviceUrl": f"{self.address}/_connector",
            "from": {"id": f"29:{who}", "name": who.title(), "aadObjectId": f"aad-{who}"},
            "recipient": BOT,
            "conversation": {
                "id": conversation,
                "conversationType": "channel",
                "tenantId": TENANT,
                "isGroup": True,
            },
            "channelData": {"tenant": {"id": TENANT}, "channel": {"id": conversation.partition(";")[0]}},
            "text": f"<at>Firstline</at> {text}",
            "entities": [{"type": "mention", "mentioned": BOT, "text": "<at>Firstline</at>"}],
        }
        await self._post("/_internal/v1/customActivities", activity)

    async def press(self, who: str, shown: dict[str, Any], label: str, **fields: str) -> dict[str, Any]:
        """Press the button of a message that was seen; what the client is told."""
        action = next(each for each in card_of(shown)["actions"] if each["title"] == label)
        if action["type"] == "Action.ShowCard":
            names = {part["id"].rpartition(".")[2]: part["id"] for part in action["card"]["body"] if "id" in part}
            action = action["card"]["actions"][0]
            action["data"] |= {names[name]: text for name, text in fields.items()}
        invoke = {
            "name": "adaptiveCard/action",
            "from": {"id": f"29:{who}"},
            "conversation": {"id": shown["conversation"]},
            "replyToId": shown["messageId"],
            "value": {"action": action, "trigger": "manual"},
        }
        return await self._post("/_conversation/v1/invoke", invoke)

    async def see(self, where: str, *words: str) -> dict[str, Any]:
        """The message there in which all these words stand, as soon as it does. `where` is a conversation, or what
        its id begins with."""
        async with asyncio.timeout(_SEEN_WITHIN):
            while True:
                for message in reversed(self.shown.values()):
                    said = json.dumps(message, ensure_ascii=False)
                    if message["conversation"].startswith(where) and all(word in said for word in words):
                        return message
                self._note(await self.stream.receive_json())

    def _note(self, frame: dict[str, Any]) -> None:
        """Keep a new or changed message of the bot. A channel's frame names the channel, not the thread it opens."""
        message, where = frame.get("message") or {}, frame.get("actionConversationId", "")
        if frame.get("action") not in ("createMessage", "updateMessage") or message["from"]["id"] != BOT["id"]:
            return
        if where in (TRIAGE, HELP):
            where = f"{where};messageid={message['messageId']}"
        self.shown[message["messageId"]] = message | {"conversation": where, "action": frame["action"]}

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self.session.post(f"{self.address}{path}", json=body) as response:
            said = await response.text()
            assert response.status < 300, said
            return json.loads(said) if said else {}


def card_of(shown: dict[str, Any]) -> dict[str, Any]:
    """The Adaptive Card of a message that was seen."""
    found: dict[str, Any] = shown["attachments"][0]["content"]
    return found


@asynccontextmanager
async def start(folder: Path, bot: str) -> AsyncIterator[AgentsPlayground]:
    """The Playground with its state in `folder`, talking to the door at `bot`; skips where it is not installed."""
    program, port = _program(), _free_port()
    (folder / ".m365agentsplayground.yml").write_text(json.dumps(_people()), encoding="utf-8")
    arguments = ("start", "-e", bot, "-c", "msteams", "-p", str(port), "--dt", "--er")
    running = await asyncio.create_subprocess_exec(
        *program, *arguments, cwd=folder, env=os.environ | {"TEAMSAPPTESTER_BROWSER": "none"},
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        async with aiohttp.ClientSession() as session:
            await _ready(session, address, running)
            stream = await session.ws_connect(f"{address}/_ws_conversation/v1/conversations/stream")
            async with stream:
                yield AgentsPlayground(address, bot, session, stream)
    finally:
        with suppress(ProcessLookupError):
            running.terminate()
        await running.wait()


async def _ready(session: aiohttp.ClientSession, address: str, running: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(_READY_WITHIN):
        while running.returncode is None:
            with suppress(aiohttp.ClientError):
                async with session.get(f"{address}/_internal/v1/testConfig") as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.2)
    raise AssertionError(f"the Agents Playground ended with {running.returncode}")


def _program() -> tuple[str, str]:
    modules = Path(os.environ.get("FIRSTLINE_NODE_MODULES") or Path(__file__).parents[2] / "node_modules")
    node = shutil.which("node")
    if node is None or not (modules / _PACKAGE).exists():
        reason = "the Agents Playground is not installed: npm i @microsoft/m365agentsplayground@0.2.28"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return node, str(modules / _PACKAGE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _people() -> dict[str, Any]:
    """The Playground's settings: YAML, of which JSON is a part. It wants exactly five users beside the current one."""
    first, *others = [
        {
            "id": f"29:{who}",
            "name": who.title(),
            "userPrincipleName": f"{who}@example.com",
            "aadObjectId": f"aad-{who}",
            "givenName": who.title(),
            "surname": "Example",
            "email": f"{who}@example.com",
        }
        for who in PEOPLE
    ]
    return {
        "version": "0.1.1",
        "tenantId": TENANT,
        "bot": BOT,
        "currentUser": first,
        "users": others,
        "personalChat": {"id": CHAT},
        "groupChat": {"id": LEADS, "name": "Leads"},
        "team": {
            "id": TRIAGE,
            "name": "Desk",
            "aadGroupId": "group-1",
            "channels": [{"id": HELP, "name": "Help"}],
        },
    }
