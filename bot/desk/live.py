"""The desk as it is described now: desk.toml is taken up again whenever it changes."""

import asyncio
import logging
from pathlib import Path

from watchfiles import awatch

from bot.desk.desk import Desk
from bot.desk.file import read_desk
from bot.errors import Misconfigured

log = logging.getLogger(__name__)


class LiveDesk:
    """Call it for the desk. A change with mistakes is logged and the desk before it stays in force."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._desk = read_desk(path)

    def __call__(self) -> Desk:
        """The desk in force."""
        return self._desk

    def reload(self) -> bool:
        """Read the file again; whether it is in force now. The desk's id stays: every row carries it."""
        try:
            desk = read_desk(self._path)
        except Misconfigured as mistake:
            log.error("desk.toml not taken up", extra={"mistakes": str(mistake)})  # noqa: TRY400 - the mistake says all
            return False
        if desk.id != self._desk.id:
            log.error("desk.toml not taken up: the desk's id cannot change while running")
            return False
        self._desk = desk
        log.info("desk.toml taken up")
        return True

    async def watch(self, stop: asyncio.Event) -> None:
        """Take up changes until `stop` is set. The folder is watched, because editors replace files."""
        async for changes in awatch(self._path.resolve().parent, stop_event=stop, recursive=False):
            if any(Path(path).name == self._path.name for _, path in changes):
                self.reload()
