"""Where in a TOML file a value stands: tomllib gives no positions, so the lines are read once more."""

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]
"""Names of tables and keys, and places in arrays, from the outside in."""


def report(text: str, name: str, mistakes: list[tuple[Path, str]]) -> str:
    """One line for each (path, message): where it stands in the TOML `text` called `name`, and what is wrong."""
    lines = dict(_lines(text))
    return "\n".join(
        f"{name}:{_line_of(lines, path)}: {'.'.join(map(str, path))}: {message}" for path, message in mistakes
    )


def _line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of the innermost part of the path that stands in the file."""
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 1)


def _lines(text: str) -> Iterator[tuple[Path, int]]:
    """(path, line) of every table header and key."""
    table: Path = ()
    counts: dict[Path, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*(\[\[?)\s*([^\]]+?)\s*\]", line):
            table = _header_path(counts, header[2].split("."), many=header[1] == "[[")
            yield table, number
        elif key := re.match(r"\s*([\w-]+)\s*=", line):
            yield (*table, key[1]), number


def _header_path(counts: dict[Path, int], names: list[str], *, many: bool) -> Path:
    path: Path = ()
    for place, name in enumerate(names, start=1):
        path = (*path, name.strip())
        if many and place == len(names):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
