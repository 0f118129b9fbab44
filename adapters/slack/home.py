"""The app's Home tab: that somebody opened it, and what stands there. Pure.

https://docs.slack.dev/surfaces/app-home. A press there comes from no channel, so the view keeps that of the person's
chat with us.
"""

from datetime import datetime
from typing import Any

from adapters.slack.blocks import render_blocks
from adapters.slack.identity import is_direct, person, thread
from bot.cards import Card
from bot.messages import Message, home_of

Json = dict[str, Any]

_HOME = "home"


def read_home(body: Json, now: datetime) -> Message | None:
    """Somebody opened the Home tab: the command that shows what stands there; None for any other event."""
    event = body["event"]
    channel, user = str(event.get("channel") or ""), event.get("user")
    if event["type"] != "app_home_opened" or event.get("tab") != _HOME or not (isinstance(user, str) and user):
        return None
    if not is_direct(channel):
        return None
    return Message(
        delivery=f"h:{body.get('event_id')}",
        thread=home_of(thread(body, channel, "")),
        sender=person(body, user),
        at=now,
        text=_HOME,
        direct=True,
        addressed=True,
        command=True,
    )


def view(card: Card, chat: str) -> tuple[Json, tuple[str, ...]]:
    """The card as the view of the person whose chat with us has this channel, and what had to be left out."""
    blocks, warnings = render_blocks(card)
    return {"type": _HOME, "private_metadata": chat, "blocks": blocks}, warnings


def page_of(body: Json) -> str:
    """The channel of the chat that goes with the view in which a button was pressed; empty for one in a message."""
    shown = body.get("view") or {}
    kept = str(shown.get("private_metadata") or "") if shown.get("type") == _HOME else ""
    return kept if is_direct(kept) else ""
