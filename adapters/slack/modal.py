"""The neutral form as a Slack modal, and what was filled into it: pure.

https://docs.slack.dev/reference/views/modal-views
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from adapters.slack import limits
from adapters.slack.blocks import plain_text
from adapters.slack.limits import Fitter
from bot.cards import Form, Input, Option
from bot.messages import Press
from bot.wording.catalogue import Wording

Json = dict[str, Any]

CALLBACK = "firstline-form"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a form was opened: what Slack keeps for us between opening and submitting. No secrets."""

    channel: str
    root: str
    action: str
    value: str
    post: str
    language: str


def view(form: Form, origin: Origin) -> Json:
    """The form as a modal that remembers its origin."""
    fit = Fitter().plain
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain_text(fit(form.title, limits.MODAL_TITLE)),
        "submit": plain_text(fit(form.submit, limits.MODAL_TITLE)),
        "close": plain_text(fit(form.cancel, limits.MODAL_TITLE)),
        "private_metadata": json.dumps(asdict(origin), ensure_ascii=False),
        "blocks": [_input(field) for field in form.fields],
    }


def origin_of(submitted: Json) -> Origin | None:
    """The origin of a submitted view, or None if it is not a form of ours."""
    try:
        kept = json.loads(submitted.get("private_metadata") or "")
        return Origin(**{name: str(value) for name, value in kept.items()})
    except (ValueError, TypeError, AttributeError):
        return None


def mistakes(submitted: Json, language: str) -> dict[str, str]:
    """For each required field left blank, its block_id and what to do about it."""
    filled = fields(submitted)
    required = [block["block_id"] for block in submitted.get("blocks", ()) if not block.get("optional")]
    return {name: Wording(language).text("slack-required") for name in required if not filled.get(name, "").strip()}


def press(submitted: Json, origin: Origin) -> Press:
    """The submission as the press of the button that had opened the form."""
    return Press(origin.action, origin.value, tuple(fields(submitted).items()), origin.post)


def fields(submitted: Json) -> dict[str, str]:
    """Name and text of every field; a choice gives its value."""
    values = submitted.get("state", {}).get("values", {})
    return {name: _text(state) for elements in values.values() for name, state in elements.items()}


def _text(state: Json) -> str:
    chosen = state.get("selected_option")
    value = chosen.get("value") if isinstance(chosen, dict) else None
    return str(value or state.get("value") or "")


def _input(field: Input) -> Json:
    fit = Fitter().plain
    block = {
        "type": "input",
        "block_id": field.name,
        "label": plain_text(fit(field.label, limits.LABEL)),
        "element": _select(field) if field.options else _text_input(field),
        "optional": not field.required,
    }
    return {**block, "hint": plain_text(fit(field.hint, limits.LABEL))} if field.hint else block


def _text_input(field: Input) -> Json:
    element: Json = {
        "type": "plain_text_input",
        "action_id": field.name,
        "multiline": field.lines > 1,
        "max_length": limits.INPUT,
    }
    if field.value:
        element["initial_value"] = field.value[: limits.INPUT]
    return {**element, **_placeholder(field)}


def _select(field: Input) -> Json:
    options = field.options[: limits.OPTIONS]
    element: Json = {"type": "static_select", "action_id": field.name, "options": [_option(one) for one in options]}
    chosen = [_option(option) for option in options if option.value == field.value]
    return {**element, **({"initial_option": chosen[0]} if chosen else {}), **_placeholder(field)}


def _option(option: Option) -> Json:
    fit = Fitter().plain
    return {"text": plain_text(fit(option.label, limits.OPTION)), "value": option.value[: limits.OPTION_VALUE]}


def _placeholder(field: Input) -> Json:
    if not field.placeholder:
        return {}
    return {"placeholder": plain_text(Fitter().plain(field.placeholder, limits.PLACEHOLDER))}
