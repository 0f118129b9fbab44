"""A Slack message as a person reads it: markup undone, blocks as lines, buttons by their labels."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.contract.driver import Shown

Json = dict[str, Any]

_DATE = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
_USER = re.compile(r"<@([UW][A-Z0-9]+)>")
_LINK = re.compile(r"<https?://[^|>]*\|([^>]*)>")
_MARKS = re.compile(r"(?<!\w)[*`]([^*`\n]+)[*`](?!\w)")


def shown(place: str, message: Json, names: Mapping[str, str], *, private: bool) -> Shown:
    """The message as seen in the place; `names` are those of the users whom Slack shows by id."""
    return Shown(
        id=message["ts"],
        place=place,
        root=message.get("thread_ts") or message["ts"],
        text="\n".join(_read(text, names) for text in _texts(message)),
        buttons=tuple(labels(message)),
        private=private,
    )


def buttons(message: Json) -> Iterator[tuple[Json, Json]]:
    """The message's buttons, each after the block in which it stands."""
    for block in message.get("blocks") or ():
        if block["type"] == "actions":
            yield from ((block, element) for element in block["elements"])


def button(message: Json, label: str) -> tuple[Json, Json]:
    """The button with this label, after its block."""
    return next((block, element) for block, element in buttons(message) if element["text"]["text"] == label)


def labels(message: Json) -> list[str]:
    """What stands on the buttons."""
    return [element["text"]["text"] for _, element in buttons(message)]


def _read(mrkdwn: str, names: Mapping[str, str]) -> str:
    text = _USER.sub(lambda found: names[found[1]], _DATE.sub(r"\1", mrkdwn))
    return html.unescape(_MARKS.sub(r"\1", _LINK.sub(r"\1", text)))


def _texts(message: Json) -> Iterator[str]:
    if not message.get("blocks"):
        yield message["text"]
    for block in message.get("blocks") or ():
        yield from (element["text"] for element in block.get("elements", ()) if block["type"] == "context")
        yield from (field["text"].replace("\n", ": ", 1) for field in block.get("fields", ()))
        if "text" in block:
            text = block["text"]["text"]
            yield html.escape(text) if block["text"]["type"] == "plain_text" else text
