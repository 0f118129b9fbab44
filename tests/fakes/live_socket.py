"""The playground's socket as its page uses it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

Frame = dict[str, Any]


class LiveSocket:
    """What each watched person has seen so far is in `lines`, by id, and `revisions`; `setups` counts how
    often it was said that there are other people or places."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.lines: dict[str, dict[str, Frame]] = {}
        self.revisions: dict[str, int] = {}
        self.setups = 0
        self._answers: dict[str, Frame] = {}
        self._count = 0

    async def watch(self, who: str, since: int = 0) -> None:
        self.lines.setdefault(who, {})
        self.revisions.setdefault(who, since - 1)
        await self.send({"do": "watch", "as": who, "since": since})

    async def act(self, action: Frame) -> Frame:
        """The answer: a frame "done" or "failed"."""
        id = await self.send(action)
        while id not in self._answers:
            await self.hear()
        return self._answers.pop(id)

    async def say(self, who: str, place: str, text: str, root: str = "") -> Frame:
        return await self.act({"do": "say", "as": who, "place": place, "root": root, "text": text})

    async def send(self, action: Frame) -> str:
        self._count += 1
        named = {"id": f"test-{self._count}", **action}
        await self.socket.send_json(named)
        return str(named["id"])

    async def hear(self) -> None:
        """Take in the next frame."""
        async with asyncio.timeout(10):
            frame = json.loads(await self.socket.receive_str())
        if frame["type"] == "setup":
            self.setups += 1
            return
        if frame["type"] != "changes":
            self._answers[frame["id"]] = frame
            return
        who = frame["as"]
        self.revisions[who] = max(frame["revision"], self.revisions[who])
        self.lines[who] |= {line["id"]: line for line in frame["lines"]}

    async def reach(self, who: str, revision: int) -> list[Frame]:
        """All that the person sees once everything up to this revision has come."""
        while self.revisions[who] < revision:
            await self.hear()
        return sorted(self.lines[who].values(), key=lambda line: str(line["id"]))


@asynccontextmanager
async def live_socket(home: str) -> AsyncIterator[LiveSocket]:
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{home}/live", origin=home) as socket:
        yield LiveSocket(socket)
