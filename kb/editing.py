"""Changes of an article's front matter that leave everything else in the file as its author wrote it."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

import yaml

from kb.article import Status
from kb.front_matter import FrontMatter, FrontMatterError, parse, split


class NotEdited(Exception):
    """The file stays as it is; the message says why and what to do."""


def edit(path: Path, change: Callable[[str], str]) -> None:
    """Give the file the text that `change` makes of its text, all at once. Raises NotEdited, also when somebody else
    has written the file meanwhile, and OSError. A link stays one: the file that it leads to is changed."""
    path = path.resolve()
    before = path.read_bytes()
    after = change(before.decode("utf-8")).encode()
    if after == before:
        return
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        file.write(after)
    new = Path(file.name)
    try:
        new.chmod(path.stat().st_mode & 0o777)
        if path.read_bytes() != before:
            raise NotEdited("somebody changed the file meanwhile")
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


def with_status(text: str, status: Status) -> str:
    """The file's text with this status. Raises NotEdited."""
    front = _Front(text)
    place = front.span("status")
    line = f"status: {status}{front.end}"
    if place is None:
        lines = front.put_in(front.close, line)
    else:
        lines = [*front.lines[: place[0]], line, *front.lines[place[1] :]]
    return _checked(text, "".join(lines), {"status": status})


def with_alias(text: str, alias: str) -> str:
    """The file's text with one more alias, as the last. Raises NotEdited."""
    front = _Front(text)
    known = front.facts.aliases
    if alias in known:
        return text
    node, item = front.nodes.get("aliases"), _scalar(alias)
    if node is None or not known:
        place = front.span("aliases") or (front.close, front.close)
        lines = [*front.lines[: place[0]], f"aliases:{front.end}", f"  - {item}{front.end}", *front.lines[place[1] :]]
    elif isinstance(node, yaml.SequenceNode) and not node.flow_style:
        last = node.value[-1]
        dashes = " " * node.start_mark.column
        lines = front.put_in(1 + last.end_mark.line + (last.end_mark.column > 0), f"{dashes}- {item}{front.end}")
    else:
        line, column = node.end_mark.line + 1, node.end_mark.column - 1
        whole = front.lines[line]
        lines = list(front.lines)
        lines[line] = f"{whole[:column].rstrip().removesuffix(',')}, {_quoted(alias)}{whole[column:]}"
    return _checked(text, "".join(lines), {"aliases": (*known, alias)})


class _Front:
    """The front matter of a text, with the places of its keys. `lines` are those of the whole file with their ends;
    `close` is the number of the line that ends the front matter."""

    def __init__(self, text: str) -> None:
        self.facts = _facts(text)
        self.lines = text.splitlines(keepends=True)
        self.end = "\r\n" if self.lines[0].endswith("\r\n") else "\n"
        self.close = next(place for place, line in enumerate(self.lines) if place and line.rstrip() == "---")
        root = yaml.compose("".join(self.lines[1 : self.close]), Loader=yaml.SafeLoader)
        pairs = root.value if isinstance(root, yaml.MappingNode) else []
        self.nodes = {str(key.value): value for key, value in pairs}
        self._starts = {str(key.value): key.start_mark.line + 1 for key, _ in pairs}

    def span(self, name: str) -> tuple[int, int] | None:
        """The first line of the key and the line after its value."""
        if name not in self._starts:
            return None
        mark = self.nodes[name].end_mark
        return self._starts[name], mark.line + 1 + (mark.column > 0)

    def put_in(self, place: int, line: str) -> list[str]:
        """The lines with one more."""
        return [*self.lines[:place], line, *self.lines[place:]]


def _checked(before: str, after: str, changed: dict[str, object]) -> str:
    """The text after the change, if nothing else is different in it: an author may write YAML in more ways than are
    told apart here."""
    try:
        right = _facts(before).model_copy(update=changed) == _facts(after) and split(before)[1] == split(after)[1]
    except NotEdited:
        right = False
    if not right:
        raise NotEdited("the front matter is written in a way that can only be changed by hand")
    return after


def _facts(text: str) -> FrontMatter:
    try:
        return parse(split(text)[0])
    except FrontMatterError as error:
        raise NotEdited(str(error)) from error


def _scalar(text: str) -> str:
    """The text as YAML has it in a list: as it is where that means the same, else in quotes."""
    try:
        plain = yaml.safe_load(f"- {text}") == [text]
    except yaml.YAMLError:
        plain = False
    return text if plain else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
