"""What the Bot Connector accepts, and how many messages it makes of an activity (T19, T20, T28)."""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator

Json = dict[str, Any]
CARD_SCHEMA = Path(__file__).parents[1] / "schemas" / "adaptive-card-1.5.0.json"
CARD_TYPE = "application/vnd.microsoft.card.adaptive"
LARGEST = 100 * 1024
"""Bytes of a message in UTF-16."""
MOST_ACTIONS = 6

_FREE = frozenset(
    {"text", "title", "value", "label", "placeholder", "fallbackText", "id", "verb", "errorMessage", "lang"}
)
"""Properties of a card that hold words: the schema wants text there, and does not mind which."""


@dataclass
class Rules:
    """What is wrong with an activity, if anything.

    A card of a shape seen before is not checked against the schema again: that takes some 15 ms, too long under load.
    """

    _shapes: dict[object, bool] = field(default_factory=dict)

    def problem(self, body: str) -> tuple[int, str] | None:
        """The status and code of the refusal."""
        if len(body.encode("utf-16-le")) > 2 * LARGEST or _size(json.loads(body)) > LARGEST:
            return 413, "MessageSizeTooBig"
        activity = json.loads(body)
        text, attachments = activity.get("text"), activity.get("attachments") or []
        if activity.get("type") != "message" or not (text or attachments):
            return 400, "BadSyntax"
        if text and activity.get("textFormat") not in ("plain", "markdown"):
            return 400, "BadSyntax"
        return None if all(map(self._is_card, attachments)) else (400, "BadArgument")

    def _is_card(self, attachment: Json) -> bool:
        content = {name: value for name, value in attachment["content"].items() if name != "msteams"}
        fine = attachment["contentType"] == CARD_TYPE and len(content.get("actions", ())) <= MOST_ACTIONS
        return fine and self._fits_schema(content)

    def _fits_schema(self, content: Json) -> bool:
        shape = shape_of(content)
        if shape not in self._shapes:
            self._shapes[shape] = _validator().is_valid(content)
        return self._shapes[shape]


def split(activity: Json) -> tuple[Json, ...]:
    """The messages that people see: one, or two where text and card come together; then no id comes back (T20)."""
    if not (activity.get("text") and activity.get("attachments")):
        return (activity,)
    text = {name: value for name, value in activity.items() if name != "attachments"}
    card = {name: value for name, value in activity.items() if name not in ("text", "textFormat")}
    return text, card


def shape_of(found: object, name: str = "") -> object:
    """A card without its words; lists hold each shape once. The schema takes all cards of a shape, or none."""
    match found:
        case dict():
            return frozenset((key, shape_of(value, key)) for key, value in found.items()) if name != "data" else name
        case list():
            return ("list", frozenset(shape_of(each) for each in found))
        case str() if name in _FREE:
            return ""
        case _:
            return (type(found).__name__, found)


@cache
def _validator() -> Draft6Validator:
    return Draft6Validator(json.loads(CARD_SCHEMA.read_text(encoding="utf-8")))


def _size(activity: Json) -> int:
    return len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le"))
