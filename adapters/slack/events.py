"""Slack's events as messages: pure. Joins, topics, our own posts and other bots' are nothing to us."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from adapters.slack.identity import Identity, is_direct, moment, our_users, person, thread
from adapters.slack.mrkdwn import mentions, to_plain
from bot.messages import MOST_FILES, Change, File, Message, Person, file_name

Json = dict[str, Any]

_CONTENT = ("", "file_share", "thread_broadcast")
_TOMBSTONE = "tombstone"
"""What is left of a deleted message that has replies."""
_SLACK_ITSELF = frozenset({"USLACK", "USLACKBOT"})
_LARGEST = 2**50
_PLAIN_LINK = re.compile(r"[!-~]{1,1000}")
_TS = re.compile(r"\d{1,11}\.\d{1,6}")


def read_event(body: Json, us: Identity) -> Message | None:
    """What the event says, or None when it is nothing that a person said, edited or deleted.

    `message` and `app_mention` of one message give the same delivery.
    """
    event = body["event"]
    scene = _Scene(body, us, str(event.get("channel") or ""), str(event.get("channel_type") or ""))
    if event["type"] not in ("message", "app_mention") or not scene.channel:
        return None
    match event.get("subtype") or "":
        case "message_changed":
            return scene.changed(event, _part(event, "message"), _part(event, "previous_message"))
        case "message_deleted":
            return scene.deleted(event, _part(event, "previous_message"), str(event.get("deleted_ts") or ""))
        case kind if kind in _CONTENT:
            return scene.said(event)
    return None


def message_delivery(channel: str, ts: str) -> str:
    """The identity of a message, whichever event or retry brings it."""
    return f"m:{channel}:{ts}"


@dataclass(frozen=True, slots=True)
class _Scene:
    """Where an event happened, and who we are there."""

    body: Json
    us: Identity
    channel: str
    channel_type: str

    def said(self, event: Json) -> Message | None:
        ts, sender = str(event.get("ts") or ""), self._sender(event)
        if sender is None or not _TS.fullmatch(ts):
            return None
        raw, ourselves = str(event.get("text") or ""), our_users(self.body, self.us)
        root, direct = str(event.get("thread_ts") or ts), is_direct(self.channel, self.channel_type)
        return Message(
            delivery=message_delivery(self.channel, ts),
            thread=thread(self.body, self.channel, root),
            sender=sender,
            at=moment(ts),
            text=to_plain(raw, ourselves) or _file_names(event),
            direct=direct,
            addressed=direct or event["type"] == "app_mention" or mentions(raw, ourselves),
            link=self.us.permalink(self.channel, ts, root),
            files=_files(event, message_delivery(self.channel, ts)),
        )

    def changed(self, event: Json, message: Json, previous: Json) -> Message | None:
        ts = str(message.get("ts") or "")
        if message.get("subtype") == _TOMBSTONE:
            return self.deleted(event, previous or message, ts)
        if message.get("text") == previous.get("text"):  # links were unfurled, or the thread got a reply
            return None
        return self._change(event, message, Change.EDITED, ts)

    def deleted(self, event: Json, previous: Json, ts: str) -> Message | None:
        return self._change(event, previous, Change.DELETED, ts)

    def _change(self, event: Json, message: Json, change: Change, ts: str) -> Message | None:
        stamp, sender = str(event.get("event_ts") or event.get("ts") or ""), self._sender(message)
        if sender is None or not (_TS.fullmatch(ts) and _TS.fullmatch(stamp)):
            return None
        root, raw = str(message.get("thread_ts") or ts), str(message.get("text") or "")
        ourselves, direct = our_users(self.body, self.us), is_direct(self.channel, self.channel_type)
        return Message(
            delivery=f"{change}:{self.channel}:{ts}:{stamp}",
            thread=thread(self.body, self.channel, root),
            sender=sender,
            at=moment(stamp),
            text="" if change is Change.DELETED else to_plain(raw, ourselves),
            direct=direct,
            addressed=direct or mentions(raw, ourselves),
            change=change,
            about=message_delivery(self.channel, ts),
            said_at=moment(ts),
            link=self.us.permalink(self.channel, ts, root),
        )

    def _sender(self, message: Json) -> Person | None:
        """The person who wrote the message; None for bots, ourselves and Slack."""
        user = str(message.get("user") or "")
        if not user or message.get("bot_id") or user in _SLACK_ITSELF | our_users(self.body, self.us):
            return None
        return person(self.body, user, str(message.get("user_team") or message.get("team") or ""))


def _part(event: Json, name: str) -> Json:
    part = event.get(name)
    return part if isinstance(part, dict) else {}


def _file_names(event: Json) -> str:
    """Names of the files, which are all that a message without words says."""
    return ", ".join(file.name for file in _files(event, ""))


def _files(event: Json, delivery: str) -> tuple[File, ...]:
    """The files by their pages in Slack, which those may open who may read the message (S31: nothing is fetched)."""
    files = [file for file in event.get("files") or () if isinstance(file, dict) and file_name(file.get("name"))]
    return tuple(
        File(file_name(file["name"]), _size(file.get("size")), _page(file.get("permalink")), delivery=delivery)
        for file in files[:MOST_FILES]
    )


def _size(said: object) -> int:
    return said if isinstance(said, int) and 0 < said < _LARGEST else 0


def _page(link: object) -> str:
    """A page of Slack's own, or empty."""
    parts = urlsplit(link) if isinstance(link, str) and _PLAIN_LINK.fullmatch(link) else None
    ours = parts is not None and parts.scheme == "https" and (parts.hostname or "").endswith(".slack.com")
    return str(link) if ours else ""
