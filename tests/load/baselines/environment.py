"""Virtual environments of the baselines, under build/baselines: never the project's own."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("build/baselines")
LONGEST = 300.0
"""Seconds for an installation."""


class NotDriven(Exception):
    """The baseline could not be installed or made to answer; the message says why, and goes into the figures."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A place where a baseline and what it needs are installed: `requirements` are exact, so runs can be compared."""

    name: str
    requirements: tuple[str, ...]
    base: Path = FOLDER

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.base / self.name

    @property
    def python(self) -> Path:
        """Its interpreter. Not resolved: the link itself tells Python which environment it is in."""
        return (self.folder / "bin" / "python").absolute()

    async def prepare(self) -> None:
        """Make it, unless it is there with the same requirements. Raises NotDriven."""
        stamp, wanted = self.folder / "installed", "\n".join(self.requirements)
        if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        await install([sys.executable, "-m", "venv", "--clear", str(self.folder)])
        wheels = ["-m", "pip", "--disable-pip-version-check", "--no-input", "install", "-q", *self.requirements]
        await install([str(self.python), *wheels])
        stamp.write_text(wanted, encoding="utf-8")


async def install(command: Sequence[str]) -> None:
    """Run a command that installs something. Raises NotDriven with what it said last."""
    process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT)
    try:
        said, _ = await asyncio.wait_for(process.communicate(), LONGEST)
    except TimeoutError as error:
        raise NotDriven(f"not installed within {LONGEST:.0f} s") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise NotDriven(f"not installed: {said.decode(errors='replace').strip()[-300:]}")
