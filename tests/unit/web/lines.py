"""Lines and actions to try the playground's pure parts with."""

from dataclasses import replace
from datetime import UTC, datetime

from adapters.web.actions import PressButton, Say
from bot.cards import Button, Card, Text
from bot.inputs import Form, Input
from bot.ports import ChatLine

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FORM = Form("Reply", "Send", "Cancel", (Input("text", "Your answer"), Input("mood", "Mood", required=False)))
CARD = Card(
    "en", (Text(("Try this",)),), "A fix", (Button("solved", "1", "Solved"), Button("reply", "7", "Reply", form=FORM))
)


def line(channel: str = "dm-maria", **changes: object) -> ChatLine:
    """A line of Firstline's with a card."""
    plain = ChatLine("line-1", channel, "line-1", "firstline", NOW, 1, card=CARD)
    return replace(plain, **changes)  # type: ignore[arg-type]  # the caller names fields of ChatLine


def say(text: str, place: str = "dm-maria", who: str = "maria", root: str = "") -> Say:
    return Say.model_validate({"do": "say", "id": "a-1", "as": who, "place": place, "text": text, "root": root})


def press(action: str = "solved", value: str = "1", who: str = "maria", **fields: str) -> PressButton:
    shape = {"do": "press", "id": "a-2", "as": who, "line": "line-1", "action": action, "value": value}
    return PressButton.model_validate({**shape, "fields": fields})
