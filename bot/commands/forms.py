"""The forms that buttons open. One place, so that every platform opens the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from bot.commands.grammar import PRIORITIES
from bot.desk import roster
from bot.desk.desk import Desk
from bot.desk.request_types import Question, RequestType
from bot.inputs import Filled, Form, Input, Option, Rule, Wrong, read_form
from bot.messages import Press
from bot.wording.catalogue import Wording

REPLY, NOTE, RESOLVE, ESCALATE, NEW = "reply", "note", "resolve", "escalate", "new"
ASK, HOLD, TRANSFER, PRIORITY, CLOSE = "ask", "hold", "transfer", "priority", "close"
MORE_FORMS = (ASK, HOLD, TRANSFER, PRIORITY, CLOSE)
"""Behind *More* on a ticket's card."""
REMARK, REQUEST, REFUSE = "remark", "request", "refuse"
CONCLUDE = "conclude"
_FORMS = (CONCLUDE, REPLY, NOTE, RESOLVE, ESCALATE, NEW, REMARK, REFUSE, *MORE_FORMS)
_LONGEST_ANSWER_LINES = 4
_HANDED = ("tried", "found", "next")
_MOST = {"text": "500", "long": "3000"}
"""Characters, where desk.toml names none; Slack's inputs take no more than the latter."""


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a desk, as it is described now. Without one there are only those that are always the same."""

    desk: Callable[[], Desk] | None = None
    today: Callable[[], date] = _today

    def form(self, action: str, language: str, value: str = "") -> Form | None:
        """The form that the button `action` opens, or None if pressing is all. `value` is the button's value: the
        number of a ticket, or the id of a request type."""
        if action != REQUEST:
            return form_for(action, language, value)
        types = self.desk().request_types if self.desk else ()
        return next((request_form(each, language) for each in types if each.id == value), None)

    def mistakes(self, press: Press, language: str) -> Mapping[str, str]:
        """For each field of a submitted form that will not do, what to do about it."""
        form = self.form(press.action, language, press.value)
        if form is None:
            return {}
        words, wrong = Wording(language), read_form(form, dict(press.fields), self.today()).wrong
        said = {name: worded(words, each) for name, each in wrong.items()}
        return self._transfer_mistakes(words, press) | said if press.action == TRANSFER else said

    def _transfer_mistakes(self, words: Wording, press: Press) -> dict[str, str]:
        said: dict[str, str] = {}
        to, desk = press.get("to"), self.desk() if self.desk else None
        if desk is not None and roster.receiver_in(desk, to)[0] is None:
            nearest = roster.nearest_receiver(desk, to)
            key = "field-no-receiver-near" if nearest else "field-no-receiver"
            known = ", ".join(team.id for team in desk.teams)
            said["to"] = words.text(key, said=to.strip(), nearest=nearest, known=known)
        if not any(press.get(part).strip() for part in _HANDED):
            said[_HANDED[-1]] = words.text("form-transfer-next-hint")
        return said


STANDING = Forms()
"""Those that are the same at every desk."""


def form_for(action: str, language: str, value: str = "") -> Form | None:
    """The form that the button `action` opens, worded in `language`, or None if pressing is all.

    `value` is the button's value: the ticket's number and, for a reply, after a colon the names of who reads it.
    """
    if action not in _FORMS:
        return None
    words, (number, _, readers) = Wording(language), value.partition(":")
    return Form(
        title=words.text(f"form-{action}-title", number=number),
        submit=words.text(f"form-{action}-submit"),
        cancel=words.text("form-cancel"),
        fields=_told_of(words, readers, _fields(words, action)),
    )


def _told_of(words: Wording, readers: str, fields: tuple[Input, ...]) -> tuple[Input, ...]:
    """Whoever is known to read it is named beside the field."""
    hint = words.text("form-readers", readers=readers)
    return tuple(replace(field, hint=hint) for field in fields) if readers else fields


def request_form(each: RequestType, language: str) -> Form:
    """The form of a request type."""
    words = Wording(language)
    fields = tuple(_input(words, question) for question in each.questions)
    return Form(each.title.of(words.language), words.text("form-request-submit"), words.text("form-cancel"), fields)


def worded(words: Wording, wrong: Wrong) -> str:
    """What to do about it, in a sentence."""
    return words.text(f"field-{wrong.kind}", **dict(wrong.values))


def read_request(each: RequestType, language: str, written: Mapping[str, str], today: date) -> Filled:
    """The form of the type as somebody filled it in."""
    return read_form(request_form(each, language), written, today)


def _input(words: Wording, question: Question) -> Input:
    language = words.language
    options = tuple(Option(value, label.of(language)) for value, label in question.options)
    return Input(
        name=question.name,
        label=question.label.of(language),
        required=question.required,
        lines=_LONGEST_ANSWER_LINES if question.kind == "long" else 1,
        hint=_hint(words, question),
        value=question.default,
        options=options,
        rule=_rule(question),
    )


def _rule(question: Question) -> Rule:
    return replace(question.rule, most=question.rule.most or _MOST.get(question.kind, ""))


def _hint(words: Wording, question: Question) -> str:
    shown = question.rule.example
    example = words.text("form-request-example", example=shown) if shown else ""
    return " ".join(filter(None, (question.hint.of(words.language), example)))


def _fields(words: Wording, action: str) -> tuple[Input, ...]:
    match action:
        case "transfer":
            parts = [_words(words, f"form-transfer-{part}", part, required=False) for part in _HANDED]
            to = Input("to", words.text("form-transfer-to-label"), hint=words.text("form-transfer-to-hint"))
            return (to, *parts)
        case "priority":
            values = dict.fromkeys(PRIORITIES.values())
            options = tuple(Option(value, words.text(f"priority-{value}")) for value in values)
            return (Input("text", words.text("form-priority-label"), options=options),)
        case _:
            return (_words(words, f"form-{action}", "text"),)


def _words(words: Wording, key: str, name: str, *, required: bool = True) -> Input:
    label, hint = words.text(f"{key}-label"), words.text(f"{key}-hint")
    return Input(name=name, label=label, hint=hint, required=required, lines=_LONGEST_ANSWER_LINES)
