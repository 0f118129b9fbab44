"""Which variables are settings, so that a misspelled one is noticed and not passed over in silence."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values
from pydantic import BaseModel

from bot.meant import meant
from bot.settings import ENV_FILE, PREFIX, SECRETS, Settings

_NAME = re.compile(r"\w*")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A variable that looks like a setting and is none; `nearest` is empty where none is near. Values are not kept, nor
    what may be one in a name, as in `NAME:value`: such a name ends in `…`."""

    name: str
    nearest: str


def known_variables() -> frozenset[str]:
    """Every name that means something."""
    return frozenset({SECRETS, *_names(Settings, PREFIX)})


def unknown_variables() -> tuple[Unknown, ...]:
    """Those of the environment, of `.env` and of the folder of secrets, by name."""
    known = known_variables()
    return tuple(Unknown(name, _nearest(name, known)) for name in sorted({*map(_told, _given())} - known))


def _given() -> Iterator[str]:
    folder = os.environ.get(SECRETS)
    secrets = [path.name for path in Path(folder).glob("*")] if folder else []
    for name in (*os.environ, *dotenv_values(ENV_FILE), *secrets):
        if name.upper().startswith(PREFIX):
            yield name.upper()


def _told(name: str) -> str:
    """The name as it may be shown."""
    plain = _NAME.match(name)
    return name if plain and plain[0] == name else f"{plain[0] if plain else ''}…"


def _names(model: type[BaseModel], prefix: str) -> Iterator[str]:
    """A group can also be given whole, as JSON."""
    for name, field in model.model_fields.items():
        yield f"{prefix}{name}".upper()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _names(field.annotation, f"{prefix}{name}__")


def _nearest(name: str, known: Iterable[str]) -> str:
    """What begins every name tells nothing. What follows the name itself, as in `NAME:value`, is left out."""
    plain = {each.removeprefix(PREFIX): each for each in sorted(known)}
    return plain.get(meant(name.removesuffix("…").removeprefix(PREFIX), plain), "")
