"""The neutral card as a Slack message: pure, and within Slack's limits.

https://docs.slack.dev/reference/block-kit/blocks
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from adapters.slack import limits
from adapters.slack.limits import Fitter, packed
from adapters.slack.mrkdwn import ELLIPSIS, bold, cut
from bot.cards import (
    Block,
    Bullets,
    Button,
    Card,
    Divider,
    Fields,
    Heading,
    Line,
    Quote,
    Steps,
    Strong,
    Text,
    plain_card,
)

Json = dict[str, Any]

_ACTIONS_BLOCK = "firstline-actions-"
_REPEATED = "#"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to be posted: `payload` has `text` and, unless it is a plain message, `blocks`.

    `warnings` say in English what had to be left out to keep within Slack's limits.
    """

    payload: Json
    warnings: tuple[str, ...] = ()


def render(card: Card) -> Rendered:
    """The card as a Slack message: plain text where nothing needs blocks."""
    fitter = Fitter()
    payload = _plain_message(card, Fitter()) or {"text": _fallback(card), "blocks": _blocks(card, fitter)}
    return Rendered(payload, tuple(fitter.warnings))


def render_blocks(card: Card) -> tuple[list[Json], tuple[str, ...]]:
    """The card as blocks alone, for what is no message, with the warnings of `Rendered`."""
    fitter = Fitter()
    return _blocks(card, fitter), tuple(fitter.warnings)


def action_of(action_id: str) -> str:
    """The button's action, out of an action_id that had to be made unique within its block."""
    return action_id.partition(_REPEATED)[0]


def language_of(block_id: str) -> str:
    """The language of the card whose buttons' block has this id, or empty."""
    return block_id.removeprefix(_ACTIONS_BLOCK) if block_id.startswith(_ACTIONS_BLOCK) else ""


def plain_text(text: str) -> Json:
    """A plain_text object: shown letter for letter, so that nothing is escaped."""
    return {"type": "plain_text", "text": text}


def _plain_message(card: Card, fitter: Fitter) -> Json | None:
    if card.title or card.buttons or not all(isinstance(block, Text | Quote) for block in card.blocks):
        return None
    text = "\n".join(line for block in card.blocks for line in _lines(block, fitter))
    return {"text": text.strip() or ELLIPSIS} if len(text) <= limits.MESSAGE_TEXT else None


def _fallback(card: Card) -> str:
    """All that the card says in plain words: the only thing that notifications and screen readers give."""
    return cut(plain_card(card), limits.MESSAGE_TEXT) or ELLIPSIS


def _blocks(card: Card, fitter: Fitter) -> list[Json]:
    head = [_header(card.title, fitter)] if card.title else []
    feet = [_actions(card, fitter)] if card.buttons else []
    body = [rendered for block in card.blocks for rendered in _block(block, fitter)]
    room = limits.MESSAGE_BLOCKS - len(head) - len(feet)
    if len(body) > room:
        body = [*fitter.first(body, room - 1, "blocks"), _section(ELLIPSIS)]
    return [*head, *body, *feet] or [_section(ELLIPSIS)]


def _block(block: Block, fitter: Fitter) -> Iterator[Json]:
    match block:
        case Divider():
            yield {"type": "divider"}
        case Fields(pairs):
            fields = [_mrkdwn(_fact(label, value, fitter)) for label, value in pairs]
            for start in range(0, len(fields), limits.FIELDS):
                yield {"type": "section", "fields": fields[start : start + limits.FIELDS]}
        case Text(subtle=True):
            yield from ({"type": "context", "elements": [_mrkdwn(text)]} for text in _texts(block, fitter))
        case _:
            yield from (_section(text) for text in _texts(block, fitter))


def _texts(block: Block, fitter: Fitter) -> Iterator[str]:
    return packed(_lines(block, fitter), limits.SECTION)


def _lines(block: Block, fitter: Fitter) -> list[str]:
    """The block as lines of mrkdwn."""
    match block:
        case Text(line):
            return [fitter.mrkdwn(line, limits.SECTION)]
        case Heading(text):
            return [fitter.mrkdwn((Strong(text),), limits.SECTION)]
        case Steps(items):
            return [_item(f"{number}. ", item, fitter) for number, item in enumerate(items, start=1)]
        case Bullets(items):
            return [_item("• ", item, fitter) for item in items]
        case Quote(text):
            return [_item("> ", (part,), fitter) for part in text.splitlines()]
        case Fields() | Divider():
            return []


def _item(mark: str, line: Line, fitter: Fitter) -> str:
    return mark + fitter.mrkdwn(line, limits.SECTION - len(mark))


def _fact(label: str, value: Line, fitter: Fitter) -> str:
    name = bold(fitter.plain(label, limits.BUTTON))
    return f"{name}\n{fitter.mrkdwn(value, limits.FIELD - len(name) - 1)}"


def _header(title: str, fitter: Fitter) -> Json:
    return {"type": "header", "text": plain_text(fitter.plain(" ".join(title.split()), limits.HEADER))}


def _section(text: str) -> Json:
    return {"type": "section", "text": _mrkdwn(text)}


def _mrkdwn(text: str) -> Json:
    """A mrkdwn object; `verbatim` keeps Slack from making mentions of `@here` and links of words."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _actions(card: Card, fitter: Fitter) -> Json:
    buttons = fitter.first(card.buttons, limits.ACTIONS, "buttons")
    ids = _unique([button.action for button in buttons])
    elements = [_button(button, id_, card.title, fitter) for button, id_ in zip(buttons, ids, strict=True)]
    return {"type": "actions", "block_id": _ACTIONS_BLOCK + card.language, "elements": elements}


def _button(button: Button, action_id: str, title: str, fitter: Fitter) -> Json:
    rendered = {
        "type": "button",
        "action_id": action_id[: limits.ID],
        "text": plain_text(fitter.plain(button.label, limits.BUTTON)),
        "value": button.value[: limits.BUTTON_VALUE],
    }
    if title and not button.label.endswith(ELLIPSIS):
        rendered["accessibility_label"] = Fitter().plain(f"{button.label}: {title}", limits.BUTTON)
    return rendered if button.style == "default" else {**rendered, "style": button.style}


def _unique(actions: list[str]) -> list[str]:
    """Slack wants each action_id once in a block: a repeated one gets a number, which `action_of` takes off."""
    seen: Counter[str] = Counter()
    ids = []
    for action in actions:
        ids.append(f"{action}{_REPEATED}{seen[action]}" if seen[action] else action)
        seen[action] += 1
    return ids
