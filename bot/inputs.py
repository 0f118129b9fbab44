"""Forms, and what people write in their inputs, held against what each of them asks for. Pure.

Every surface asks the same functions, so a mistake is the same beside the field, in a terminal and in a thread; and
they are asked again when a form arrives, because what comes from a client proves nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from bot.pattern import fits

RuleKind = Literal["text", "number", "date", "email", "person", "choices"]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a select field."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be written in an input, where that is more than any words (`read_input` holds it against them).

    `least` and `most` bound a number, a date (ISO, or "today") or the characters of a text. `pattern` is a regular
    expression for the whole, `example` shows it to people. `when` is (name, value) of another input: only with that
    value there is this one asked for.
    """

    kind: RuleKind = "text"
    least: str = ""
    most: str = ""
    pattern: str = ""
    example: str = ""
    when: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a form. `options` makes it a choice (of several with the rule "choices", whose values are parted by
    commas); `lines` > 1 makes it a text area."""

    name: str
    label: str
    required: bool = True
    lines: int = 1
    placeholder: str = ""
    hint: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """What opens when a button asks for words: a modal in Slack, a dialog in the browser, an inline card in Teams."""

    title: str
    submit: str
    cancel: str
    fields: tuple[Input, ...]

    def filled(self, values: Mapping[str, str]) -> "Form":
        """The same form with these words in it already."""
        return replace(self, fields=tuple(replace(one, value=values.get(one.name, one.value)) for one in self.fields))


LONGEST = 8000
"""Characters of an input, whatever its rule says."""
_LONGEST_NAME = 200
_LONGEST_EMAIL = 254
_LONGEST_NUMBER = 30
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([ ,]\d{3})+(\.\d+)?")
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;.]+(\.[^@\s<>,;.]+)+")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SEVERAL = re.compile(r"[,;\n]")
ANY_WORDS = Rule()
"""Of an input in which anything may be written."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why something will not do: `field-<kind>` is the sentence, `values` are put into it."""

    kind: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled in: what is good, in normal form and without what does not apply, and what is wrong."""

    values: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, Wrong] = field(default_factory=dict)


def read_form(form: Form, written: Mapping[str, str], today: date) -> Filled:
    """Every input that applies, in order; whatever else was sent is left out."""
    filled = Filled()
    for each in form.fields:
        if not applies(each, filled.values):
            continue
        read = read_input(each, written.get(each.name, ""), today)
        if isinstance(read, Wrong):
            filled.wrong[each.name] = read
        elif read:
            filled.values[each.name] = read
    return filled


def applies(asked: Input, values: Mapping[str, str]) -> bool:
    """Whether the input is asked for, after these values of those before it."""
    when = (asked.rule or ANY_WORDS).when
    return when is None or when[1] in values.get(when[0], "").split(",")


def read_input(asked: Input, written: str, today: date) -> str | Wrong:
    """What was written, in normal form: numbers with a point, dates as ISO, choices by their values; empty where it may
    be left empty."""
    text = written.strip()
    if not text:
        return Wrong("required", (("label", asked.label),)) if asked.required else ""
    if len(text) > LONGEST:
        return _too_long(LONGEST)
    rule = asked.rule or ANY_WORDS
    if asked.options:
        return _read_several(asked, text) if rule.kind == "choices" else _read_choice(asked, text)
    return _read_date(rule, text, today) if rule.kind == "date" else _READERS.get(rule.kind, _read_text)(rule, text)


def chosen(asked: Input, written: str) -> str:
    """The value of the option whose value or label was written, in any letters; empty if there is none."""
    said = _folded(written)
    return next((one.value for one in asked.options if said in (_folded(one.value), _folded(one.label))), "")


def bound(given: str, today: date) -> date:
    """The day that bounds a date. Raises ValueError."""
    return today if given == "today" else date.fromisoformat(given)


def _read_choice(asked: Input, text: str) -> str | Wrong:
    return chosen(asked, text) or Wrong("choice", (("choices", _labels(asked)),))


def _read_several(asked: Input, text: str) -> str | Wrong:
    whole = chosen(asked, text)
    found = {whole} if whole else {chosen(asked, part) for part in _SEVERAL.split(text) if part.strip()}
    if not found or "" in found:
        return Wrong("choices", (("choices", _labels(asked)),))
    return ",".join(one.value for one in asked.options if one.value in found)


def _read_number(rule: Rule, text: str) -> str | Wrong:
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub("[ ,]", "", plain) if _THOUSANDS.fullmatch(plain) else plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain) or len(plain) > _LONGEST_NUMBER:
        return Wrong("number")
    number = Decimal(plain)
    if rule.least and number < Decimal(rule.least):
        return Wrong("number-least", (("least", rule.least),))
    if rule.most and number > Decimal(rule.most):
        return Wrong("number-most", (("most", rule.most),))
    return format(number, "f").removeprefix("+")


def _read_date(rule: Rule, text: str, today: date) -> str | Wrong:
    dotted = _DOTTED.fullmatch(text)
    try:
        day = date(int(dotted[3]), int(dotted[2]), int(dotted[1])) if dotted else date.fromisoformat(text)
    except ValueError:
        return Wrong("date")
    if rule.least and day < (least := bound(rule.least, today)):
        return Wrong("date-least", (("least", least.isoformat()),))
    if rule.most and day > (most := bound(rule.most, today)):
        return Wrong("date-most", (("most", most.isoformat()),))
    return day.isoformat()


def _read_text(rule: Rule, text: str) -> str | Wrong:
    if rule.most and len(text) > int(rule.most):
        return _too_long(int(rule.most))
    if rule.least and len(text) < int(rule.least):
        return Wrong("short", (("least", rule.least),))
    if rule.pattern and not fits(rule.pattern, text):
        return Wrong("pattern", (("example", rule.example),))
    return text


def _read_email(_: Rule, text: str) -> str | Wrong:
    return text if _EMAIL.fullmatch(text) and len(text) <= _LONGEST_EMAIL else Wrong("email")


def _read_name(_: Rule, text: str) -> str | Wrong:
    return _too_long(_LONGEST_NAME) if len(text) > _LONGEST_NAME else " ".join(text.split())


_READERS: Mapping[str, Callable[[Rule, str], str | Wrong]] = {
    "number": _read_number,
    "email": _read_email,
    "person": _read_name,
}


def _too_long(most: int) -> Wrong:
    return Wrong("long", (("most", str(most)),))


def _labels(asked: Input) -> str:
    return ", ".join(one.label for one in asked.options)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
