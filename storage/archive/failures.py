"""What can be wrong with a backup."""

import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile

from bot.errors import FirstlineError

_DAMAGE = (BadZipFile, zlib.error, EOFError, json.JSONDecodeError, ArithmeticError)
_NOT_OURS = (ValueError, TypeError, LookupError, AttributeError, NotImplementedError, RuntimeError)
"""What Python raises for bytes that are a zip, but not as we write it: other compression, a password, other fields."""


class BackupFailed(FirstlineError):
    """The backup could not be written."""


class BackupRefused(FirstlineError):
    """The backup cannot be restored here."""


class DamagedBackup(FirstlineError):
    """The file is not a whole backup of Firstline."""


@contextmanager
def writing_errors(path: Path) -> Iterator[None]:
    """Around writing a file: raises BackupFailed, which tells what the system said."""
    try:
        yield
    except OSError as error:
        raise BackupFailed(f"{path} could not be written: {error.strerror or error}") from error


@contextmanager
def reading_errors(path: Path) -> Iterator[None]:
    """Around reading a backup: raises DamagedBackup."""
    try:
        yield
    except OSError as error:
        raise DamagedBackup(f"{path} could not be read: {error.strerror or error}") from error
    except _DAMAGE as error:
        raise DamagedBackup(f"{path} is damaged, cut short, or no backup of Firstline: use another copy") from error
    except _NOT_OURS as error:
        raise DamagedBackup(f"{path} is not as Firstline writes backups ({type(error).__name__})") from error
