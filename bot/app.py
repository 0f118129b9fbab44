"""The composition root: the only module that knows every concrete part and joins them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Flag, auto
from importlib.resources import files
from pathlib import Path

import aiohttp
from aiohttp import web

from adapters.doorway import Doorway
from adapters.slack import limits as slack_limits
from adapters.teams import limits as teams_limits
from adapters.web.playground import Playground
from adapters.web.server import listen
from bot.admission import Admission
from bot.audit.sealing import Sealing
from bot.clock import MovableClock, clock_of
from bot.commands.forms import Forms
from bot.delivery import Dispatcher
from bot.desk.desk import Desk
from bot.desk.live import LiveDesk
from bot.desk.until import read_until
from bot.engine import Engine
from bot.errors import Misconfigured
from bot.learning import Learning
from bot.library import Library, aside
from bot.meaning import Deepening, twins
from bot.memory import give_back
from bot.ports import Handler, Platform
from bot.progress import Progress
from bot.promises.agreement import Agreement
from bot.promises.experience import Experience
from bot.promises.shifts import Shifts
from bot.settings import Settings
from bot.supervision import Loop, Supervisor, finish
from bot.telemetry.calls import call_traces
from bot.telemetry.health import Readiness
from bot.telemetry.listener import add_probes, operators_app, watched_doors
from bot.telemetry.opening import watching
from bot.telemetry.watch import Watch
from bot.wiring import (
    article_files,
    article_link,
    article_pages,
    audit_keys,
    never_twice,
    slack_config,
    teams_config,
    web_config,
)
from bot.wording.catalogue import Wording
from kb.library import Caches
from kb.library import Library as Articles
from kb.meaning.building import Progress as Learnt
from kb.search import Hit
from storage.ledger import SqlLedger, open_ledger
from storage.migrations import is_current

log = logging.getLogger(__name__)

PACE = {"slack": slack_limits.POSTS, "teams": teams_limits.LIMITS}
"""How often each platform may be called."""
MOST_HITS = 6
"""Articles fetched for a question: the answer, the next best, and alternatives beside them."""
OPERATORS_PORT = 3979
"""Where /metrics is unless a setting says otherwise."""


class Part(Flag):
    """What a process does."""

    DOORS = auto()
    """Takes what Slack and Teams send."""
    WORKER = auto()
    """Delivers posts and fires timers."""
    PLAYGROUND = auto()
    """Shows the browser page."""


ALL = Part.DOORS | Part.WORKER | Part.PLAYGROUND


@dataclass(slots=True)
class Firstline:
    """One running process. `addresses` holds where it listens: "playground", "doors", "operators"."""

    settings: Settings
    clock: MovableClock
    desk: LiveDesk
    articles: Articles
    ledger: SqlLedger
    engine: Engine
    handler: Handler
    """The engine, watched, behind its line: what adapters are given."""
    dispatcher: Dispatcher
    stop: asyncio.Event
    watch: Watch
    addresses: dict[str, str] = field(default_factory=dict)
    platforms: tuple[str, ...] = ()


def article_folders(settings: Settings) -> tuple[Path, ...]:
    """The configured folders of articles and guides, or those that come with us."""
    return settings.articles or tuple(Path(str(files("kb").joinpath(name))) for name in ("articles", "guides"))


@asynccontextmanager
async def running(settings: Settings, parts: Part) -> AsyncIterator[Firstline]:
    """A process doing `parts`, until the block ends; then what was begun is finished.

    Raises Misconfigured, DatabaseBusy.
    """
    async with AsyncExitStack() as stack:
        desk, clock = LiveDesk(settings.desk), clock_of(settings)
        if not await is_current(settings.database_url):
            raise Misconfigured(Wording().text("cli-not-migrated"))
        delivers = Part.WORKER in parts
        opened = open_ledger(settings.database_url, desk().id, PACE, keys=audit_keys(settings), delivers=delivers)
        ledger = await stack.enter_async_context(opened)
        articles = _read_articles(settings, desk())
        learning = Learning(ledger.feedback, articles.adjust, clock)
        await learning.refresh()
        agreement = Agreement(desk, ledger.chronicle, clock)
        await agreement.begin()
        experience = Experience(agreement, ledger.chronicle, clock)
        addresses: dict[str, str] = {}
        stop = asyncio.Event()
        watch = await stack.enter_async_context(watching(desk().id, clock, stop.is_set))
        beside = stack.enter_context(aside(articles.is_quick))
        library = replace(_library(settings, articles, addresses, watch), aside=beside)
        engine = Engine(ledger, experience, library, clock, watch)
        platforms: dict[str, Platform] = {}
        dispatcher = Dispatcher(
            ledger, platforms, watch.fire(engine.fire), clock, never_twice(settings), watch, clock.seconds
        )
        handler = watch.handler(Admission(engine))
        firstline = Firstline(
            settings, clock, desk, articles, ledger, engine, handler, dispatcher, stop, watch, addresses
        )
        deepening = Deepening(articles, _told(watch))
        loops: dict[str, Loop] = {"desk": lambda: desk.watch(stop), "learning": lambda: learning.run(stop)}
        loops |= {"promises": lambda: agreement.run(stop), "experience": lambda: experience.run(stop)}
        loops |= {"preferences": lambda: engine.preferences.run(ledger, stop), "meaning": lambda: deepening.run(stop)}
        loops["articles"] = lambda: _watch_articles(articles, deepening, stop)
        loops |= await _open_platforms(firstline, parts, platforms, stack)
        loops |= _worker_loops(firstline) if delivers else {}
        platforms |= {name: watch.platform(platform) for name, platform in platforms.items()}
        firstline.platforms = tuple(platforms)
        watch.metrics.expect(platforms)
        supervisor = Supervisor(stop, watch, watch.health.failing)
        await _open_to_operators(firstline, stack)
        tasks = [asyncio.create_task(supervisor.run(name, loop), name=name) for name, loop in loops.items()]
        try:
            yield firstline
        finally:
            stop.set()
            await finish(tasks)


def _read_articles(settings: Settings, desk: Desk) -> Articles:
    """The installation's articles, searched by words; what they mean is learned later."""
    seen, caches = Progress("reading articles"), Caches.beside(settings.data)
    articles = Articles(article_folders(settings), seen, twins(settings), desk.answers, caches)
    articles.reload()
    give_back()
    return articles


