"""What the server tells its clients, as JSON-ready data."""

from collections.abc import Sequence
from typing import Any

from adapters.web.actions import ActionRefused
from adapters.web.config import WebConfig
from adapters.web.reader import doing, files_in, reaction_of
from adapters.web.rooms import is_shown
from bot.cards import card_to_json
from bot.ports import ChatLine

Frame = dict[str, Any]
SETUP: Frame = {"type": "setup"}
"""People or places are others than at the beginning: `/api/setup` says which."""
_SEEN = ("say", "command", "react")


def changes(config: WebConfig, who: str, lines: Sequence[ChatLine], revision: int, *, more: bool) -> Frame:
    """Of these lines the ones that `who` sees, up to `revision`; `more` follow at once. Nobody sees presses
    and changes."""
    shown = [line for line in lines if is_shown(config, who, line) and doing(line) in _SEEN]
    return {"type": "changes", "as": who, "revision": revision, "more": more, "lines": [_line(one) for one in shown]}


def done(id: str, line: str = "") -> Frame:
    """The action `id` is committed; `line` is what it became."""
    return {"type": "done", "id": id, "line": line}


def failed(refusal: ActionRefused) -> Frame:
    """The action was not done; the client words `web-problem-<why>`."""
    return {
        "type": "failed",
        "id": refusal.id,
        "why": refusal.why,
        "values": refusal.values,
        "beside": dict(refusal.beside),
    }


def _line(line: ChatLine) -> Frame:
    if reaction := reaction_of(line):
        of, emoji = reaction
        return {"id": line.id, "channel": line.channel, "of": of, "emoji": emoji}
    return {
        "id": line.id,
        "channel": line.channel,
        "root": line.root,
        "author": line.author,
        "at": line.at.isoformat(),
        "text": line.text,
        "card": card_to_json(line.card) if line.card else None,
        "private": bool(line.private_to),
        "edited": line.edited,
        "files": [{"name": each.name, "size": each.size, "path": each.path} for each in files_in(line)],
        "deleted": line.card is None and not line.text,
        "command": doing(line) == "command",
    }
