"""JSON as both databases keep it."""

import json
from typing import Any

from pydantic_core import PydanticSerializationError, from_json, to_json


def text_of(value: Any) -> str:
    """The value as JSON. Halves of surrogate pairs, which only the slow way can write, are kept as escapes."""
    try:
        return to_json(value).decode()
    except PydanticSerializationError:
        return json.dumps(value)


def value_of(text: str | bytes) -> Any:
    """The value of the JSON that `text_of` made, or that earlier releases did."""
    try:
        return from_json(text)
    except ValueError:
        return json.loads(text)
