"""The neutral card as an activity of Teams: an Adaptive Card 1.5, or a message where no card is needed (X4). Pure."""

import json
from collections.abc import Iterator
from dataclasses import replace

from adapters.teams.forms import execute, show_form
from adapters.teams.markup import JSON, Ink, clean
from bot.cards import (
    Block,
    Bullets,
    Button,
    Card,
    Divider,
    Fields,
    Heading,
    Line,
    Mention,
    Quote,
    Steps,
    Text,
    plain_card,
)
from bot.wording.catalogue import Wording

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
_LARGEST = 80 * 1024
"""Bytes of UTF-16: Teams refuses a message of over 100 KB (T19)."""
_MOST_ACTIONS = 6
_LONGEST_SUMMARY = 250
_COLOURS = {"escalated": "Attention", "resolved": "Good", "claimed": "Accent"}


def render(card: Card, *, alert: bool = False) -> tuple[JSON, tuple[str, ...]]:
    """The activity that shows the card, and warnings about what could not be shown whole.

    `alert` asks Teams to notify the reader.
    """
    activity, warnings = _draw(card)
    shown = card
    while size_of(activity) > _LARGEST and shown.blocks:
        left_out = Text(Wording(card.language).say("teams-left-out"), subtle=True)
        kept = shown.blocks[: len(shown.blocks) * 4 // 5]
        shown = replace(shown, blocks=kept)
        activity, warnings = _draw(replace(shown, blocks=(*kept, left_out)))
    if shown is not card:
        warnings = (*warnings, f"{len(card.blocks) - len(shown.blocks)} blocks left out")
    if alert:
        activity["channelData"] = {"notification": {"alert": True}}
    return activity, warnings


def size_of(activity: JSON) -> int:
    """The activity's size as Teams counts it: bytes of UTF-16."""
    return len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le"))


def _draw(card: Card) -> tuple[JSON, tuple[str, ...]]:
    cut = Wording(card.language).text("teams-cut")
    ink = Ink(card=_needs_card(card), cut=cut)
    shown = _as_card(card, ink) if ink.card else _as_message(card, ink)
    summary = " ".join(clean(plain_card(replace(card, buttons=()))).split())[:_LONGEST_SUMMARY]
    return {"type": "message", "summary": summary, "locale": card.language, **shown}, tuple(ink.warnings)


def _needs_card(card: Card) -> bool:
    """A message does for mere words; to mention somebody by their directory id takes a card."""
    return bool(card.title or card.buttons) or any(_notifies(line) for block in card.blocks for line in _lines(block))


def _notifies(line: Line) -> bool:
    return any(isinstance(span, Mention) and span.platform == "teams" and span.notify for span in line)


def _lines(block: Block) -> tuple[Line, ...]:
    match block:
        case Text(line=line):
            return (line,)
        case Steps(items=items) | Bullets(items=items):
            return items
        case Fields(pairs=pairs):
            return tuple(value for _, value in pairs)
        case _:
            return ()


# ---------------------------------------------------------------- a message


def _as_message(card: Card, ink: Ink) -> JSON:
    if all(isinstance(block, Text) and all(isinstance(span, str) for span in block.line) for block in card.blocks):
        return {"text": ink.shortened(plain_card(card)), "textFormat": "plain"}
    return {"text": "\n\n".join(_paragraph(block, ink) for block in card.blocks), "textFormat": "markdown"}


def _paragraph(block: Block, ink: Ink) -> str:
    match block:
        case Text(line=line):
            return _broken(ink.line(line))
        case Heading(text=text):
            return f"**{ink.words(text)}**"
        case Steps() | Bullets():
            return "\n".join(_listed(block, ink))
        case Fields(pairs=pairs):
            return "\n\n".join(f"**{ink.words(label)}:** {ink.line(value)}" for label, value in pairs)
        case Quote(text=text):
            return "  \n".join(f"> {ink.words(part)}" if part.strip() else ">" for part in text.splitlines())
        case Divider():
            return "---"


def _listed(block: Steps | Bullets, ink: Ink) -> Iterator[str]:
    for number, item in enumerate(block.items, start=1):
        mark = f"{number}." if isinstance(block, Steps) else "-"
        yield f"{mark} {_joined(ink.line(item))}"


def _broken(text: str) -> str:
    """A single line break is none in markdown."""
    return "\n\n".join(part for part in text.split("\n") if part.strip())


def _joined(text: str) -> str:
    return " ".join(text.split("\n"))


# ---------------------------------------------------------------- a card


def _as_card(card: Card, ink: Ink) -> JSON:
    body = list(_body(card, ink))
    content: JSON = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": card.language,
        "fallbackText": ink.shortened(plain_card(card)),
        "body": body,
        "msteams": {"width": "full", **({"entities": ink.entities} if ink.entities else {})},
    }
    if card.buttons:
        content["actions"] = list(_actions(card, ink))
    return {"attachments": [{"contentType": CARD_TYPE, "content": content}]}


def _body(card: Card, ink: Ink) -> Iterator[JSON]:
    if card.title:
        title = _words(ink.words(card.title), style="heading", size="Large", weight="Bolder")
        yield {**title, "color": _COLOURS[card.status]} if card.status in _COLOURS else title
    divided = False
    for block in card.blocks:
        for element in _elements(block, ink):
            yield {**element, "separator": True} if divided else element
            divided = False
        divided = divided or isinstance(block, Divider)


def _elements(block: Block, ink: Ink) -> Iterator[JSON]:
    match block:
        case Text(line=line, subtle=subtle):
            yield _words(_broken(ink.line(line)), **({"isSubtle": True, "size": "Small"} if subtle else {}))
        case Heading(text=text):
            yield _words(ink.words(text), style="heading", weight="Bolder")
        case Steps(items=items):
            # A list that starts at 2 starts at 1 in some clients; a number in bold starts none.
            numbered = enumerate(items, start=1)
            yield from (_words(f"**{number}.** {ink.line(item)}", spacing="Small") for number, item in numbered)
        case Bullets(items=items):
            yield from (_words(f"• {ink.line(item)}", spacing="Small") for item in items)
        case Fields(pairs=pairs):
            facts = [{"title": ink.words(label), "value": ink.line(value)} for label, value in pairs]
            yield {"type": "FactSet", "facts": facts}
        case Quote(text=text):
            said = [_words(ink.words(part), spacing="None") for part in text.splitlines() if part.strip()]
            if said:
                yield {"type": "Container", "style": "emphasis", "items": said}
        case Divider():
            return


def _words(text: str, **look: object) -> JSON:
    return {"type": "TextBlock", "text": text, "wrap": True, **look}


def _actions(card: Card, ink: Ink) -> Iterator[JSON]:
    if len(card.buttons) > _MOST_ACTIONS:
        ink.warnings.append(f"{len(card.buttons) - _MOST_ACTIONS} buttons left out")
    for button in card.buttons[:_MOST_ACTIONS]:
        yield _action(button, card.language)


def _action(button: Button, language: str) -> JSON:
    return show_form(button, button.form, language) if button.form else execute(button, button.label)
