"""A process from its beginning to its end: its parts joined, its loops run."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

from bot.admission import Admission
from bot.app.articles import library_of, read_articles, telling, watch_articles
from bot.app.process import Firstline, Part
from bot.app.serving import open_platforms, open_to_operators
from bot.app.wiring import PACE, audit_keys, never_twice
from bot.audit.sealing import Sealing
from bot.clock import clock_of
from bot.delivery import Dispatcher
from bot.desk.live import LiveDesk
from bot.engine import Engine
from bot.errors import Misconfigured
from bot.learning import Learning
from bot.library import aside
from bot.meaning import Deepening
from bot.memory import keep_small
from bot.ports import Platform
from bot.promises.agreement import Agreement
from bot.promises.departures import Departures
from bot.promises.experience import Experience
from bot.promises.shifts import Shifts
from bot.settings import Settings
from bot.supervision import Loop, Supervisor, finish
from bot.telemetry.opening import watching
from bot.wording.catalogue import Wording
from storage.ledger import open_ledger
from storage.migrations import is_current


@asynccontextmanager
async def running(settings: Settings, parts: Part) -> AsyncIterator[Firstline]:
    """A process doing `parts`, until the block ends; then what was begun is finished.

    Raises Misconfigured, DatabaseBusy.
    """
    platforms: dict[str, Platform] = {}
    async with AsyncExitStack() as stack:
        firstline, loops = await _joined(settings, platforms, stack, delivers=Part.WORKER in parts)
        watch, stop = firstline.watch, firstline.stop
        loops |= await open_platforms(firstline, parts, platforms, stack)
        loops |= _worker_loops(firstline) if Part.WORKER in parts else {}
        platforms |= {name: watch.platform(platform) for name, platform in platforms.items()}
        firstline.platforms = tuple(platforms)
        watch.metrics.expect(platforms)
        supervisor = Supervisor(stop, watch, watch.health.failing)
        await open_to_operators(firstline, stack)
        tasks = [asyncio.create_task(supervisor.run(name, loop), name=name) for name, loop in loops.items()]
        try:
            yield firstline
        finally:
            stop.set()
            await finish(tasks)


async def _joined(
    settings: Settings, platforms: Mapping[str, Platform], stack: AsyncExitStack, *, delivers: bool
) -> tuple[Firstline, dict[str, Loop]]:
    """The parts that every process has, and what keeps them up to date; `platforms` are opened later. Raises as
    `running`."""
    desk, clock, stop = LiveDesk(settings.desk), clock_of(settings), asyncio.Event()
    if not await is_current(settings.database_url):
        raise Misconfigured(Wording().text("cli-not-migrated"))
    opened = open_ledger(settings.database_url, desk().id, PACE, keys=audit_keys(settings), delivers=delivers)
    ledger = await stack.enter_async_context(opened)
    articles = read_articles(settings, desk())
    learning = Learning(ledger.feedback, articles.adjust, clock)
    await learning.refresh()
    agreement = Agreement(desk, ledger.chronicle, clock)
    await agreement.begin()
    experience = Experience(agreement, ledger.chronicle, clock)
    addresses: dict[str, str] = {}
    watch = await stack.enter_async_context(watching(desk().id, clock, stop.is_set))
    beside = stack.enter_context(aside(articles.is_quick))
    library = replace(library_of(settings, articles, addresses, watch), aside=beside)
    engine = Engine(ledger, experience, library, clock, watch)
    dispatcher = Dispatcher(
        ledger, platforms, watch.fire(engine.fire), clock, never_twice(settings), watch, clock.seconds
    )
    handler = watch.handler(Admission(engine))
    deepening = Deepening(articles, telling(watch))
    loops: dict[str, Loop] = {
        "desk": lambda: desk.watch(stop),
        "learning": lambda: learning.run(stop),
        "promises": lambda: agreement.run(stop),
        "experience": lambda: experience.run(stop),
        "preferences": lambda: engine.preferences.run(ledger, stop),
        "meaning": lambda: deepening.run(stop),
        "articles": lambda: watch_articles(articles, deepening, stop),
        "memory": lambda: keep_small(stop),
    }
    return Firstline(
        settings, clock, desk, articles, ledger, engine, handler, dispatcher, stop, watch, addresses
    ), loops


def _worker_loops(firstline: Firstline) -> dict[str, Loop]:
    """What delivers posts, fires timers, seals the history and tells of shifts."""
    sealing = Sealing(firstline.ledger.seals, firstline.desk().id, audit_keys(firstline.settings), firstline.clock)
    firstline.watch.health.expect("dispatcher")
    dispatcher, stop = firstline.dispatcher, firstline.stop
    shifts = Shifts(firstline.ledger, firstline.engine.desk, firstline.clock)
    departures = Departures(firstline.ledger, firstline.engine.desk, firstline.clock)
    return {
        "dispatcher": lambda: dispatcher.run(stop),
        "seals": lambda: sealing.run(stop),
        "shifts": lambda: shifts.run(stop),
        "departures": lambda: departures.run(stop),
    }
