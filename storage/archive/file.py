"""The file of a backup: written beside its place and moved there when it is whole; read a batch at a time."""

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Dialect

from storage.archive.cells import Rows, from_lines
from storage.archive.failures import BackupFailed, reading_errors, writing_errors
from storage.archive.manifest import Content, Manifest, manifest_from_json, manifest_to_json
from storage.archive.shape import Shape

_MANIFEST = "manifest.json"
_LEVEL = 3
"""Of compression: nearly as small as the best, at a third of its time."""
CHUNK = 1 << 20
_LONGEST_LINE = 1 << 26
"""Bytes of a row, and of the manifest; no real one comes near."""


class Writer:
    """A backup being written."""

    def __init__(self, zip_file: ZipFile) -> None:
        self._zip = zip_file

    @contextmanager
    def table(self, name: str) -> Iterator[IO[bytes]]:
        """Where the table's lines are written to."""
        with self._entry(f"{name}.jsonl") as entry:
            yield entry

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, which can be known only now."""
        with self._entry(_MANIFEST) as entry:
            entry.write(manifest_to_json(manifest))

    def _entry(self, name: str) -> IO[bytes]:
        return self._zip.open(name, "w", force_zip64=True)


@contextmanager
def new_file(path: Path) -> Iterator[Writer]:
    """A file readable by its owner only, which gets its name when the block ends well, and is gone otherwise.

    Raises BackupFailed, also where there is a file of this name.
    """
    with writing_errors(path):
        if path.exists():
            raise BackupFailed(f"{path} exists already: choose another name")
        # Its mode is 0600 from the beginning, as that of all temporary files.
        handle, partial = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
        try:
            with open(handle, "wb") as file:
                with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as zip_file:
                    yield Writer(zip_file)
                file.flush()
                os.fsync(file.fileno())
            Path(partial).replace(path)
            _keep_name(path.parent)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise


def _keep_name(folder: Path) -> None:
    """Make the new name last; not every system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Reader:
    """A backup being read."""

    def __init__(self, path: Path, zip_file: ZipFile, manifest: Manifest) -> None:
        self._path = path
        self._zip = zip_file
        self.manifest = manifest

    def chunks(self, shape: Shape) -> Iterator[bytes]:
        """The table's lines as they stand, in pieces of a megabyte. Raises DamagedBackup."""
        with reading_errors(self._path), self._open(shape) as entry:
            while chunk := entry.read(CHUNK):
                yield chunk

    def batches(self, shape: Shape, dialect: Dialect) -> Iterator[Rows]:
        """The table's rows, as the driver takes them. Raises DamagedBackup."""
        with reading_errors(self._path):
            for lines in _whole_lines(self.chunks(shape)):
                yield from_lines(lines, shape, dialect)

    def _open(self, shape: Shape) -> IO[bytes]:
        return self._zip.open(f"{shape.name}.jsonl")


def _whole_lines(chunks: Iterable[bytes]) -> Iterator[Sequence[bytes]]:
    """The lines of each piece, without their ends."""
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > _LONGEST_LINE:
            break
        if lines:
            yield lines
    if rest:
        raise ValueError("a line without an end")


@contextmanager
def open_file(path: Path) -> Iterator[Reader]:
    """The backup in the file. Raises DamagedBackup, and BackupRefused for a newer format."""
    with reading_errors(path):
        zip_file = ZipFile(path)
    with zip_file:
        with reading_errors(path):
            manifest = _manifest(zip_file)
        yield Reader(path, zip_file, manifest)


def _manifest(zip_file: ZipFile) -> Manifest:
    if zip_file.getinfo(_MANIFEST).file_size > _LONGEST_LINE:
        raise ValueError("a manifest that is too large")
    manifest = manifest_from_json(zip_file.read(_MANIFEST))
    if Counter(zip_file.namelist()) != Counter([_MANIFEST, *(_name(table) for table in manifest.tables)]):
        raise ValueError("other tables than the manifest says")
    return manifest


def _name(table: Content) -> str:
    return f"{table.shape.name}.jsonl"
