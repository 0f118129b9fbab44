"""A playground on loopback for tests: its five people, its three rooms, any handler."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from aiohttp import web

from adapters.web.articles import ArticlePage
from adapters.web.config import Resident, Room, WebConfig
from adapters.web.playground import Playground
from adapters.web.server import listen
from bot.ports import ChatLog, Handler

CONFIG = WebConfig(
    host="127.0.0.1",
    port=0,
    people=(
        Resident("maria", "Maria Silva", "employee"),
        Resident("ivan", "Иван Смирнов", "employee", "ru"),
        Resident("sam", "Sam Okafor", "agent"),
        Resident("nadia", "Nadia Petrova", "agent"),
        Resident("lena", "Lena Fischer", "lead"),
    ),
    rooms=(Room("help", "help", "help"), Room("triage", "triage", "triage"), Room("leads", "leads", "leads")),
)


@dataclass
class Deferred:
    """A handler that is chosen after the playground, whose platform it needs, has been made."""

    to: Handler | None = None

    async def handle(self, message: "object") -> None:
        assert self.to is not None
        await self.to.handle(message)  # type: ignore[arg-type]  # the same message, passed on


def utc_now() -> datetime:
    return datetime.now(UTC)


def one_article(language: str, slug: str) -> ArticlePage | None:
    if (language, slug) != ("en", "vpn"):
        return None
    return ArticlePage(
        "VPN <does> not connect", "en", "## Windows\n\n1. Press **Connect**\n\n<script>alert(1)</script>", "Updated"
    )


@asynccontextmanager
async def open_playground(handler: Handler, chat: ChatLog, config: WebConfig = CONFIG) -> AsyncIterator[Playground]:
    """Served on a free port until the end of the block; `playground.config.home` is its address."""
    sock, bound = listen(replace(config))
    playground = Playground(bound, handler, chat, utc_now, one_article)
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
