"""Filling in a form at a terminal, field by field."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date

from adapters.console.display import Display
from adapters.console.screen import Row
from bot.commands.forms import worded
from bot.inputs import Form, Input, Wrong, applies, read_input
from bot.wording.catalogue import Wording

ReadLine = Callable[[str], Awaitable[str | None]]


async def fill(
    form: Form,
    read_line: ReadLine,
    display: Display,
    kept: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> dict[str, str] | None:
    """What was typed for each field by its name; None when a required one was left empty: that is how one leaves. What
    will not do is asked for again at once. `kept` was typed before, and of it only what is `wrong` is asked for."""
    if not wrong:
        display.notice("console-form", title=form.title, cancel=form.cancel)
    fields: dict[str, str] = dict(kept or {})
    for field in form.fields:
        if wrong and field.name not in wrong:
            continue
        if not applies(field, fields):
            fields.pop(field.name, None)
            continue
        typed = await _ask(field, read_line, display, (wrong or {}).get(field.name, ""))
        if typed is None:
            return None
        fields[field.name] = typed
    return fields


async def _ask(field: Input, read_line: ReadLine, display: Display, why: str) -> str | None:
    while True:
        for hint in [why] if why else _hints(field, display.words):
            display.write(Row(hint, "subtle"))
        typed = (await read_line(f"{field.label}: ") or "").strip() or field.value
        if field.required and not typed:
            return None
        read = read_input(field, typed, _today(display))
        if not isinstance(read, Wrong):
            return read
        why = worded(display.words, read)


def _today(display: Display) -> date:
    return display.clock().date()


def _hints(field: Input, words: Wording) -> list[str]:
    choices = ", ".join(option.label for option in field.options)
    hints = [field.hint, words.text("console-form-choices", choices=choices) if choices else ""]
    if not field.required:
        hints.append(words.text("console-form-optional"))
    return [hint for hint in hints if hint]
