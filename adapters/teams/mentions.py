"""Mentions in what people write: ours is taken out, others read as names (T12)."""

import html
import re
from collections import defaultdict, deque
from dataclasses import dataclass

from botbuilder.schema import Activity

from adapters.teams.wire import mapping, words

_MARKUP = re.compile(r"(<at\b[^<>]*>([^<]*)</at>)((?:&nbsp;|[ \u00a0])?)")
"""Nothing in it reads past the next `<`: the text is anybody's, and reading it must take linear time."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words without markup; `to_us` when they mention us."""

    text: str
    to_us: bool


def spoken(activity: Activity) -> Spoken:
    """What the activity's text says. Only its entities tell who is meant, never the names in the text."""
    names: defaultdict[str, deque[str | None]] = defaultdict(deque)
    for entity in activity.entities or ():
        if entity.type == "mention":
            names[words(entity.additional_properties.get("text"))].append(_name(activity, entity.additional_properties))

    def unmarked(found: re.Match[str]) -> str:
        markup, inner, space = found.groups()
        if not names[markup]:
            return found[0]
        name = names[markup].popleft()
        return "" if name is None else (name or inner) + space

    to_us = any(name is None for queue in names.values() for name in queue)
    text = html.unescape(_MARKUP.sub(unmarked, activity.text or "")).replace("\u00a0", " ")
    return Spoken(text.strip(), to_us)


def _name(activity: Activity, entity: dict[str, object]) -> str | None:
    """The mentioned one's name, escaped like the text around it, or None when it is us."""
    mentioned = mapping(entity.get("mentioned"))
    if mentioned.get("id") and mentioned["id"] == activity.recipient.id:
        return None
    return html.escape(words(mentioned.get("name")), quote=False)
