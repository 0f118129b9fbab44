"""All mistakes of a desk file at once: of single values, and between tables as far as they do not follow from those."""

from collections.abc import Collection
from copy import deepcopy
from dataclasses import dataclass, field
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.desk.checks import cross_check
from bot.desk.lines import Path
from bot.desk.tables import DeskFile
from bot.meant import meant

_MOST_ROUNDS = 50
"""What is taken out of one round may leave a table without what it needs, which goes in the next."""


@dataclass(slots=True)
class _Rest:
    """What is left of a file without its mistakes. `places` says which items of each array these are, as they stood."""

    data: dict[str, Any]
    gone: list[Path] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    """Of what is gone: that they are not there is no mistake of its own."""
    places: dict[Path, list[int]] = field(default_factory=dict)


def read_tables(data: dict[str, Any]) -> tuple[DeskFile | None, list[tuple[Path, str]]]:
    """The file's tables, None where a value is wrong; and every mistake: where it stands, and what to do about it."""
    try:
        tables = DeskFile.model_validate(data)
    except ValidationError as error:
        found = [(each["loc"], _told(each)) for each in error.errors()]
        return None, [*found, *_others(data, error)]
    return tables, list(cross_check(tables))


def _others(data: dict[str, Any], error: ValidationError) -> list[tuple[Path, str]]:
    """What the tables say wrongly of each other beside that."""
    rest, tables = _Rest(deepcopy(data)), None
    for _ in range(_MOST_ROUNDS):
        if not _take_out(rest, [each["loc"] for each in error.errors()]):
            return []
        try:
            tables = DeskFile.model_validate(rest.data)
            break
        except ValidationError as again:
            error = again
    found = cross_check(tables) if tables else ()
    return [(_as_it_stood(rest, path), why) for path, why in found if not _follows(rest, path, why)]


def _take_out(rest: _Rest, paths: list[Path]) -> bool:
    """Take out the values that are wrong, or the innermost table around what is missing; the last of an array first.
    False where that leaves nothing."""
    there = {_inside(rest.data, path) for path in paths} - {()}
    outermost = [path for path in there if not any(path[:end] in there for end in range(1, len(path)))]
    for path in sorted(outermost, key=lambda path: [str(part).zfill(9) for part in path], reverse=True):
        *way, last = path
        holder = _at(rest.data, tuple(way))
        rest.gone.append(_as_it_stood(rest, path))
        rest.names |= {str(last), *_names_in(holder[last])}
        if isinstance(holder, list):
            rest.places.setdefault(tuple(way), list(range(len(holder)))).pop(int(last))
        del holder[last]
    return bool(outermost)


def _inside(data: Any, path: Path) -> Path:
    """As much of the path as is there: of a union, pydantic names the branches too."""
    end = 0
    for part in path:
        there = part in data if isinstance(data, dict) else isinstance(data, list) and part in range(len(data))
        if not there:
            break
        data, end = data[part], end + 1
    return path[:end]


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def _names_in(value: Any) -> set[str]:
    """What others may call it by."""
    each = value if isinstance(value, dict) else {}
    own = {str(each[key]) for key in ("id", "handle", "name") if key in each}
    inner = (item for items in each.values() if isinstance(items, list) for item in items)
    return own.union(*(_names_in(item) for item in inner))


def _as_it_stood(rest: _Rest, path: Path) -> Path:
    stood: Path = ()
    for place, part in enumerate(path):
        places = rest.places.get(path[:place])
        stood = (*stood, places[int(part)] if places is not None and isinstance(part, int) else part)
    return stood


def _follows(rest: _Rest, path: Path, why: str) -> bool:
    """Whether it is only a mistake because of what was taken out."""
    about_gone = any(f'"{name}"' in why or f".{name}]" in why for name in rest.names)
    of_its_table = any(path[:-1] == gone[:-1] and path[-1] == "name" for gone in rest.gone)
    return about_gone or of_its_table


def _told(error: ErrorDetails) -> str:
    """What is wrong, and the way forward where the library tells none."""
    *way, key = error["loc"] or ("",)
    if error["type"] == "extra_forbidden":
        known = _keys(DeskFile, tuple(way))
        near = meant(str(key), known)
        hint = f'; did you mean "{near}"?' if near else f"; there is: {', '.join(known)}" if known else ""
        return f'there is no "{key}" here{hint}'
    if error["type"] == "missing":
        return f"is missing: add {key} = …" if way else f"is missing: add [{key}]"
    return error["msg"]


def _keys(model: Any, path: Path) -> Collection[str]:
    """The keys of the table at the path, in their order."""
    for part in path:
        model = _within(model, part)
    fields = model.model_fields if _is_table(model) else {}
    return [info.alias or name for name, info in fields.items()]


def _within(model: Any, part: str | int) -> Any:
    """The type of what stands under the key or at the place."""
    if _is_table(model):
        by_key = {info.alias or name: info.annotation for name, info in model.model_fields.items()}
        return _table_of(by_key.get(str(part)))
    return _table_of(get_args(model)[-1]) if get_origin(model) in (list, dict, tuple) else None


def _table_of(kind: Any) -> Any:
    """A table, or what holds tables, without what else is said of its type."""
    if get_origin(kind) is Annotated:
        return _table_of(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return next((each for each in map(_table_of, get_args(kind)) if each is not type(None)), None)
    return kind


def _is_table(model: Any) -> bool:
    return isinstance(model, type) and issubclass(model, BaseModel)
