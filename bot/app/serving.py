"""What a process opens: platforms, the doors of Slack and Teams, the playground, the operators' listener."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime

import aiohttp
from aiohttp import web

from adapters.doorway import Doorway
from adapters.web.config import WebConfig
from adapters.web.playground import Playground
from adapters.web.server import listen
from bot.app.articles import article_folders
from bot.app.process import Firstline, Part
from bot.app.wiring import LiveConfig, article_files, article_pages, slack_config, teams_config, web_config
from bot.commands.forms import Forms
from bot.desk.desk import Desk
from bot.desk.until import read_until
from bot.errors import Misconfigured
from bot.ports import Platform
from bot.promises.groups import Groups
from bot.supervision import Loop
from bot.telemetry.calls import call_traces
from bot.telemetry.health import Readiness
from bot.telemetry.listener import add_probes, operators_app, watched_doors

log = logging.getLogger(__name__)

OPERATORS_PORT = 3979
"""Where /metrics is unless a setting says otherwise."""


async def open_platforms(
    firstline: Firstline, parts: Part, platforms: dict[str, Platform], stack: AsyncExitStack
) -> dict[str, Loop]:
    """Connect what is configured; returns what has to run."""
    settings, loops = firstline.settings, dict[str, Loop]()
    doors = watched_doors(firstline.watch.metrics)
    add_probes(doors, _readiness(firstline))
    calls = list(call_traces(firstline.watch.traces))
    connections = aiohttp.TCPConnector(limit=0)  # the dispatcher limits them: to wait here would count as silence
    session = await stack.enter_async_context(
        aiohttp.ClientSession(connector=connections, trace_configs=calls, cookie_jar=aiohttp.DummyCookieJar())
    )
    doorway = doors if Part.DOORS in parts else None
    if settings.slack.bot_token.get_secret_value():
        platforms["slack"], loops = _open_slack(firstline, session, doorway, keeps_groups=Part.WORKER in parts)
    if settings.teams.app_id or settings.teams.insecure_development:
        platforms["teams"] = _open_teams(firstline, session, doorway)
    if settings.playground.enabled and (Part.PLAYGROUND | Part.WORKER) & parts:
        await _open_playground(firstline, parts, platforms, stack)
    if Part.DOORS in parts and (platforms.keys() - {"web"} or Part.PLAYGROUND not in parts):
        entrance = await stack.enter_async_context(AsyncExitStack())
        firstline.addresses["doors"] = await _listen(doors, settings.host, settings.port, entrance)
        loops["doors"] = lambda: _close_at_end(entrance, firstline.stop)
    return loops


def _open_slack(
    firstline: Firstline, session: aiohttp.ClientSession, doors: web.Application | None, *, keeps_groups: bool
) -> tuple[Platform, dict[str, Loop]]:
    """Slack, taking events where there are `doors`; who delivers keeps its user groups too. Its
    library is loaded only where it is used: it is large."""
    from adapters.slack.app import Slack

    forms, clock = _forms(firstline), firstline.clock
    slack = Slack(
        slack_config(firstline.settings), firstline.handler, session, clock, forms, lambda: firstline.desk().reaction
    )
    loops: dict[str, Loop] = {"slack introduction": slack.introduce}
    if doors is not None and slack.socket_mode:
        loops["slack socket"] = lambda: slack.run_socket(firstline.stop)
    elif doors is not None:
        slack.routes(doors)
    if keeps_groups:
        groups = Groups(firstline.ledger, firstline.engine.desk, clock, {"slack": slack.user_groups})
        loops["user groups"] = lambda: groups.run(firstline.stop)
    return slack.platform, loops


def _open_teams(firstline: Firstline, session: aiohttp.ClientSession, doors: web.Application | None) -> Platform:
    """Teams, taking activities where there are `doors`. Its library is loaded only where it is used: it is large."""
    from adapters.teams.app import Teams

    teams = Teams(teams_config(firstline.settings), firstline.handler, session, firstline.clock)
    if doors is not None:
        teams.routes(doors)
    return teams.platform


def _forms(firstline: Firstline) -> Forms:
    """The desk's forms, by its own calendar."""
    return Forms(firstline.desk, lambda: firstline.desk().now_here(firstline.clock()).date())


async def _open_playground(
    firstline: Firstline, parts: Part, platforms: dict[str, Platform], stack: AsyncExitStack
) -> None:
    """Show posts there and, with its part, the page; links name the port that was really given."""
    config, door = _described(firstline)(), None
    if Part.PLAYGROUND in parts:
        door, config = listen(config)
        firstline.addresses["playground"] = config.home
    described = _described(firstline, config.port)
    pages = article_pages(firstline.articles)
    beside = article_files(article_folders(firstline.settings))
    playground = Playground(described, firstline.handler, firstline.ledger.chat, firstline.clock, pages, beside)
    platforms["web"] = playground.platform
    if door is not None:
        app = web.Application()
        playground.routes(app)
        await web.SockSite(await _runner(app, stack), door).start()
        await playground.start()
        stack.push_async_callback(playground.stop)


def _described(firstline: Firstline, port: int | None = None) -> LiveConfig:
    """The playground with whoever is at the desk by now; `port` is the one that was really given."""
    mover, forms = _mover(firstline) if firstline.clock.moves else None, _forms(firstline)

    def describe(desk: Desk) -> WebConfig:
        config = replace(web_config(firstline.settings, desk), forms=forms, mover=mover)
        return config if port is None else replace(config, port=port)

    return LiveConfig(firstline.desk, describe)


def _mover(firstline: Firstline) -> Callable[[str], datetime | None]:
    def move(said: str) -> datetime | None:
        clock, desk = firstline.clock, firstline.desk()
        to = read_until(said, desk.now_here(clock()))
        return desk.now_here(clock()) if to and clock.forward(to) else None

    return move


async def _listen(app: web.Application, host: str, port: int, stack: AsyncExitStack) -> str:
    """Serve until the stack unwinds; returns the address. Raises Misconfigured when the port is taken."""
    runner = await _runner(app, stack)
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise Misconfigured(f"{host}:{port}: {error.strerror or error}") from error
    return f"http://{host}:{runner.addresses[0][1]}"


async def _runner(app: web.Application, stack: AsyncExitStack) -> web.AppRunner:
    runner = Doorway(app)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    return runner


async def _close_at_end(entrance: AsyncExitStack, stop: asyncio.Event) -> None:
    """Let nobody in from when the process is told to stop; who is in is served. Deliveries are finished meanwhile."""
    await stop.wait()
    await entrance.aclose()


async def open_to_operators(firstline: Firstline, stack: AsyncExitStack) -> None:
    """Listen for operators; where several processes share a machine and no port was set, on any that is free."""
    app, settings = operators_app(firstline.watch.metrics, _readiness(firstline)), firstline.settings.metrics
    port = OPERATORS_PORT if settings.port is None else settings.port
    try:
        address = await _listen(app, settings.host, port, stack)
    except Misconfigured:
        if settings.port is not None:
            raise
        address = await _listen(app, settings.host, 0, stack)
    firstline.addresses["operators"] = address
    log.info("listening for operators", extra={"address": address})


def _readiness(firstline: Firstline) -> Readiness:
    return Readiness(firstline.watch.health, firstline.ledger, lambda: len(firstline.articles.knowledge.articles))
