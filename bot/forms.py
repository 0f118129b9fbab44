"""The forms that buttons open. One place, so that every platform opens the same."""

from bot.cards import Form, Input
from bot.wording.catalogue import Wording

REPLY, NOTE, RESOLVE, ESCALATE, NEW = "reply", "note", "resolve", "escalate", "new"
_LONGEST_ANSWER_LINES = 4


def form_for(action: str, language: str, value: str = "") -> Form | None:
    """The form that the button `action` opens, worded in `language`, or None if pressing is all.

    `value` is the button's value: the ticket's number.
    """
    if action not in (REPLY, NOTE, RESOLVE, ESCALATE, NEW):
        return None
    words = Wording(language)
    field = Input(
        name="text",
        label=words.text(f"form-{action}-label"),
        hint=words.text(f"form-{action}-hint"),
        lines=_LONGEST_ANSWER_LINES,
    )
    return Form(
        title=words.text(f"form-{action}-title", number=value),
        submit=words.text(f"form-{action}-submit"),
        cancel=words.text("form-cancel"),
        fields=(field,),
    )
