"""The playground: a small chat platform that stores first and then hands over to the engine."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from aiohttp import web

from adapters.web import server
from adapters.web.actions import ActionRefused, Delete, Doing, Edit, MakeTicket, MoveClock, PressButton, React, Taken
from adapters.web.articles import ArticleFile, ArticlePage
from adapters.web.config import WebConfig
from adapters.web.files import attached
from adapters.web.live import Feed
from adapters.web.platform import WebPlatform
from adapters.web.reader import change_of, changed, files_in, message_of, pressed, repeats, said, wished
from bot.ports import ChatLine, ChatLog, Clock, Handler

log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds before what the engine could not take is handed over again."""


def _no_article(_language: str, _slug: str) -> ArticlePage | None:
    return None


def _no_file(_slug: str, _name: str) -> ArticleFile | None:
    return None


class Playground:
    """Keeps what people do, has it handled, and shows them what comes of it."""

    def __init__(
        self,
        described: Callable[[], WebConfig],
        handler: Handler,
        chat: ChatLog,
        clock: Clock,
        articles: Callable[[str, str], ArticlePage | None] = _no_article,
        article_files: Callable[[str, str], ArticleFile | None] = _no_file,
    ) -> None:
        self.described = described
        self.articles = articles
        self.article_files = article_files
        self.chat = chat
        self.feed = Feed(chat)
        self.platform = WebPlatform(lambda: self.config, chat, clock, self.feed.nudge)
        self._handler = handler
        self.clock = clock
        self._left_over = asyncio.Event()
        self._loops: list[asyncio.Task[None]] = []

    @property
    def config(self) -> WebConfig:
        """Who and what there is now."""
        return self.described()

    def routes(self, app: web.Application) -> None:
        """Add the page and all that it needs. Raises Misconfigured when it would listen beyond loopback."""
        server.add_routes(app, self)

    async def start(self) -> None:
        """Hand over what was left when the last process ended, and go on looking after the chat until `stop`."""
        await self.redeliver()
        self._loops = [asyncio.create_task(self.feed.run()), asyncio.create_task(self._mend())]

    async def stop(self) -> None:
        """End what `start` began."""
        for loop in self._loops:
            loop.cancel()
        for loop in self._loops:
            with suppress(asyncio.CancelledError):
                await loop

    @property
    def movable_now(self) -> datetime | None:
        """The time, where people can make it later."""
        return self.clock() if self.config.mover else None

    async def take(self, action: Taken) -> str:
        """Store what somebody did, have it handled, and return its line's id; or move the clock, and return the time.
        Raises ActionRefused.

        The same action again is the same line, and is handled once.
        """
        if isinstance(action, MoveClock):
            return self._later(action)
        line = await self.chat.add(await self._line_of(action), f"{action.who}/{action.id}")
        self.feed.nudge()
        if not line.handled and not await self._handle(line):
            raise ActionRefused("later", id=action.id)
        return line.id

    def _later(self, action: MoveClock) -> str:
        now = self.config.mover(action.text) if self.config.mover else None
        if now is None:
            raise ActionRefused("clock", id=action.id, said=action.text)
        return now.isoformat()

    async def redeliver(self) -> bool:
        """Hand over everything that the engine has not committed; False when some of it is still left."""
        return all([await self._handle(line) for line in await self.chat.unhandled()])

    async def _line_of(self, action: Doing) -> ChatLine:
        if isinstance(action, PressButton):
            return pressed(action, await self.chat.line(action.line), self.config, self.clock())
        if isinstance(action, Edit | Delete):
            return changed(action, await self.chat.line(action.line), self.config, self.clock())
        if isinstance(action, MakeTicket | React):
            return wished(action, await self.chat.line(action.line), self.config, self.clock())
        root = await self.chat.line(action.root) if action.root else None
        files = await attached(self.chat, action.files, action.id)
        return said(action, root, self.config, self.clock(), files)

    async def _handle(self, line: ChatLine) -> bool:
        try:
            if about := change_of(line):
                await self._change(about, line.text)
            await self._handler.handle(message_of(line, self.config))
            await self.chat.handled(line.id, forget=repeats(line))
        except Exception:  # the border: the line stays unhandled and is handed over again
            log.exception("line %s was not handled", line.id)
            self._left_over.set()
            return False
        self.feed.nudge()
        return True

    async def _change(self, id: str, text: str) -> None:
        """Show other words; with none, the files go too."""
        line = await self.chat.line(id)
        if line is not None and not text:
            await self.chat.drop_files([each.id for each in files_in(line)])
        await self.chat.reword(id, text)

    async def _mend(self) -> None:
        while True:
            await self._left_over.wait()
            await asyncio.sleep(PATIENCE)
            self._left_over.clear()
            await self._try_again()

    async def _try_again(self) -> None:
        try:
            await self.redeliver()
        except Exception:  # the database is gone: ask again later
            log.exception("what was left over cannot be read; trying again")
            self._left_over.set()
