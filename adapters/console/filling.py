"""Filling in a form at a terminal, field by field."""

from collections.abc import Awaitable, Callable

from adapters.console.display import Display
from adapters.console.screen import Row
from bot.cards import Form, Input
from bot.wording.catalogue import Wording

ReadLine = Callable[[str], Awaitable[str | None]]


async def fill(form: Form, read_line: ReadLine, display: Display) -> dict[str, str] | None:
    """What was typed for each field by its name; None when a required one was left empty: that is how one leaves."""
    display.notice("console-form", title=form.title, cancel=form.cancel)
    fields: dict[str, str] = {}
    for field in form.fields:
        for hint in _hints(field, display.words):
            display.write(Row(hint, "subtle"))
        typed = (await read_line(f"{field.label}: ") or "").strip() or field.value
        if field.required and not typed:
            return None
        fields[field.name] = chosen(field, typed)
    return fields


def chosen(field: Input, typed: str) -> str:
    """The value of the option whose label or value was typed; without options, the words themselves."""
    meant = (one.value for one in field.options if typed.casefold() in (one.value.casefold(), one.label.casefold()))
    return next(meant, typed)


def _hints(field: Input, words: Wording) -> list[str]:
    choices = ", ".join(option.label for option in field.options)
    hints = [field.hint, words.text("console-form-choices", choices=choices) if choices else ""]
    if not field.required:
        hints.append(words.text("console-form-optional"))
    return [hint for hint in hints if hint]
