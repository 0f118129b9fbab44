"""The neutral form as a Slack modal, and what was filled into it: pure.

https://docs.slack.dev/reference/views/modal-views
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from adapters.slack import limits
from adapters.slack.blocks import plain_text
from adapters.slack.limits import Fitter
from bot.inputs import Form, Input, Option, Rule
from bot.messages import Press
from bot.wording.catalogue import Wording

Json = dict[str, Any]

CALLBACK = "firstline-form"
_ANY = Rule()


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


def beside(submitted: Json, said: Mapping[str, str]) -> dict[str, str]:
    """What is wrong by block_id: beside its field, or where the view has no such field beside its last one."""
    shown = [block["block_id"] for block in submitted.get("blocks", ()) if block.get("type") == "input"]
    return {name if name in shown else shown[-1]: why for name, why in said.items()} if shown else {}


def press(submitted: Json, origin: Origin) -> Press:
    """The submission as the press of the button that had opened the form."""
    return Press(origin.action, origin.value, tuple(fields(submitted).items()), origin.post, origin.language)


def fields(submitted: Json) -> dict[str, str]:
    """Name and text of every field; a choice gives its value."""
    values = submitted.get("state", {}).get("values", {})
    return {name: _text(state) for elements in values.values() for name, state in elements.items()}


def _text(state: Json) -> str:
    several = state.get("selected_options")
    if isinstance(several, list):
        return ",".join(str(each.get("value") or "") for each in several if isinstance(each, dict))
    chosen = state.get("selected_option")
    value = chosen.get("value") if isinstance(chosen, dict) else None
    found = value or state.get("value") or state.get("selected_date") or state.get("selected_user")
    return str(found or "")


def _input(field: Input) -> Json:
    fit = Fitter().plain
    block = {
        "type": "input",
        "block_id": field.name,
        "label": plain_text(fit(field.label, limits.LABEL)),
        "element": _select(field) if field.options else _typed_input(field),
        "optional": not field.required or (field.rule or _ANY).when is not None,
    }
    return {**block, "hint": plain_text(fit(field.hint, limits.LABEL))} if field.hint else block


def _typed_input(field: Input) -> Json:
    """What Slack has for the kind; people are chosen, so that they are named as Slack names them."""
    rule = field.rule or _ANY
    match rule.kind:
        case "number":
            return _with_value({"type": "number_input", "is_decimal_allowed": True}, field, "initial_value") | {
                name: bound for name, bound in (("min_value", rule.least), ("max_value", rule.most)) if bound
            }
        case "date":
            return _with_value({"type": "datepicker"}, field, "initial_date")
        case "email":
            return _with_value({"type": "email_text_input"}, field, "initial_value")
        case "person":
            return _with_value({"type": "users_select"}, field, "initial_user")
        case _:
            return _text_input(field)


def _with_value(element: Json, field: Input, name: str) -> Json:
    value = {name: field.value} if field.value else {}
    return {**element, "action_id": field.name, **value, **_placeholder(field)}


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
    several = (field.rule or _ANY).kind == "choices"
    kind = "multi_static_select" if several else "static_select"
    element: Json = {"type": kind, "action_id": field.name, "options": [_option(one) for one in options]}
    values = field.value.split(",") if several else [field.value]
    if chosen := [_option(option) for option in options if option.value in values]:
        element |= {"initial_options": chosen} if several else {"initial_option": chosen[0]}
    return {**element, **_placeholder(field)}


def _option(option: Option) -> Json:
    fit = Fitter().plain
    return {"text": plain_text(fit(option.label, limits.OPTION)), "value": option.value[: limits.OPTION_VALUE]}


def _placeholder(field: Input) -> Json:
    if not field.placeholder:
        return {}
    return {"placeholder": plain_text(Fitter().plain(field.placeholder, limits.PLACEHOLDER))}
