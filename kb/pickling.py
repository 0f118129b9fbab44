"""Our own values as bytes and back; bytes from a file cannot become anything else, nor change what is ours."""

import pickle
from dataclasses import is_dataclass
from functools import partial
from io import BytesIO

_OURS = {
    "kb.article": {"Article", "Section", "Mistake", "Status"},
    "kb.guide": {"Answer", "Guide", "Step"},
    "datetime": {"date"},
    "pathlib": {"PosixPath", "WindowsPath"},
    "pathlib._local": {"PosixPath", "WindowsPath"},
}


class NotOurs(Exception):
    """The bytes are none that `pickled` made."""


def pickled(value: object) -> bytes:
    """The value as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpickled(data: bytes) -> object:
    """What was pickled, made of values of ours alone. Raises NotOurs."""
    try:
        return _Unpickler(BytesIO(data)).load()
    except Exception as error:  # damaged bytes raise nearly anything
        raise NotOurs(str(error)) from error


class _Unpickler(pickle.Unpickler):
    """Bytes may set attributes of what they name: our dataclasses take none, all else is named by a stand-in."""

    def find_class(self, module: str, name: str) -> object:
        if name not in _OURS.get(module, ()):
            raise NotOurs(f"{module}.{name}")
        found = super().find_class(module, name)
        return found if is_dataclass(found) else partial(found)
