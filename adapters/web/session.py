"""One open page or console: a WebSocket over which it acts as several people and sees what each of them sees."""

import asyncio
from typing import Protocol

from aiohttp import WSMsgType, web

from adapters.web import wire
from adapters.web.actions import Action, ActionRefused, Leave, Taken, Watch, read_action
from adapters.web.config import WebConfig
from adapters.web.live import BATCH, Feed
from bot.ports import ChatLog

MOST_AT_ONCE = 64
"""Actions of one socket under way; more are refused until some are done."""
LOOK = 0.5
"""Seconds between looks at who and what there is."""


class Chat(Protocol):
    """What a session needs of the playground."""

    chat: ChatLog
    feed: Feed

    @property
    def config(self) -> WebConfig:
        """Who and what there is now."""
        ...

    async def take(self, action: Taken) -> str:
        """Do it; the id of the line that it became, or the time that it is now. Raises ActionRefused."""
        ...


class Session:
    """Reads actions and answers each; follows the chat for every person that is watched."""

    def __init__(self, socket: web.WebSocketResponse, chat: Chat) -> None:
        self._socket = socket
        self._chat = chat
        self._views: dict[str, asyncio.Task[None]] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Serve until the other side leaves. What was accepted is finished all the same."""
        looking = asyncio.create_task(self._look())
        try:
            async for frame in self._socket:
                if frame.type is WSMsgType.TEXT:
                    await self._read(frame.data)
        finally:
            for task in (looking, *self._views.values()):
                task.cancel()
            await asyncio.gather(looking, *self._views.values(), *self._under_way, return_exceptions=True)

    async def _read(self, data: str) -> None:
        try:
            self._begin(read_action(data))
        except ActionRefused as refusal:
            await self._tell(wire.failed(refusal))

    def _begin(self, action: Action) -> None:
        if self._chat.config.person(action.who) is None:
            raise ActionRefused("unknown-person", id=action.id)
        match action:
            case Watch():
                self._leave(action.who)
                self._views[action.who] = asyncio.create_task(self._follow(action.who, action.since))
            case Leave():
                self._leave(action.who)
            case _:
                self._start(action)

    def _leave(self, who: str) -> None:
        if view := self._views.pop(who, None):
            view.cancel()

    def _start(self, action: Taken) -> None:
        if len(self._under_way) >= MOST_AT_ONCE:
            raise ActionRefused("busy", id=action.id)
        task = asyncio.create_task(self._take(action))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _take(self, action: Taken) -> None:
        """One person's actions are taken in their order; others do not wait for them."""
        async with self._turns.setdefault(action.who, asyncio.Lock()):
            try:
                answer = wire.done(action.id, await self._chat.take(action))
            except ActionRefused as refusal:
                answer = wire.failed(refusal)
        await self._tell(answer)

    async def _follow(self, who: str, revision: int) -> None:
        with self._chat.feed.following():
            while True:
                lines = await self._chat.chat.since(revision, BATCH)
                revision = lines[-1].revision if lines else revision
                await self._tell(wire.changes(self._chat.config, who, lines, revision, more=len(lines) == BATCH))
                if len(lines) < BATCH:
                    await self._chat.feed.beyond(revision)

    async def _look(self) -> None:
        """Have the client read the setup again whenever desk.toml has made it another."""
        known = self._chat.config
        while True:
            await asyncio.sleep(LOOK)
            if self._chat.config != known:
                known = self._chat.config
                await self._tell(wire.SETUP)

    async def _tell(self, frame: wire.Frame) -> None:
        if not self._socket.closed:
            await self._socket.send_json(frame)
