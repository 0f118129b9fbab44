"""The grammar of `/ticket …`: the same words as a slash command, after a mention, and in the triage thread.

Names are accepted in English and Russian whatever the person's language.
"""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process


@dataclass(frozen=True, slots=True)
class Shape:
    """One command: its name, other names for it, and what must follow."""

    name: str
    aliases: tuple[str, ...]
    number: bool = False
    text: bool = False


SHAPES = (
    Shape("new", ("create", "новая", "создать"), text=True),
    Shape("claim", ("take", "взять", "беру", "принять"), number=True),
    Shape("release", ("unclaim", "вернуть", "освободить"), number=True),
    Shape("reply", ("answer", "ответить", "ответ"), number=True, text=True),
    Shape("note", ("comment", "заметка", "комментарий"), number=True, text=True),
    Shape("escalate", ("эскалация", "эскалировать"), number=True),
    Shape("ack", ("acknowledge", "подтвердить", "вижу"), number=True),
    Shape("resolve", ("solve", "done", "решить", "решено"), number=True),
    Shape("reopen", ("открыть", "переоткрыть"), number=True),
    Shape("show", ("view", "показать", "покажи"), number=True),
    Shape("sla", ("срок", "сроки"), number=True),
    Shape("list", ("queue", "список", "очередь")),
    Shape("mine", ("my", "мои")),
    Shape("help", ("?", "commands", "помощь", "справка", "команды")),
)
_BY_NAME = {name: shape for shape in SHAPES for name in (shape.name, *shape.aliases)}
_PREFIX = re.compile(r"^/?(?:ticket|тикет|заявка)\b[\s:,]*", re.IGNORECASE)
_NUMBER = re.compile(r"^#?(\d{1,9})\b[\s:,.-]*(.*)$", re.DOTALL)
_NEAR_ENOUGH = 55
"""Ratio (0–100): two letters wrong in a word of five."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command that can be carried out. `number` is None where the command takes none."""

    name: str
    number: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A command that cannot: `kind` is "unknown", "number" or "text" (what is missing); `nearest` the command meant."""

    kind: str
    said: str
    nearest: str


def parse_command(text: str, *, here: int | None = None) -> Command | Mistake:
    """What follows `/ticket`. `here` is the ticket in whose thread it was written: its number may be left out."""
    first, rest = _first_word(_PREFIX.sub("", text.strip(), count=1))
    if not first:
        return Command("help")
    shape = _BY_NAME.get(first.casefold())
    if shape is None:
        return Mistake("unknown", first, nearest_command(first))
    return _with_arguments(shape, rest, here)


def spoken_command(text: str, *, here: int | None = None) -> Command | Mistake | None:
    """A command among words spoken to us, or None where they are no command.

    Only what cannot be a question is one: `ticket …`, a name with a number, a bare `list`, or in a triage thread any
    name.
    """
    stripped = text.strip()
    if _PREFIX.match(stripped):
        command = parse_command(stripped, here=here)
        known = not isinstance(command, Mistake) or stripped.startswith("/") or here is not None
        return command if known else None
    first, rest = _first_word(stripped)
    shape = _BY_NAME.get(first.casefold())
    if shape is None or not _is_meant(shape, rest, here):
        return None
    return _with_arguments(shape, rest, here)


def pressed_command(name: str, number: int | None, text: str) -> Command | Mistake:
    """The command behind a pressed button or a submitted form; its text is taken as it is."""
    shape = _BY_NAME.get(name)
    if shape is None:
        return Mistake("unknown", name, nearest_command(name))
    if shape.number and number is None:
        return Mistake("number", shape.name, shape.name)
    if shape.text and not text:
        return Mistake("text", shape.name, shape.name)
    return Command(shape.name, number, text)


def nearest_command(word: str) -> str:
    """The command whose name is nearest to `word`; "help" where none is near."""
    found = process.extractOne(word.casefold(), _BY_NAME.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH)
    return _BY_NAME[found[0]].name if found else "help"


def _first_word(text: str) -> tuple[str, str]:
    first, _, rest = text.partition(" ") if "\n" not in text.partition(" ")[0] else text.partition("\n")
    return first.rstrip(":,."), rest.strip()


def _is_meant(shape: Shape, rest: str, here: int | None) -> bool:
    if here is not None:
        return True
    return bool(_NUMBER.match(rest)) if shape.number else not rest and not shape.text


def _with_arguments(shape: Shape, rest: str, here: int | None) -> Command | Mistake:
    number: int | None = None
    if shape.number:
        numbered = _NUMBER.match(rest)
        number, rest = (int(numbered[1]), numbered[2]) if numbered else (here, rest)
        if number is None:
            return Mistake("number", shape.name, shape.name)
    if shape.text and not rest.strip():
        return Mistake("text", shape.name, shape.name)
    return Command(shape.name, number, rest.strip())
