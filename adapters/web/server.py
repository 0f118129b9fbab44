"""The playground's door: its page, what the page asks for, and the live socket."""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from aiohttp import web

from adapters.web.articles import ArticleFile, ArticlePage, article_html
from adapters.web.config import WebConfig
from adapters.web.files import give, take
from adapters.web.guard import HEADERS, guarded, require_loopback
from adapters.web.session import Chat, Session
from adapters.web.setup import setup_of
from bot.errors import Misconfigured
from bot.ports import Clock

LONGEST_FRAME = 256 * 1024
"""Bytes of one frame from a client: a form of long answers in a script of four bytes a letter."""

HEARTBEAT = 20.0
"""Seconds between pings, so that a connection that is gone is noticed by both sides."""

_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Site(Chat, Protocol):
    """What the door needs of the playground."""

    articles: Callable[[str, str], ArticlePage | None]
    article_files: Callable[[str, str], ArticleFile | None]
    """By slug and name."""
    clock: Clock

    @property
    def movable_now(self) -> datetime | None:
        """The time, where people can make it later."""
        ...


def listen(config: WebConfig) -> tuple[socket.socket, WebConfig]:
    """A listening socket, and the configuration with its true port (0 asks for any). Raises Misconfigured."""
    require_loopback(config)
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        door = socket.create_server((config.host, config.port), family=family)
    except OSError as error:
        raise Misconfigured(f"the playground cannot listen on {config.host}:{config.port}: {error.strerror}") from error
    return door, replace(config, port=door.getsockname()[1])


def add_routes(app: web.Application, site: Site) -> None:
    """Add everything to `app`. Raises Misconfigured when it would listen beyond loopback."""
    require_loopback(site.config)
    door = _Door(site)
    answers = {
        "/": door.index,
        "/page/{name}": door.asset,
        "/api/setup": door.setup,
        "/live": door.live,
        "/articles/{language}/{slug}": door.article,
        "/articles/files/{slug}/{name}": door.article_file,
    }
    for address, answer in answers.items():
        app.router.add_get(address, guarded(site.config, answer))
    app.router.add_get("/files/{id}/{name}", guarded(site.config, lambda request: give(request, site)))
    app.router.add_post("/files", guarded(site.config, lambda request: take(request, site)))
    app.router.add_get("/healthz", _healthy)
    app.on_shutdown.append(door.hang_up)


class _Door:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._page = {path.name: path for path in Path(str(files("adapters.web").joinpath("page"))).iterdir()}
        self._sockets: set[web.WebSocketResponse] = set()

    async def index(self, _request: web.Request) -> web.StreamResponse:
        return _file(self._page["index.html"])

    async def asset(self, request: web.Request) -> web.StreamResponse:
        path = self._page.get(request.match_info["name"])
        return _file(path) if path else _missing()

    async def setup(self, _request: web.Request) -> web.StreamResponse:
        now = self._site.movable_now
        clock = {"now": now.isoformat()} if now else {}
        return web.json_response(setup_of(self._site.config) | clock, headers=_headers())

    async def article(self, request: web.Request) -> web.StreamResponse:
        found = self._site.articles(request.match_info["language"], request.match_info["slug"])
        if found is None:
            return _missing()
        return web.Response(text=article_html(found), content_type="text/html", headers=_headers())

    async def article_file(self, request: web.Request) -> web.StreamResponse:
        """An image is shown; all else is only to be saved, because it may be anything."""
        slug, name = request.match_info["slug"], request.match_info["name"]
        found = await asyncio.to_thread(self._site.article_files, slug, name)
        if found is None:
            return _missing()
        if found.image:
            kind = "jpeg" if found.image == "jpg" else found.image
            return web.Response(body=found.content, content_type=f"image/{kind}", headers=_headers())
        save = {"Content-Disposition": "attachment"}
        return web.Response(body=found.content, content_type="application/octet-stream", headers={**_headers(), **save})

    async def live(self, request: web.Request) -> web.StreamResponse:
        wire = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LONGEST_FRAME, compress=False)
        await wire.prepare(request)
        self._sockets.add(wire)
        try:
            await Session(wire, self._site).run()
        finally:
            self._sockets.discard(wire)
        return wire

    async def hang_up(self, _app: web.Application) -> None:
        """Tell the pages that we are going, so that they come back."""
        await asyncio.gather(*(wire.close(code=1001) for wire in set(self._sockets)), return_exceptions=True)


async def _healthy(_request: web.Request) -> web.StreamResponse:
    return web.Response(text="ok\n", headers=_headers())


def _file(path: Path) -> web.Response:
    return web.Response(body=path.read_bytes(), content_type=_TYPES[path.suffix], charset="utf-8", headers=_headers())


def _missing() -> web.Response:
    return web.Response(status=404, text="Not found", headers=_headers())


def _headers() -> dict[str, str]:
    return {**HEADERS, "Cache-Control": "no-cache"}