def _worker_loops(firstline: Firstline) -> dict[str, Loop]:
    """What delivers posts, fires timers, seals the history and tells of shifts."""
    sealing = Sealing(firstline.ledger.seals, firstline.desk().id, audit_keys(firstline.settings), firstline.clock)
    firstline.watch.health.expect("dispatcher")
    dispatcher, stop = firstline.dispatcher, firstline.stop
    shifts = Shifts(firstline.ledger, firstline.engine.desk, firstline.clock)
    return {
        "dispatcher": lambda: dispatcher.run(stop),
        "seals": lambda: sealing.run(stop),
        "shifts": lambda: shifts.run(stop),
    }


async def _open_platforms(
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
        platforms["slack"], loops = _open_slack(firstline, session, doorway)
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
    firstline: Firstline, session: aiohttp.ClientSession, doors: web.Application | None
) -> tuple[Platform, dict[str, Loop]]:
    """Slack, taking events where there are `doors`. Its library is loaded only where it is used: it is large."""
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
    mover = _mover(firstline) if firstline.clock.moves else None
    config = replace(web_config(firstline.settings, firstline.desk()), forms=_forms(firstline), mover=mover)
    door = None
    if Part.PLAYGROUND in parts:
        door, config = listen(config)
        firstline.addresses["playground"] = config.home
    pages = article_pages(firstline.articles)
    beside = article_files(article_folders(firstline.settings))
    playground = Playground(config, firstline.handler, firstline.ledger.chat, firstline.clock, pages, beside)
    platforms["web"] = playground.platform
    if door is not None:
        app = web.Application()
        playground.routes(app)
        await web.SockSite(await _runner(app, stack), door).start()
        await playground.start()
        stack.push_async_callback(playground.stop)


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


def _told(watch: Watch) -> Callable[[Learnt], None]:
    """What hears how much of the articles' meaning is known."""
    progress = Progress("learning what the articles mean")

    def told(learnt: Learnt) -> None:
        progress(learnt.done)
        watch.metrics.learnt(learnt.done, learnt.total)

    return told


async def _watch_articles(articles: Articles, deepening: Deepening, stop: asyncio.Event) -> None:
    async for change in articles.watch(stop):
        deepening.wake()
        log.info("articles read again", extra={"changed": len(change.changed), "mistakes": len(change.mistakes)})


async def _open_to_operators(firstline: Firstline, stack: AsyncExitStack) -> None:
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


def _library(settings: Settings, articles: Articles, addresses: Mapping[str, str], watch: Watch) -> Library:
    def search(question: str, language: str) -> tuple[Hit, ...]:
        return articles.search(question, language, MOST_HITS)

    return Library(
        search=watch.search(search),
        language=articles.language,
        link=article_link(settings, addresses),
        article=articles.article,
        categories=lambda: {article.category for article in articles.knowledge.articles},
        guide=articles.guide,
        gist=articles.gist,
    )
