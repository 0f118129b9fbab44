"""A small disk that can be filled: a folder in memory with a limit. Needs root, as in the containers of CI."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 65536


@dataclass(frozen=True, slots=True)
class Disk:
    """Where it is mounted."""

    folder: Path

    def fill(self) -> None:
        """Leave no byte of it."""
        with (self.folder / "ballast").open("ab", buffering=0) as ballast:
            size = _CHUNK
            while size:
                try:
                    ballast.write(b"x" * size)
                except OSError:
                    size //= 16

    def free(self) -> None:
        """Give back what was taken."""
        (self.folder / "ballast").unlink(missing_ok=True)


def can_mount() -> bool:
    """Whether we may make such a disk here."""
    return os.geteuid() == 0 and _mounts()


def _mounts() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        tried = _run("mount", "-t", "tmpfs", "-o", "size=1m", "firstline-lab", folder)
        return tried and _run("umount", folder)


@contextmanager
def disk(megabytes: int) -> Iterator[Disk]:
    """A disk of this size, until the block ends. Raises OSError where it may not be made."""
    with tempfile.TemporaryDirectory(prefix="firstline-lab-disk-") as folder:
        if not _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "firstline-lab", folder):
            raise OSError("a small disk can only be mounted by root")
        try:
            yield Disk(Path(folder))
        finally:
            _run("umount", "-l", folder)


def _run(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603 - fixed programs
