"""What operators ask a process by HTTP: `/metrics`, `/healthz`, `/readyz`, on a listener of their own.

The doors' port, which the world may reach, answers the two probes without reasons, and no metrics.
"""

import asyncio
from collections.abc import Awaitable, Callable
from time import perf_counter

from aiohttp import web

from bot.errors import FirstlineError
from bot.telemetry.health import PATIENCE, Readiness
from bot.telemetry.metrics import Metrics
from bot.telemetry.watch import arriving

_FORMAT = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
_PLATFORMS = {"/slack/events": "slack", "/api/messages": "teams"}


def operators_app(metrics: Metrics, readiness: Readiness) -> web.Application:
    """The operators' listener."""

    async def answer(_: web.Request) -> web.Response:
        await _show_backlog(metrics, readiness)
        return web.Response(body=metrics.text(), headers=_FORMAT)

    app = web.Application()
    app.router.add_get("/metrics", answer)
    add_probes(app, readiness, reasons=True)
    return app


async def _show_backlog(metrics: Metrics, readiness: Readiness) -> None:
    now = readiness.health.clock()
    try:
        async with asyncio.timeout(PATIENCE):
            metrics.show(await readiness.ledger.backlog(now), now)
    except (FirstlineError, TimeoutError):
        metrics.hide()


def add_probes(app: web.Application, readiness: Readiness, *, reasons: bool = False) -> None:
    """`/healthz`: the process lives and its loops come round. `/readyz`: it can do its work. 503 where not, and with
    `reasons` why, one on a line."""

    async def healthz(_: web.Request) -> web.Response:
        return _probed("ok", readiness.health.stuck(), reasons=reasons)

    async def readyz(_: web.Request) -> web.Response:
        return _probed("ready", await readiness.reasons(), reasons=reasons)

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)


def _probed(good: str, bad: list[str], *, reasons: bool) -> web.Response:
    if not bad:
        return web.Response(text=f"{good}\n")
    return web.Response(status=503, text="\n".join(bad if reasons else [f"not {good}"]) + "\n")


def watched_doors(metrics: Metrics) -> web.Application:
    """An application for the doors that measures how fast each request of a platform is answered."""

    @web.middleware
    async def measured(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        platform = _PLATFORMS.get(request.path)
        if platform is None:
            return await handler(request)
        begun, status = perf_counter(), 500
        with arriving():
            try:
                answer = await handler(request)
                status = answer.status
            except web.HTTPException as refusal:
                status = refusal.status
                raise
            finally:
                metrics.answered(platform, status, perf_counter() - begun)
        return answer

    return web.Application(middlewares=[measured])
