"""The grammar of `/ticket …`: the same words as a slash command, after a mention, and in the triage thread.

Names are accepted in English and Russian whatever the person's language.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.meant import meant

PRIORITIES: Mapping[str, str] = {
    name: value
    for value, names in {
        "urgent": ("urgent", "critical", "p1", "срочный", "срочно", "критический"),
        "high": ("high", "p2", "высокий"),
        "normal": ("normal", "medium", "p3", "обычный", "нормальный", "средний"),
        "low": ("low", "p4", "низкий"),
    }.items()
    for name in names
}
"""What people call the priorities."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One command: its name, other names for it, and what must follow, in this order.

    Where `values` are given the words must be one of them; `names` says what else they name, for completion:
    "member", "receiver" (a team or a member), "category", "tag" or "macro". `longest` counts characters.
    `everyday` names also begin sentences ("close 2 windows"): an outsider's words are a command only after `/ticket`.
    """

    name: str
    aliases: tuple[str, ...]
    number: bool = False
    other: bool = False
    """The number of another ticket."""
    text: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    names: str = ""
    longest: int = 8000
    everyday: bool = False
    numberless: bool = False
    """Without a number it means something too."""
    everybodys: bool = False
    """Not for agents alone."""


def _everyday(name: str, *aliases: str, number: bool = True, text: bool = True, **rest: object) -> Shape:
    return Shape(name, aliases, number=number, text=text, everyday=True, **rest)  # type: ignore[arg-type]  # for brevity


SHAPES = (
    Shape("new", ("create", "новая", "создать"), text=True, everybodys=True),
    Shape("claim", ("take", "взять", "беру", "принять"), number=True),
    _everyday("assign", "give", "назначить", names="member", longest=100),
    _everyday("transfer", "handover", "передать", "перевести", names="receiver", longest=4000),
    Shape("release", ("unclaim", "вернуть", "освободить"), number=True),
    Shape("reply", ("answer", "ответить", "ответ"), number=True, text=True),
    Shape("note", ("comment", "заметка", "комментарий"), number=True, text=True),
    _everyday("ask", "спросить", "уточнить"),
    _everyday("undo", "recall", "отменить", "отмена", text=False),
    _everyday("macro", "macros", "canned", "макрос", "шаблон", text=False, names="macro", longest=100, numberless=True),
    _everyday("priority", "prio", "приоритет", values=PRIORITIES),
    _everyday("category", "категория", names="category", longest=40),
    _everyday("tag", "label", "тег", "метка", names="tag", longest=200),
    _everyday("untag", "unlabel", "снять-тег", "снять-метку", names="tag", longest=200),
    _everyday("hold", "pause", "отложить", "пауза", longest=300),
    _everyday("unhold", "open", "resume", "продолжить", "возобновить", text=False),
    Shape("escalate", ("эскалация", "эскалировать"), number=True, text=True),
    Shape("ack", ("acknowledge", "подтвердить", "вижу"), number=True),
    Shape("swarm", ("разбор", "позвать"), number=True, text=True, longest=2000),
    Shape("conclude", ("conclusion", "итог"), number=True, text=True, longest=4000),
    Shape("resolve", ("solve", "done", "решить", "решено"), number=True),
    _everyday("close", "закрыть", longest=1000),
    Shape("reopen", ("открыть", "переоткрыть"), number=True),
    _everyday("merge", "слить", "объединить", text=False, other=True),
    _everyday("split", "отделить", "разделить", longest=4000),
    _everyday("link", "связать", text=False, other=True),
    _everyday("unlink", "отвязать", "развязать", text=False, other=True),
    Shape("show", ("view", "показать", "покажи"), number=True, everybodys=True),
    Shape("sla", ("срок", "сроки"), number=True),
    _everyday("search", "find", "найти", "поиск", "искать", number=False, longest=200, everybodys=True),
    Shape("away", ("absent", "отсутствую", "ушёл", "ушел", "ушла"), longest=100),
    Shape("oncall", ("on-call", "duty", "дежурство", "дежурный", "дежурит"), longest=200),
    Shape("back", ("present", "вернулся", "вернулась", "здесь"), longest=100, everyday=True),
    Shape("list", ("queue", "список", "очередь")),
    _everyday("approve", "согласовать", "одобрить", text=False, everybodys=True),
    _everyday("refuse", "reject", "decline", "отказать", "отклонить", longest=1000, everybodys=True),
    _everyday("withdraw", "отозвать", text=False, everybodys=True),
    Shape("home", ("главная", "домой"), everybodys=True),
    Shape("catalogue", ("catalog", "forms", "каталог", "формы"), everybodys=True),
    Shape("mine", ("my", "мои"), everybodys=True),
    Shape("help", ("?", "commands", "помощь", "справка", "команды"), everybodys=True),
)
EVERYBODYS = tuple(shape.name for shape in SHAPES if shape.everybodys)
_BY_NAME = {name: shape for shape in SHAPES for name in (shape.name, *shape.aliases)}
_PREFIX = re.compile(r"^/?(?:ticket|тикет|заявка)\b[\s:,]*", re.IGNORECASE)
_NUMBER = re.compile(r"^#?(\d{1,9})\b[\s:,.-]*(.*)$", re.DOTALL)
_JOINING = re.compile(r"^(?:into|with|to|from|and|в|во|с|со|к|от|и)\s+(?=#?\d)", re.IGNORECASE)
_CYRILLIC = re.compile("[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class Command:
    """A command that can be carried out. `number` and `other` are None where the command takes none."""

    name: str
    number: int | None = None
    text: str = ""
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Mistake:
    """A command that cannot: `nearest` is the command meant. `kind` is "unknown", "strange" (like no command at all),
    what is missing ("number", "other", "text"), "value" (`said` is none of those allowed) or "long" (`most` characters
    may be said)."""

    kind: str
    said: str
    nearest: str
    most: int = 0


def parse_command(text: str, *, here: int | None = None) -> Command | Mistake:
    """What follows `/ticket`. `here` is the ticket in whose thread it was written: its number may be left out."""
    first, rest = _first_word(_PREFIX.sub("", text.strip(), count=1))
    if not first:
        return Command("help")
    shape = _BY_NAME.get(first.casefold())
    if shape is None:
        return unknown_command(first)
    return _with_arguments(shape, rest, here)


def spoken_command(text: str, *, here: int | None = None, outsider: bool = False) -> Command | Mistake | None:
    """A command among words spoken to us, or None where they are no command.

    Only what cannot be a question is one: `ticket …`, a name with a number, a bare `list`, or in a triage thread any
    name. An `outsider` is in no team.
    """
    stripped = text.strip()
    if _PREFIX.match(stripped):
        command = parse_command(stripped, here=here)
        known = not isinstance(command, Mistake) or stripped.startswith("/") or here is not None
        return command if known else None
    first, rest = _first_word(stripped)
    shape = _BY_NAME.get(first.casefold())
    if shape is None or not _is_meant(shape, rest, here) or (outsider and shape.everyday):
        return None
    command = _with_arguments(shape, rest, here)
    sentence = shape.everyday and isinstance(command, Mistake) and here is None
    return None if sentence else command


def spoken_language(text: str) -> str:
    """The language of the word that a command begins with, where it tells one: "ru", or empty."""
    first, _ = _first_word(_PREFIX.sub("", text.strip(), count=1))
    return "ru" if _CYRILLIC.search(first) else ""


def pressed_command(name: str, number: int | None, text: str) -> Command | Mistake:
    """The command behind a pressed button or a submitted form; its text is taken as it is."""
    shape = _BY_NAME.get(name)
    if shape is None:
        return unknown_command(name)
    if shape.number and number is None:
        return Mistake("number", shape.name, shape.name)
    if shape.other:
        return _with_other(shape, number, text)
    return _with_text(shape, number, text)


def unknown_command(word: str) -> Mistake:
    """What to say of a word that is no command: which was meant, if one plausibly was."""
    name = meant(word, _BY_NAME)
    return Mistake("unknown", word, _BY_NAME[name].name) if name else Mistake("strange", word, "help")


def tags_in(text: str) -> tuple[str, ...]:
    """The tags that the words name: parted by blanks and commas, in small letters, with or without `#`."""
    return tuple(sorted({word.lstrip("#").casefold() for word in re.split(r"[\s,;]+", text)} - {""}))


def _first_word(text: str) -> tuple[str, str]:
    first, _, rest = text.partition(" ") if "\n" not in text.partition(" ")[0] else text.partition("\n")
    return first.rstrip(":,."), rest.strip()


def _is_meant(shape: Shape, rest: str, here: int | None) -> bool:
    if here is not None:
        return True
    bare = not rest and not shape.text
    return bool(_NUMBER.match(rest)) or (bare and shape.numberless) if shape.number else bare


def _with_arguments(shape: Shape, rest: str, here: int | None) -> Command | Mistake:
    number: int | None = None
    if shape.number:
        number, rest = _numbered(rest, here, other=shape.other)
        if number is None and not (shape.numberless and not rest):
            return Mistake("number", shape.name, shape.name)
    if shape.other:
        return _with_other(shape, number, rest)
    return _with_text(shape, number, rest.strip())


def _numbered(rest: str, here: int | None, *, other: bool) -> tuple[int | None, str]:
    """The number that comes first, and what follows it; in a ticket's thread a lone number is that of the other."""
    numbered = _NUMBER.match(rest)
    alone = other and here is not None and not (numbered and _other_in(numbered[2]))
    return (here, rest) if alone or not numbered else (int(numbered[1]), numbered[2])


def _other_in(text: str) -> re.Match[str] | None:
    return _NUMBER.match(_JOINING.sub("", text.strip()))


def _with_other(shape: Shape, number: int | None, text: str) -> Command | Mistake:
    other = _other_in(text)
    return Command(shape.name, number, other=int(other[1])) if other else Mistake("other", text, shape.name)


def _with_text(shape: Shape, number: int | None, text: str) -> Command | Mistake:
    if shape.text and not text.strip():
        return Mistake("text", shape.name, shape.name)
    if shape.values:
        value = shape.values.get(text.strip().casefold())
        return Command(shape.name, number, value) if value else Mistake("value", text.strip(), shape.name)
    if len(text) > shape.longest:
        return Mistake("long", shape.name, shape.name, shape.longest)
    return Command(shape.name, number, text)
