"""Processes of Firstline that can be started many times a minute: each is forked from one that has read the libraries.

They are processes like any other, with memory, sockets, files and signals of their own. Only the second that Python
takes to import is saved.
"""

import asyncio
import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from tests.load.installation import clean

Preparation = Callable[[], None]
"""A function of a module, so that another process finds it by its name."""
READ_BEFORE = (
    *(
        "tests.load.faults.nursery",
        "bot.app.running",
        "bot.operations.serve",
        "adapters.slack.app",
        "adapters.web.playground",
    ),
    *("storage.migrations", "storage.migrations.versions"),
)
"""What the nursery imports once. Nothing of ours runs by being imported."""


def nursery() -> ForkServerContext:
    """The context whose processes are forked from one that is ready."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(READ_BEFORE))
    return context


def start(command: str, environment: Mapping[str, str], log: Path, prepare: Preparation | None = None) -> "Worker":
    """`firstline <command>` as a process, after `prepare` in it; what it says and logs is appended to `log`."""
    arguments = command, clean(environment), str(log), prepare
    process = nursery().Process(target=_serve, args=arguments, daemon=True)
    process.start()
    return Worker(command, process)


@dataclass(frozen=True, slots=True)
class Worker:
    """One process."""

    command: str
    process: ForkServerProcess

    @property
    def alive(self) -> bool:
        """It has not ended."""
        return self.process.exitcode is None

    async def kill(self) -> None:
        """As the machine does when it fails."""
        self.process.kill()
        await self.ended()

    async def ended(self) -> int:
        """Its exit status, once it has ended; minus the signal that ended it."""
        loop, over = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self.process.sentinel, over.set)
        try:
            await over.wait()
        finally:
            loop.remove_reader(self.process.sentinel)
        self.process.join()
        status = self.process.exitcode or 0
        self.process.close()
        return status


def _serve(command: str, environment: Mapping[str, str], log: str, prepare: Preparation | None) -> None:
    """Runs in the new process."""
    from bot.__main__ import main  # noqa: PLC0415 - read in the nursery; the lab itself does not need it

    os.setpgid(0, 0)  # Ctrl+C at the lab's terminal is not meant for it
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(out, sys.stdout.fileno())
    os.dup2(out, sys.stderr.fileno())
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["firstline", command]
    if prepare is not None:
        prepare()
    main()
