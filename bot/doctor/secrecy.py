"""Who else on this machine may read what is secret, or change what is believed."""

import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.doctor.finding import Finding, good, problem, warning


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file and its mode. `secret` says that others must not read it; nobody else should change any."""

    path: str
    mode: int
    secret: bool = True


def kept_files(paths: Iterable[Path], *, secret: bool = True) -> Iterator[KeptFile]:
    """Those of the files that are there."""
    for path in paths:
        if path.is_file():
            yield KeptFile(str(path), stat.S_IMODE(path.stat().st_mode), secret)


def judge_files(files: Iterable[KeptFile]) -> list[Finding]:
    """What is too open."""
    findings: list[Finding] = []
    for file in files:
        if file.mode & stat.S_IWOTH:
            findings.append(problem("files", "file-writable", path=file.path, mode=f"{file.mode:04o}"))
        elif file.secret and file.mode & stat.S_IROTH:
            findings.append(warning("files", "file-readable", path=file.path, mode=f"{file.mode:04o}"))
    return findings or [good("files", "files-private")]
