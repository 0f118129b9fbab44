"""Reads a guide from its YAML file, and names everything wrong in it with its line.

All scalars are text: `Yes` is what somebody may answer, not true.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from kb.article import Article, Status
from kb.front_matter import Complaint, FrontMatterError, Line
from kb.guide import ENDS, Answer, Guide, Step, Texts
from kb.language import LANGUAGES

MOST_ANSWERS = 4
"""Teams shows six buttons on a card; *Back* and *I need a person* are two of them."""
LONGEST_LABEL = 75
"""Characters of a button's words in Slack."""
LONGEST_TEXT = 1500
"""Characters of a step: half of what Slack shows in one block."""
MOST_STEPS = 100
LARGEST = 100_000
"""Characters of a file."""

Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_LABEL)]
Passage = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
Name = Annotated[str, StringConstraints(pattern=rf"^{_NAME.pattern}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Lines(_Part):
    en: Line | None = None
    ru: Line | None = None


class _Passages(_Part):
    en: Passage | None = None
    ru: Passage | None = None


class _Aliases(_Part):
    en: tuple[Line, ...] = ()
    ru: tuple[Line, ...] = ()


class _Answer(_Part):
    en: Label | None = None
    ru: Label | None = None
    to: str


class _Step(_Part):
    title: _Lines = _Lines()
    text: _Passages
    answers: Annotated[tuple[_Answer, ...], Field(max_length=MOST_ANSWERS)] = ()
    end: Literal["", "solved", "person"] = ""


class _File(_Part):
    title: _Lines
    aliases: _Aliases = _Aliases()
    articles: tuple[Name, ...] = ()
    tags: tuple[Line, ...] = ()
    category: Line
    owner: Line
    updated: date
    review_by: date = Field(alias="review-by")
    status: Status = Status.PUBLISHED
    steps: Annotated[dict[Name, _Step], Field(min_length=1, max_length=MOST_STEPS)]


def is_guide(path: Path) -> bool:
    """Whether the file is one by its place: YAML in a folder named `guides`."""
    return path.suffix in (".yaml", ".yml") and "guides" in path.parts[:-1]


def guide_in(path: Path, source: str) -> Guide:
    """The guide that a file with this text is. Raises FrontMatterError with everything wrong at once."""
    node, values = _load(source)
    try:
        file = _File.model_validate(values)
    except ValidationError as error:
        found = ((tuple(each["loc"]), each["msg"]) for each in error.errors())
        raise FrontMatterError(*(_complaint(node, loc, message) for loc, message in found)) from error
    guide = _guide(path, file)
    wrong = [_complaint(node, place, message) for place, message in (*_untranslated(file), *_astray(guide))]
    if not _NAME.fullmatch(path.stem):
        wrong.append(Complaint(0, "the name of the file, which is the guide's, may hold a-z, 0-9 and - alone"))
    if wrong:
        raise FrontMatterError(*wrong)
    return guide


_Place = tuple[str | int, ...]
"""The way to a value from the root of the file."""


def _untranslated(file: _File) -> Iterator[tuple[_Place, str]]:
    """Texts that are not in just the languages of the guide's title: somebody would be left alone in the middle."""
    languages = _languages(file.title)
    if not languages:
        yield ("title",), "no language is given"
    for place, part in _parts(file):
        there = _languages(part)
        yield from ((place, f"{each} is missing") for each in languages if each not in there)
        yield from ((place, f"the title of the guide has no {each}") for each in there if each not in languages)


def _parts(file: _File) -> Iterator[tuple[_Place, BaseModel]]:
    for id, step in file.steps.items():
        here: _Place = ("steps", id)
        yield (*here, "text"), step.text
        if _languages(step.title):
            yield (*here, "title"), step.title
        yield from (((*here, "answers", place), answer) for place, answer in enumerate(step.answers))


def _astray(guide: Guide) -> Iterator[tuple[_Place, str]]:
    """Answers that lead nowhere, steps that do, and loops without a way out."""
    ids = {step.id for step in guide.steps}
    for step in guide.steps:
        here: _Place = ("steps", step.id)
        if step.id in ENDS:
            yield here, f"“{step.id}” is the name of an end, and cannot be that of a step"
        if bool(step.answers) == bool(step.end):
            yield here, "both answers and an end" if step.end else "a dead end: neither answers nor an `end`"
        for place, answer in enumerate(step.answers):
            if answer.to not in ids and answer.to not in ENDS:
                yield (*here, "answers", place, "to"), f"there is no step “{answer.to}”"
        for language in guide.languages:
            labels = [text.casefold() for answer in step.answers for each, text in answer.label if each == language]
            if len(set(labels)) < len(labels):
                yield here, f"two answers have the same {language} words"
        if step.answers and not guide.is_way_out(step.id):
            yield here, "a loop: no answer leads to an end from here"


def _guide(path: Path, file: _File) -> Guide:
    facts = Article(
        slug=path.stem,
        language="",
        title="",
        aliases=(),
        tags=file.tags,
        category=file.category,
        owner=file.owner,
        updated=file.updated,
        review_by=file.review_by,
        summary="",
        sections=(),
        stop=(),
        body="",
        path=path,
        status=file.status,
    )
    aliases = tuple(((each, text),) for each in LANGUAGES for text in getattr(file.aliases, each))
    articles = tuple(dict.fromkeys((*file.articles, path.stem)))
    steps = tuple(_step(id, step) for id, step in file.steps.items())
    return Guide(path.stem, _texts(file.title), steps, aliases, articles, facts, path)


def _step(id: str, step: _Step) -> Step:
    answers = tuple(Answer(_texts(answer), answer.to) for answer in step.answers)
    return Step(id, _texts(step.text), _texts(step.title), answers, step.end)


def _texts(part: BaseModel) -> Texts:
    return tuple((language, getattr(part, language)) for language in _languages(part))


def _languages(part: BaseModel) -> list[str]:
    return [language for language in LANGUAGES if getattr(part, language, None)]


def _load(source: str) -> tuple[yaml.Node, object]:
    """What the file holds, all of it text in lists and mappings. PyYAML's own parser: libyaml's, which is quicker, ends
    the process where brackets are nested too deep."""
    if len(source) > LARGEST:
        raise FrontMatterError(Complaint(0, f"larger than {LARGEST} characters"))
    try:
        loader = yaml.BaseLoader(source)
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise FrontMatterError(Complaint(1, "the file must be a mapping of `name: value`"))
        if twice := tuple(_twice(node, set())):
            raise FrontMatterError(*twice)
        return node, loader.construct_document(node)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        message = f"not YAML: {getattr(error, 'problem', None) or type(error).__name__}"
        raise FrontMatterError(Complaint(mark.line + 1 if mark else 1, message)) from error


def _twice(node: yaml.Node, seen: set[int]) -> Iterator[Complaint]:
    """Names that a mapping has twice: the second would take the first one's place in silence. What an alias repeats is
    looked at once."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        names = [str(key.value) for key, _ in node.value]
        for place, (key, _) in enumerate(node.value):
            if names[place] in names[:place]:
                yield Complaint(key.start_mark.line + 1, f"{names[place]}: given twice")
    for child in _children(node):
        yield from _twice(child, seen)


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [value for _, value in node.value]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _complaint(root: yaml.Node, place: _Place, message: str) -> Complaint:
    """At the line of what stands there, or of the nearest around it."""
    node, line = root, 1
    for name in place:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == str(name)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(name, int) and name < len(node.value):
            found = (node.value[name], node.value[name])
        else:
            found = None
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return Complaint(line, f"{'.'.join(str(each) for each in place if each != '[key]')}: {message}")
