"""The forms that buttons open. One place, so that every platform opens the same."""

from bot.cards import Form, Input, Option
from bot.commands.grammar import PRIORITIES
from bot.wording.catalogue import Wording

REPLY, NOTE, RESOLVE, ESCALATE, NEW = "reply", "note", "resolve", "escalate", "new"
ASK, HOLD, TRANSFER, PRIORITY, CLOSE = "ask", "hold", "transfer", "priority", "close"
MORE_FORMS = (ASK, HOLD, TRANSFER, PRIORITY, CLOSE)
"""Behind *More* on a ticket's card."""
REMARK = "remark"
_FORMS = (REPLY, NOTE, RESOLVE, ESCALATE, NEW, REMARK, *MORE_FORMS)
_LONGEST_ANSWER_LINES = 4


def form_for(action: str, language: str, value: str = "") -> Form | None:
    """The form that the button `action` opens, worded in `language`, or None if pressing is all.

    `value` is the button's value: the ticket's number.
    """
    if action not in _FORMS:
        return None
    words = Wording(language)
    return Form(
        title=words.text(f"form-{action}-title", number=value),
        submit=words.text(f"form-{action}-submit"),
        cancel=words.text("form-cancel"),
        fields=_fields(words, action),
    )


def _fields(words: Wording, action: str) -> tuple[Input, ...]:
    match action:
        case "transfer":
            parts = [
                _words(words, f"form-transfer-{part}", part, required=False) for part in ("tried", "found", "next")
            ]
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
