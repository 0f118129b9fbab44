"""What happened to a ticket, in the reader's words: the history keeps names and numbers as the code knows them."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from bot.cards import Bullets, Card, Heading, Line, Mention
from bot.ports import AuditEntry
from bot.promises.sla import ARROW
from bot.wording.catalogue import LANGUAGES, Wording

_STOCK = ("reason-unclaimed", "reason-unanswered", "reason-unresolved", "reason-none", "unreached-paused")
"""Sentences of ours that the history keeps in the language of the desk as it was then."""
_NUMBER = re.compile(r"#(\d+)")
_UNTIL = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d) UTC$")


def with_history(
    words: Wording,
    card: Card,
    history: Sequence[AuditEntry],
    now: datetime,
    categories: Mapping[str, str] | None = None,
) -> Card:
    """The card without buttons, and what happened to the ticket. `categories` are the titles of those that have one."""
    lines = tuple(_happened(words, entry, now, categories or {}) for entry in history)
    return Card(card.language, (*card.blocks, Heading(words.text("history-title")), Bullets(lines)), card.title)


def tell_named(words: Wording, tell: str) -> str:
    """Whom a step of an escalation calls, as it stands in desk.toml: "oncall:network" is "on call: network"."""
    kind, _, name = tell.partition(":")
    named = words.text(f"tell-{kind}")
    return f"{named}: {name}" if name else named


def _happened(words: Wording, entry: AuditEntry, now: datetime, categories: Mapping[str, str]) -> Line:
    detail = _DETAILS.get(entry.action, _as_it_stands)(words, entry.detail) if entry.detail else ""
    if entry.action == "category":
        detail = ARROW.join(categories.get(part) or part for part in detail.split(ARROW))
    if entry.action == "swarmed":
        detail = _swarm(words, entry, now)
    return words.say(
        "history-item",
        at=words.time(entry.at, now),
        who=_actor(entry) or words.text("history-firstline"),
        what=words.text(f"action-{entry.action}") + (f" ({detail})" if detail else ""),
    )


def _as_it_stands(_words: Wording, detail: str) -> str:
    return detail


def _priorities(words: Wording, detail: str) -> str:
    return re.sub(r"\w+", lambda found: words.text(f"priority-{found[0]}"), detail)


def _numbers(words: Wording, detail: str) -> str:
    return _NUMBER.sub(lambda found: words.text("card-number", number=found[1]), detail)


def _stock(words: Wording, detail: str) -> str:
    return next((words.text(key) for key in _STOCK if detail in map(_in(key), LANGUAGES)), detail)


def _in(key: str) -> Callable[[str], str]:
    return lambda language: Wording(language).text(key)


def _called(words: Wording, detail: str) -> str:
    """Whom the step calls, and after it the names of who that was."""
    tell, comma, people = detail.partition(", ")
    return f"{tell_named(words, tell)}{comma}{people}"


def _not_reached(words: Wording, detail: str) -> str:
    """Whom the step calls, and why that was not to be."""
    tell, colon, why = detail.partition(": ")
    return f"{tell_named(words, tell)}{colon}{_stock(words, why)}"


def _swarm(words: Wording, entry: AuditEntry, now: datetime) -> str:
    """Who was called, until when."""
    until = _UNTIL.search(entry.detail)
    if until is None:
        return entry.detail
    at = datetime.strptime(until[1], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    return f"{entry.detail[: until.start()]}{words.time(at, now).fallback}"


def _actor(entry: AuditEntry) -> Mention | None:
    """Who did it; None for Firstline itself."""
    platform, _, identity = entry.actor.partition("/")
    workspace, _, id = identity.partition("/")
    return Mention(entry.actor_name or id, platform, workspace, id) if id else None


_DETAILS: Mapping[str, Callable[[Wording, str], str]] = {
    "priority": _priorities,
    "escalated": _stock,
    "recalled": _stock,
    "pinged": _called,
    "reached": _called,
    "unreached": _not_reached,
    **dict.fromkeys(("merged", "absorbed", "linked", "unlinked"), _numbers),
}
