"""A form that is filled in by words, field after field, in a thread: pure.

What is kept is the type and what was said so far, so that it goes on after days, and with the form as it is then.
"""

from dataclasses import dataclass, replace
from datetime import date

from bot.conversation.intents import Intent, bare_intent, normal
from bot.inputs import Form, Input, Wrong, applies, read_form, read_input

_BACK = frozenset({"back", "previous", "назад"})
_SKIP = frozenset({"skip", "pass", "пропустить", "дальше", "пропуск"})
_CANCEL = frozenset({"cancel", "stop", "never mind", "nevermind", "отмена", "отменить", "стоп", "не надо"})
_SEND = frozenset({"send", "submit", "отправить", "отправь", "отправляй"})
_BEGIN = frozenset(
    {
        "ask me here",
        "ask here",
        "ask me",
        "fill it in here",
        "спроси здесь",
        "спроси тут",
        "спрашивай",
        "заполнить здесь",
    }
)


@dataclass(frozen=True, slots=True)
class Filling:
    """How far it is: `answers` holds (field, what was said in normal form), in order; empty for what was skipped."""

    type: str
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What follows from words: `filling` goes on, is over where it is None, and is to be sent with `sends`. `wrong`
    says why the words will not do for the field that is asked for."""

    filling: Filling | None
    wrong: Wrong | None = None
    sends: bool = False


def begins(text: str) -> bool:
    """Whether the words ask to be asked here."""
    return normal(text) in _BEGIN


def asked(form: Form, filling: Filling) -> tuple[Input | None, int, int]:
    """The field that is asked for now, its place and how many there are; no field once all were asked for."""
    values = dict(filling.answers)
    wanted = [field for field in form.fields if applies(field, values)]
    open_ones = [field for field in wanted if field.name not in values]
    return (open_ones[0] if open_ones else None), len(wanted) - len(open_ones) + 1, len(wanted)


def take(form: Form, filling: Filling, text: str, today: date) -> Step:
    """What follows from these words."""
    words = normal(text)
    if words in _CANCEL:
        return Step(None)
    if words in _BACK:
        return Step(replace(filling, answers=filling.answers[:-1]))
    field, _, _ = asked(form, filling)
    if field is None:
        sends = words in _SEND or bare_intent(text) is Intent.YES
        return _sent(form, filling, today) if sends else Step(filling, Wrong("send"))
    if words in _SKIP:
        return Step(filling, Wrong("unskippable")) if field.required else Step(_with(filling, field, ""))
    read = read_input(field, _numbered(field, text), today)
    return Step(filling, read) if isinstance(read, Wrong) else Step(_with(filling, field, read))


def _sent(form: Form, filling: Filling, today: date) -> Step:
    """The whole is held against the form as it is now, and days may have passed: what will not do any more is asked for
    again, the first such field with why."""
    wrong = read_form(form, dict(filling.answers), today).wrong
    good = tuple((name, value) for name, value in filling.answers if name not in wrong)
    return Step(replace(filling, answers=good), next(iter(wrong.values()), None), sends=not wrong)


def _with(filling: Filling, field: Input, value: str) -> Filling:
    return replace(filling, answers=(*filling.answers, (field.name, value)))


def _numbered(field: Input, text: str) -> str:
    """Options may be named by their places, as they are listed."""
    parts = [part.strip().rstrip(".") for part in text.replace(";", ",").split(",")]
    places = [int(part) - 1 if part.isdecimal() and len(part) < 4 else -1 for part in parts]
    if not field.options or not all(0 <= place < len(field.options) for place in places):
        return text
    return ",".join(field.options[place].value for place in places)
