"""The command `firstline`, as an operator types it.

Each run is a process of its own, but forked from one in which everything is loaded: most of what a short command took
was loading modules. That it starts from nothing too is shown by `tests.end_to_end`.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory

from bot.__main__ import main

ROOT = Path(__file__).parents[1]
_OPERATIONS = tuple(f"bot.operations.{path.stem}" for path in (ROOT / "bot" / "operations").glob("[!_]*.py"))


def firstline(
    *arguments: str | Path, settings: Mapping[str, str], folder: Path = ROOT, language: str = "C.UTF-8"
) -> CompletedProcess[str]:
    """Run it in the folder, with these settings and none of those that the tests themselves were started with."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("FIRSTLINE_")}
    environment = inherited | {f"FIRSTLINE_{name}": value for name, value in settings.items()} | {"LC_ALL": language}
    command = ("firstline", *map(str, arguments))
    with TemporaryDirectory() as kept:
        said, complained = (Path(kept) / name for name in ("said", "complained"))
        status = _status(command, environment, folder, (said, complained))
        return CompletedProcess(command, status, said.read_text("utf-8"), complained.read_text("utf-8"))


def _status(command: Sequence[str], environment: Mapping[str, str], folder: Path, into: Sequence[Path]) -> int:
    process = _loaded().Process(target=_run, args=(command, environment, folder, into))
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode


@cache
def _loaded() -> ForkServerContext:
    """Where processes are forked from one that has loaded everything."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__, *_OPERATIONS])
    return context


def _run(command: Sequence[str], environment: Mapping[str, str], folder: Path, into: Sequence[Path]) -> None:
    """In the new process."""
    for descriptor, path in enumerate(into, 1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), descriptor)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = list(command)
    main()
