"""The files of an export – a folder, a zip, or one file alone – read by name and never unpacked to disk.

Whoever made the export is not trusted: names that lead out of it, links, and what grows beyond measure are left out.
"""

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO

_MOST_FILES = 200_000
_LARGEST = 64_000_000
"""Bytes of one file, unpacked."""
_LARGEST_STREAM = 4_000_000_000
"""Bytes of one that is read piece by piece, such as entities.xml."""
_RATIO = 200
"""How many times its size a file may grow when it is unpacked; texts grow some ten times."""
_SMALL = 1_000_000
"""Bytes that a file may always grow to."""

_BROKEN = (OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error)


class Unreadable(Exception):
    """A file of the export, or the export, cannot be read; the message says why."""


class TooLarge(Unreadable):
    """It is larger than anything that an article may hold."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The names of the files, `/` between their parts, in order; and how to open each."""

    sizes: Mapping[str, int]
    open: Callable[[str], IO[bytes]]
    unsafe: tuple[str, ...] = ()
    """Names that were left out because they lead elsewhere or grow beyond measure."""

    def read(self, name: str, most: int = _LARGEST) -> bytes:
        """The file's bytes. Raises Unreadable; TooLarge where it has more than `most`."""
        return b"".join(self.pieces(name, most))

    def pieces(self, name: str, most: int = _LARGEST_STREAM) -> Iterator[bytes]:
        """The file's bytes, a megabyte at a time. Raises as `read`."""
        if name not in self.sizes:
            raise Unreadable("there is no such file")
        taken = 0
        try:
            with self.open(name) as stream:
                while piece := stream.read(1 << 20):
                    taken += len(piece)
                    if taken > most:
                        raise TooLarge(f"larger than {most // 1000} kB")
                    yield piece
        except _BROKEN as error:
            raise Unreadable(str(error) or type(error).__name__) from error

    def ending(self, *endings: str) -> Iterator[str]:
        """The names with one of these endings, in any case."""
        return (name for name in self.sizes if name.lower().endswith(endings))


@contextmanager
def open_tree(path: Path) -> Iterator[Tree]:
    """The files at `path`, until the end of the block. Raises Unreadable."""
    if path.is_dir():
        yield _folder(path)
    elif zipfile.is_zipfile(path):
        with _opened(path) as archive:
            yield _archive(archive)
    elif path.is_file():
        yield _file(path)
    else:
        raise Unreadable("there is no such file or folder")


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _BROKEN as error:
        raise Unreadable(str(error) or type(error).__name__) from error


def _file(path: Path) -> Tree:
    """The file, and the folder `files` beside it, where our own exports lay what articles refer to."""
    beside = _folder(path.parent, "files/**/*")
    return replace(beside, sizes={path.name: path.stat().st_size, **beside.sizes})


def _folder(folder: Path, pattern: str = "**/*") -> Tree:
    sizes: dict[str, int] = {}
    unsafe: list[str] = []
    for path in sorted(folder.glob(pattern)):  # does not go into folders that are links
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            unsafe.append(name)
        elif path.is_file():
            sizes[name] = path.stat().st_size
        _not_too_many(sizes)
    return Tree(sizes, lambda name: (folder / name).open("rb"), tuple(unsafe))


def _archive(archive: zipfile.ZipFile) -> Tree:
    members: dict[str, zipfile.ZipInfo] = {}
    unsafe: list[str] = []
    for member in archive.infolist():
        if member.is_dir():
            continue
        if _is_safe(member):
            members.setdefault(PurePosixPath(member.filename).as_posix(), member)
        else:
            unsafe.append(member.filename)
        _not_too_many(members)
    sizes = {name: members[name].file_size for name in sorted(members)}
    return Tree(sizes, lambda name: archive.open(members[name]), tuple(unsafe))


def _is_safe(member: zipfile.ZipInfo) -> bool:
    """Nothing is ever written under a member's name; but one that leads elsewhere shows that somebody means ill."""
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    leads_out = member.filename.startswith(("/", "\\")) or ".." in parts or any(":" in part for part in parts[:1])
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    grows = member.file_size > max(_SMALL, member.compress_size * _RATIO)
    return not (leads_out or is_link or grows)


def _not_too_many(files: Mapping[str, object]) -> None:
    if len(files) > _MOST_FILES:
        raise Unreadable(f"more than {_MOST_FILES} files")
