"""[[request]] in desk.toml: each value read and bounded by itself; what they say of each other is in
`request_checks`."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from bot.desk.request_types import NO, YES, Question, RequestType
from bot.desk.values import Duration, Handle, Name, Several, Table
from bot.inputs import Rule, RuleKind
from bot.pattern import check_pattern
from bot.tickets.answers import Spoken
from bot.tickets.ticket import Priority

_LONGEST_TITLE = 60
_RULES: Mapping[str, RuleKind] = {
    "number": "number",
    "date": "date",
    "email": "email",
    "person": "person",
    "choices": "choices",
}
"""Kinds of fields that have a rule of their own; the others take words."""
_YES_NO = ((YES, Spoken((("en", "Yes"), ("ru", "Да")))), (NO, Spoken((("en", "No"), ("ru", "Нет")))))


def read_spoken(value: object) -> object:
    """One text for all languages, or one for each."""
    return {"en": value} if isinstance(value, str) else value


def read_bound(value: object) -> object:
    """A number or day as TOML has it, in words."""
    return str(value) if isinstance(value, int | float | date) and not isinstance(value, bool) else value


def read_pattern(value: str) -> str:
    """A regular expression that is matched in time. Raises ValueError."""
    check_pattern(value)
    return value


Words = Annotated[
    dict[Literal["en", "ru"], Annotated[str, Field(min_length=1, max_length=300)]],
    Field(min_length=1),
    BeforeValidator(read_spoken),
]
Title = Annotated[
    dict[Literal["en", "ru"], Annotated[str, Field(min_length=1, max_length=_LONGEST_TITLE)]],
    Field(min_length=1),
    BeforeValidator(read_spoken),
]
Bound = Annotated[str, BeforeValidator(read_bound)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Value = Annotated[str, Field(pattern=r"^[\w.-]{1,40}$")]
Approver = Annotated[str, Field(pattern=r"^(manager|leads|(leads|team|person):[a-z0-9._-]+)$")]


class WhenTable(Table):
    """when = { field = "…", is = "…" }"""

    field: Key
    value: Annotated[str, Field(alias="is")]


class OptionTable(Table):
    """One of a field's options"""

    value: Value
    label: Words


class FieldTable(Table):
    """[[request.field]]"""

    name: Key
    kind: Literal["text", "long", "choice", "choices", "number", "date", "yes-no", "person", "email"] = "text"
    label: Words
    hint: Words | None = None
    required: bool = True
    default: Bound = ""
    options: Annotated[list[OptionTable], Field(max_length=100)] = []
    least: Bound = ""
    most: Bound = ""
    pattern: Annotated[str, AfterValidator(read_pattern)] = ""
    example: str = ""
    when: WhenTable | None = None

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """What its own values say against each other: (key, message)."""
        found = [(key, bad) for key in ("least", "most") if (bad := _bad_bound(self.kind, getattr(self, key)))]
        chooses = self.kind in ("choice", "choices")
        if chooses is not bool(self.options):
            found.append(("options", "a choice has options, and nothing else has"))
        values = [option.value for option in self.options]
        if len(set(values)) < len(values):
            found.append(("options", "two options have the same value"))
        if self.pattern and (self.kind not in ("text", "long") or not self.example):
            found.append(("pattern", "a pattern is for text, and people need an example of it"))
        return found

    @property
    def question(self) -> Question:
        """The field."""
        options = tuple((option.value, spoken(option.label)) for option in self.options)
        return Question(
            name=self.name,
            kind=self.kind,
            label=spoken(self.label),
            hint=spoken(self.hint),
            required=self.required,
            default=self.default,
            options=_YES_NO if self.kind == "yes-no" else options,
            rule=self.rule,
        )

    @property
    def rule(self) -> Rule:
        """What may be written in it."""
        when = (self.when.field, self.when.value) if self.when else None
        return Rule(_RULES.get(self.kind, "text"), self.least, self.most, self.pattern, self.example, when)


class RequestTable(Table):
    """[[request]]"""

    id: Handle
    title: Title
    about: Words | None = None
    group: Title | None = None
    category: Annotated[str, Field(max_length=40)] = ""
    team: Name | None = None
    priority: Priority = Priority.NORMAL
    words: Several = []
    approvers: Annotated[
        list[Approver], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)
    ] = []
    approve_within: Duration = timedelta(days=2)
    expire_within: Duration = timedelta(days=7)
    field: Annotated[list[FieldTable], Field(min_length=1, max_length=20)]

    @property
    def type(self) -> RequestType:
        """The request type."""
        return RequestType(
            id=self.id,
            title=spoken(self.title),
            questions=tuple(field.question for field in self.field),
            about=spoken(self.about),
            group=spoken(self.group),
            category=self.category.casefold(),
            team=self.team or "",
            priority=self.priority,
            words=tuple(self.words),
            approvers=tuple(self.approvers),
            approve_within=self.approve_within,
            expire_within=self.expire_within,
        )


def spoken(words: dict[Literal["en", "ru"], str] | None) -> Spoken:
    """The words of a table."""
    return Spoken(tuple((words or {}).items()))


def _bad_bound(kind: str, value: str) -> str:
    if not value:
        return ""
    try:
        match kind:
            case "number":
                return "" if Decimal(value).is_finite() else "a number is expected"
            case "date":
                return "" if value == "today" else _not_iso(value)
            case "text" | "long":
                return "" if 0 < int(value) <= 3000 else "from 1 to 3000 characters"
            case _:
                return f'a field of kind "{kind}" has no bounds'
    except (ValueError, InvalidOperation):
        return 'a day such as "2026-12-31", or "today"' if kind == "date" else "a number is expected"


def _not_iso(value: str) -> str:
    """Whatever else is a day. Raises ValueError."""
    return "" if date.fromisoformat(value).isoformat() == value else 'a day such as "2026-12-31" is expected'
