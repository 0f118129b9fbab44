"""What Slack accepts: its own schema, and the limits of S25 that the schema misses."""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

Json = dict[str, Any]
SCHEMAS = Path(__file__).parents[1] / "schemas"
TEXT_LIMITS = {"header": 150, "section": 3000, "context": 3000, "button": 75, "modal": 24, "input": 2000, "field": 2000}


@cache
def _validator(name: str) -> Draft7Validator:
    return Draft7Validator(json.loads((SCHEMAS / name).read_text(encoding="utf-8")))


def message_problems(payload: Json) -> list[str]:
    """What Slack would refuse in a message."""
    blocks = payload.get("blocks") or []
    return [
        *([] if payload.get("text", "").strip() else ["a message without text"]),
        *(["text over 4000"] if len(payload.get("text", "")) > 4000 else []),
        *(["over 50 blocks"] if len(blocks) > 50 else []),
        *_all_block_problems(blocks),
    ]


def view_problems(view: Json) -> list[str]:
    """What Slack would refuse in a modal."""
    found = ["not a view" for _ in _validator("block-kit-view.schema.json").iter_errors(view)]
    for part in ("title", "submit", "close"):
        found += _text(view.get(part), "modal")
    if len(view.get("private_metadata", "")) > 3000:
        found.append("private_metadata over 3000")
    if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
        found.append("a modal with inputs and no submit")
    return [*found, *_all_block_problems(view["blocks"])]


def home_problems(view: Json) -> list[str]:
    """What Slack would refuse on a Home tab."""
    blocks = view.get("blocks") or []
    return [
        *("not a view" for _ in _validator("block-kit-view.schema.json").iter_errors(view)),
        *([] if view.get("type") == "home" else ["not a home view"]),
        *(["over 100 blocks"] if len(blocks) > 100 else []),
        *(["over 250 KB"] if len(json.dumps(view, ensure_ascii=False).encode()) > 250 * 1024 else []),
        *(["private_metadata over 3000"] if len(view.get("private_metadata", "")) > 3000 else []),
        *(["a part that only modals have"] if view.keys() & {"title", "submit", "close"} else []),
        *_all_block_problems(blocks),
    ]


def _all_block_problems(blocks: list[Json]) -> list[str]:
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    found = [f"block_id {name} twice" for name, count in ids.items() if count > 1]
    return found + [problem for block in blocks for problem in _block_problems(block)]


def _block_problems(block: Json) -> Iterator[str]:
    if not _validator("block-kit-blocks.schema.json").is_valid(block):
        yield f"not a block: {block.get('type')}"
    if len(block.get("block_id", "")) > 255:
        yield "block_id over 255"
    match block["type"]:
        case "header":
            yield from _text(block["text"], "header")
        case "section":
            yield from _section_problems(block)
        case "context":
            yield from (["over 10 elements"] if len(block["elements"]) > 10 else [])
            yield from (problem for element in block["elements"] for problem in _text(element, "context"))
        case "actions":
            yield from _actions_problems(block["elements"])
        case "input":
            yield from _input_problems(block)


def _section_problems(block: Json) -> Iterator[str]:
    yield from _text(block.get("text"), "section")
    fields = block.get("fields", [])
    if len(fields) > 10 or not (fields or "text" in block):
        yield "a section with over 10 fields, or with nothing"
    yield from (problem for field in fields for problem in _text(field, "field"))


def _actions_problems(elements: list[Json]) -> Iterator[str]:
    if not 1 <= len(elements) <= 25:
        yield "no or over 25 elements"
    if len({element["action_id"] for element in elements}) < len(elements):
        yield "an action_id twice"
    for element in elements:
        yield from _text(element["text"], "button")
        if len(element.get("value", "")) > 2000 or len(element["action_id"]) > 255:
            yield "value over 2000 or action_id over 255"
        if len(element.get("accessibility_label", "")) > 75:
            yield "accessibility_label over 75"


def _input_problems(block: Json) -> Iterator[str]:
    yield from _text(block["label"], "input")
    element = block["element"]
    options = element.get("options", [])
    if element["type"] == "static_select" and not 1 <= len(options) <= 100:
        yield "no or over 100 options"
    for option in options:
        if len(option["text"]["text"]) > 75 or len(option["value"]) > 150:
            yield "an option over 75, or its value over 150"
    if len(element.get("placeholder", {}).get("text", "")) > 150:
        yield "placeholder over 150"


def _text(text: Json | None, kind: str) -> list[str]:
    if text is None:
        return []
    return [] if 1 <= len(text["text"]) <= TEXT_LIMITS[kind] else [f"{kind} text of {len(text['text'])} characters"]
