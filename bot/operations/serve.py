"""`firstline run`, `firstline web`, `firstline worker`: a process that serves until it is told to stop."""

import asyncio
import logging
import signal

from bot.app.process import ALL, Firstline, Part
from bot.app.running import running
from bot.errors import Misconfigured
from bot.memory import spare_the_collector
from bot.operations.migrate import migrate
from bot.operations.speech import Arguments, say
from bot.settings import Settings
from bot.variables import unknown_variables
from bot.wording.catalogue import Wording

log = logging.getLogger(__name__)


async def run(settings: Settings, _: Arguments, words: Wording) -> int:
    """Everything in one process."""
    await migrate(settings, _, words)
    return await _until_stopped(settings, ALL, words)


async def web(settings: Settings, _: Arguments, words: Wording) -> int:
    """The doors only; a worker runs beside it."""
    _need_postgres(settings, "firstline web", words)
    return await _until_stopped(settings, Part.DOORS, words)


async def worker(settings: Settings, _: Arguments, words: Wording) -> int:
    """Deliveries and timers only."""
    _need_postgres(settings, "firstline worker", words)
    return await _until_stopped(settings, Part.WORKER, words)


def _need_postgres(settings: Settings, command: str, words: Wording) -> None:
    if not settings.database_url.startswith("postgresql"):
        raise Misconfigured(words.text("cli-needs-postgres", command=command))


async def _until_stopped(settings: Settings, parts: Part, words: Wording) -> int:
    for unknown in unknown_variables():
        log.warning("there is no such setting", extra={"variable": unknown.name, "nearest": unknown.nearest})
    async with running(settings, parts) as firstline:
        _stop_on_signals(firstline.stop)
        spare_the_collector()
        _announce(firstline, words)
        await firstline.stop.wait()
        say(words, "cli-stopping")
    return 0


def _stop_on_signals(stop: asyncio.Event) -> None:
    """The first SIGINT or SIGTERM lets the process finish; the second ends it at once, which loses nothing either."""
    loop, signals = asyncio.get_running_loop(), (signal.SIGINT, signal.SIGTERM)

    def told() -> None:
        stop.set()
        for number in signals:
            loop.remove_signal_handler(number)

    for number in signals:
        loop.add_signal_handler(number, told)


def _announce(firstline: Firstline, words: Wording) -> None:
    addresses = firstline.addresses
    if "playground" in addresses:
        say(words, "cli-started", address=addresses["playground"])
        say(words, "cli-started-local", host=firstline.settings.playground.host)
    if "doors" in addresses:
        say(words, "cli-started-doors", address=addresses["doors"])
    say(words, "cli-started-operators", address=addresses["operators"])
    say(words, "cli-started-platforms", platforms=", ".join(firstline.platforms) or "–")
    say(words, "cli-stop")
