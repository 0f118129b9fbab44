"""Who may speak to the playground at all: its own page and programs on this computer."""

import ipaddress
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from adapters.knock import only
from adapters.loopback import host_name, is_loopback
from adapters.web.config import WebConfig
from bot.errors import Misconfigured

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def require_loopback(config: WebConfig) -> None:
    """Raises Misconfigured when others than this computer could reach the playground, unless that is wanted."""
    if not config.beyond_loopback and not _is_loopback(config.host):
        raise Misconfigured(
            f"the playground lets anyone act as anybody, so it listens on loopback, not {config.host!r}"
        )


def guarded(config: WebConfig, answer: Answer) -> Answer:
    """The same answer, for requests that name this host and come from no other site's page; else 403.

    Another site's script can open a WebSocket here (its Origin tells), or have its own name point to 127.0.0.1
    (the Host tells). A program sends no Origin.
    """

    async def guard(request: web.Request) -> web.StreamResponse:
        host = only(request, "Host")
        if not names_us(config, host) or not is_ours(request.headers.getall("Origin", []), host):
            return web.Response(status=403, text="Forbidden", headers=HEADERS)
        return await answer(request)

    return guard


def names_us(config: WebConfig, host: str) -> bool:
    """Whether the Host header, with or without port, is a name of ours."""
    name = host_name(host)
    return bool(name) and (is_loopback(name) or name in (*config.hosts, urlsplit(config.home).hostname))


def is_ours(origins: list[str], host: str) -> bool:
    """Whether the Origin headers are none, or the one of our own page."""
    return origins in ([], [f"http://{host}"], [f"https://{host}"])


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
