"""Pressed buttons: how a card's button carries our words, and how they are read back (T28)."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from botbuilder.schema import Activity

from adapters.teams.wire import mapping, words
from bot.cards import Button
from bot.messages import Press

_OURS = "firstline"
_SUBMITTING_INVOKES = frozenset({"adaptiveCard/action", "suggestedActions/submit", "suggestedAction/submit"})


def button_data(button: Button) -> dict[str, Any]:
    """What the button's action carries in a card."""
    return {_OURS: {"action": button.action, "value": button.value}}


def input_id(button: Button, name: str) -> str:
    """The id of an input in the button's form: unique in a card with several forms."""
    return f"{button.action}.{button.value}.{name}"


def read_press(activity: Activity) -> Press | None:
    """The press in an invoke, or in a message sent by `Action.Submit`; None if it is not from a button of ours."""
    data = _data(activity)
    ours = mapping(data.get(_OURS))
    action, value = ours.get("action"), ours.get("value")
    if not isinstance(action, str) or not isinstance(value, str) or not action:
        return None
    return Press(action, value, tuple(_fields(data, f"{action}.{value}.")), words(activity.reply_to_id))


def press_identity(activity: Activity, press: Press) -> str:
    """What stands for the id of an invoke that has none: who pressed what on which card, with which words (T11)."""
    said = json.dumps([words(activity.reply_to_id), activity.from_property.id, press.action, press.value, press.fields])
    return "press-" + hashlib.sha256(said.encode()).hexdigest()[:32]


def _data(activity: Activity) -> dict[str, Any]:
    value = mapping(activity.value)
    if activity.type != "invoke":
        return value
    if activity.name not in _SUBMITTING_INVOKES:
        return {}
    return mapping(mapping(value.get("action")).get("data")) if "action" in value else value


def _fields(data: dict[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for name, text in data.items():
        if name.startswith(prefix) and isinstance(text, str | int | float) and not isinstance(text, bool):
            yield name.removeprefix(prefix), str(text)
