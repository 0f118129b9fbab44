"""The facts above an article's text: YAML between two lines of `---`."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from kb.article import Status
from kb.plain_front import plain_front

_FENCE = "---"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's where PyYAML was built with it, as its wheels are: many times faster."""

_LONGEST = 16_000
"""Characters. libyaml goes one deeper for each bracket, and ends the process somewhere beyond 20,000 of them."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class FrontMatter(BaseModel):
    """What every article says about itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Line
    aliases: tuple[Line, ...] = ()
    tags: tuple[Line, ...] = ()
    language: Literal["en", "ru"]
    category: Line
    owner: Line
    updated: date
    review_by: date = Field(alias="review-by")
    status: Status = Status.PUBLISHED
    source: Annotated[str, StringConstraints(max_length=1000)] = ""
    """What it was imported from: `zendesk:360001`. Its text may then be of any form (`kb.free_outline`)."""
    imported: Annotated[str, StringConstraints(max_length=64)] = ""
    """Digest of the file as it was imported, without this line (`kb.importing.sheet`)."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A mistake and the line of the file it is in, counted from 1."""

    line: int
    message: str


class FrontMatterError(Exception):
    """The front matter cannot be used; `complaints` names everything wrong in it."""

    def __init__(self, *complaints: Complaint) -> None:
        super().__init__("; ".join(complaint.message for complaint in complaints))
        self.complaints = complaints


def split(text: str) -> tuple[str, str, int]:
    """Front matter, body, and how many lines of the file come before the body. Raises FrontMatterError."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].rstrip() != _FENCE:
        raise FrontMatterError(Complaint(1, "the file must begin with front matter: a line of ---"))
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 1
    raise FrontMatterError(Complaint(1, "the front matter has no end: a second line of --- is missing"))


def parse(source: str) -> FrontMatter:
    """The front matter of `split`. Raises FrontMatterError with everything wrong at once."""
    if len(source) <= _LONGEST and (plain := plain_front(source)) is not None:
        with suppress(ValidationError):  # told below, with its line
            return FrontMatter.model_validate(plain)
    lines, values = _load(source)
    try:
        return FrontMatter.model_validate(values)
    except ValidationError as error:
        complaints = (_complaint(tuple(found["loc"]), found["msg"], lines) for found in error.errors())
        raise FrontMatterError(*complaints) from error


def _load(source: str) -> tuple[dict[str, int], dict[str, object]]:
    """The line of every key, and its value."""
    node, values = _construct(source)
    if not isinstance(node, yaml.MappingNode) or not all(isinstance(key, str) for key in values):
        raise FrontMatterError(Complaint(2, "the front matter must be a list of `name: value`"))
    keys = [(str(key.value), key.start_mark.line + 2) for key, _ in node.value]
    twice = [
        Complaint(line, f"{name}: given twice") for place, (name, line) in enumerate(keys) if name in dict(keys[:place])
    ]
    if twice:
        raise FrontMatterError(*twice)
    return dict(keys), values


def _construct(source: str) -> tuple[yaml.Node | None, dict[str, object]]:
    if len(source) > _LONGEST:
        raise FrontMatterError(Complaint(1, f"the front matter is longer than {_LONGEST} characters"))
    loader = _LOADER(source)
    try:
        node = loader.get_single_node()
        return node, loader.construct_document(node) if node else {}
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise FrontMatterError(_yaml_complaint(error)) from error


def _complaint(place: tuple[int | str, ...], message: str, lines: dict[str, int]) -> Complaint:
    name = str(place[0]) if place else ""
    return Complaint(lines.get(name, 1), f"{'.'.join(map(str, place))}: {message}")


def _yaml_complaint(error: Exception) -> Complaint:
    mark = getattr(error, "problem_mark", None)
    return Complaint(mark.line + 2 if mark else 1, f"not YAML: {getattr(error, 'problem', None) or error}")
