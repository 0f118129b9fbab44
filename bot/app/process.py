"""One process of Firstline: what it does, and its parts."""

import asyncio
from dataclasses import dataclass, field
from enum import Flag, auto

from bot.clock import MovableClock
from bot.delivery import Dispatcher
from bot.desk.live import LiveDesk
from bot.engine import Engine
from bot.ports import Handler
from bot.settings import Settings
from bot.telemetry.watch import Watch
from kb.library import Library as Articles
from storage.ledger import SqlLedger


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
