"""A playground on loopback for tests: its five people, its three rooms, any handler, any chat."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from aiohttp import web

from adapters.web.articles import ArticleFile, ArticlePage
from adapters.web.config import Resident, Role, Room, WebConfig
from adapters.web.playground import Playground
from adapters.web.server import listen
from bot.messages import Message
from bot.ports import ChatLog, Clock, Handler
from bot.wording.catalogue import Wording
from bot.wording.completion import completions
from tests.contract.stack import contract_desk


def _resident(handle: str, name: str, role: Role, language: str = "en") -> Resident:
    desk = contract_desk()
    return Resident(handle, name, role, language, completions(Wording(language), desk, desk.member_named(handle)))


CONFIG = WebConfig(
    host="127.0.0.1",
    port=0,
    people=(
        _resident("maria", "Maria Silva", "employee"),
        _resident("ivan", "Иван Смирнов", "employee", "ru"),
        _resident("sam", "Sam Okafor", "agent"),
        _resident("nadia", "Nadia Petrova", "agent"),
        _resident("lena", "Lena Fischer", "lead"),
    ),
    rooms=(Room("help", "help", "help"), Room("triage", "triage", "triage"), Room("leads", "leads", "leads")),
)


@dataclass
class Deferred:
    """A handler that is chosen after the playground, whose platform it needs, has been made."""

    to: Handler | None = None

    async def handle(self, message: Message) -> None:
        assert self.to is not None
        await self.to.handle(message)


def utc_now() -> datetime:
    return datetime.now(UTC)


def two_files(slug: str, name: str) -> ArticleFile | None:
    """An image, and something that says it is one."""
    return {"a.png": ArticleFile(b"\x89PNG", "png"), "b.png": ArticleFile(b"<svg onload=alert(1)>", "")}.get(name)


def one_article(language: str, slug: str) -> ArticlePage | None:
    """The only article there is: hostile in title and text."""
    if (language, slug) != ("en", "vpn"):
        return None
    text = "## Windows\n\n1. Press **Connect**\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))"
    return ArticlePage("VPN <does> not connect", "en", text, "Updated 3 Nov 2026")


@asynccontextmanager
async def open_playground(
    handler: Handler, chat: ChatLog, config: WebConfig = CONFIG, clock: Clock = utc_now
) -> AsyncIterator[Playground]:
    """Served on a free port until the end of the block; `playground.config.home` is its address. Something else in the
    place of `playground.described` changes who and what there is."""
    sock, bound = listen(config)
    playground = Playground(lambda: bound, handler, chat, clock, one_article, two_files)
    app = web.Application()
    playground.routes(app)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.SockSite(runner, sock).start()
    await playground.start()
    try:
        yield playground
    finally:
        await runner.cleanup()
        await playground.stop()
