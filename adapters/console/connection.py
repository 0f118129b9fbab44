"""The line to a playground: actions out, changes in, kept up when it breaks."""

import asyncio
import json
import secrets
from collections.abc import Callable
from itertools import count
from typing import Any

import aiohttp

from bot.errors import FirstlineError

Frame = dict[str, Any]

_HEARTBEAT = 20.0
_LONGEST_WAIT = 5.0


class Problem(FirstlineError):
    """The playground did not do it; worded `web-problem-<why>` with `values`. `beside` says for fields of a form, by
    name, what to do about them."""

    def __init__(self, why: str, values: dict[str, str], beside: dict[str, str]) -> None:
        super().__init__(f"refused: {why}")
        self.beside = beside
        self.why = why
        self.values = values


class Connection:
    """One WebSocket. What was not answered before it broke is sent again under the same id, so it is done once."""

    def __init__(self, url: str, heard: Callable[[Frame], None], noticed: Callable[[bool], None]) -> None:
        self._url = url
        self._heard = heard
        self._noticed = noticed
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._waiting: dict[str, tuple[Frame, asyncio.Future[str]]] = {}
        self._name = secrets.token_hex(8)
        self._counter = count(1)

    async def run(self, session: aiohttp.ClientSession, greeting: Callable[[], Frame]) -> None:
        """Connect again and again until cancelled; `greeting` is said first on each connection."""
        failures = 0
        while True:
            try:
                async with session.ws_connect(f"{self._url}/live", heartbeat=_HEARTBEAT) as socket:
                    if failures:
                        self._noticed(True)
                    failures = 0
                    await self._serve(socket, greeting())
            except (aiohttp.ClientError, OSError):
                pass
            failures += 1
            if failures == 1:
                self._noticed(False)
            await asyncio.sleep(min(_LONGEST_WAIT, 0.1 * 2**failures))

    async def act(self, action: Frame) -> str:
        """The id of the line that the action became. Raises Problem."""
        frame = self._named(action)
        answer = asyncio.get_running_loop().create_future()
        self._waiting[frame["id"]] = (frame, answer)
        await self._send(frame)
        return str(await answer)

    async def tell(self, action: Frame) -> None:
        """Send what is not answered."""
        await self._send(self._named(action))

    async def _serve(self, socket: aiohttp.ClientWebSocketResponse, greeting: Frame) -> None:
        self._socket = socket
        for frame in (self._named(greeting), *(frame for frame, _ in self._waiting.values())):
            await self._send(frame)
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                self._hear(json.loads(message.data))

    def _named(self, action: Frame) -> Frame:
        return {**action, "id": f"{self._name}-{next(self._counter)}"}

    async def _send(self, frame: Frame) -> None:
        if self._socket is not None and not self._socket.closed:
            await self._socket.send_json(frame)

    def _hear(self, frame: Frame) -> None:
        if frame["type"] in ("changes", "setup"):
            return self._heard(frame)
        _, answer = self._waiting.pop(frame["id"], ({}, None))
        if answer is None or answer.done():
            return None
        if frame["type"] == "done":
            answer.set_result(frame["line"])
        else:
            answer.set_exception(Problem(frame["why"], frame["values"], frame.get("beside", {})))
        return None
