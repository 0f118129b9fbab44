"""Frames and remarks as the console gets them."""

from typing import Any

from bot.cards import Button, Card, card_to_json
from tests.unit.web.lines import CARD, NOW

SOLVED = Card("en", CARD.blocks, CARD.title)
PLAIN = Card("en", CARD.blocks)


def frame(id: str = "1", channel: str = "dm-maria", **changes: Any) -> dict[str, Any]:
    """A line of Maria's."""
    line = {
        "id": id,
        "channel": channel,
        "root": id,
        "author": "maria",
        "at": NOW.isoformat(),
        "text": "",
        "card": None,
    }
    return {**line, "private": False, "edited": False, "command": False, **changes}


def card_frame(id: str, card: Card = CARD, **changes: Any) -> dict[str, Any]:
    """A line of Firstline's."""
    return frame(id, **{"author": "firstline", "card": card_to_json(card), **changes})


def with_status(status: str, *buttons: Button) -> Card:
    return Card("en", CARD.blocks, "Ticket", buttons, status)
