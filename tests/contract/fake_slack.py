"""A strict Slack on loopback: its Web API over real HTTP, and the sender of signed requests to our door."""

import json
import secrets
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp

from adapters.slack.signature import sign
from bot.ports import Clock

Json = dict[str, Any]

TEAM, BOT_USER, BOT = "T0FIRST", "U0BOT", "B0BOT"
TOKEN, APP_TOKEN, SECRET = "xoxb-fake", "xapp-fake", "fake-signing-secret"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with the next call of a method: an HTTP status, a dropped connection, or another `body` in the
    place of Slack's answer."""

    status: int = 0
    retry_after: int | None = None
    after_accepting: bool = False
    code: str = ""
    body: str | None = None


@dataclass
class Channel:
    """A channel and what was said in it; `ts` of earlier versions of a message are kept for slow clients."""

    id: str
    members: set[str]
    messages: list[Json] = field(default_factory=list)
    history: list[Json] = field(default_factory=list)
    _by_ts: dict[str, Json] = field(default_factory=dict)

    @property
    def is_direct(self) -> bool:
        return self.id.startswith("D")

    def message(self, ts: str) -> Json | None:
        for new in self.messages[len(self._by_ts) :]:
            self._by_ts[new["ts"]] = new
        return self._by_ts.get(ts)

    def forget(self) -> None:
        """Let go of everything that was said, for a lab that says very much."""
        for gathered in (self.messages, self.history, self._by_ts):
            gathered.clear()


@dataclass
class FakeSlack:
    """One workspace with our app installed in it."""

    clock: Clock
    users: dict[str, str] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    whispers: list[Json] = field(default_factory=list)
    """Ephemeral messages, with `user` and `channel`."""
    modals: dict[str, Json] = field(default_factory=dict)
    """The open view of each user."""
    homes: dict[str, Json] = field(default_factory=dict)
    """What stands on the Home tab of each user."""
    faults: dict[str, deque[Fault]] = field(default_factory=dict)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    door: str = ""
    url: str = ""
    page: int = 200
    triggers: dict[str, str] = field(default_factory=dict)
    hooks: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    groups: dict[str, Json] = field(default_factory=dict)
    """User groups by id."""
    lets_groups_be_changed: bool = True
    """The workspace lets everybody, and so bots, change user groups."""
    _count: int = 0

    def ts(self) -> str:
        """A timestamp of its own for everything."""
        self._count += 1
        return f"{int(self.clock().timestamp())}.{self._count:06d}"

    def group(self, id: str, handle: str, *users: str, disabled: bool = False) -> None:
        """Make a user group."""
        deleted = int(self.clock().timestamp()) if disabled else 0
        named: Json = {"id": id, "handle": handle, "name": handle, "date_delete": deleted}
        self.groups[id] = {**named, "users": list(users)}

    def fail_next(self, method: str, *faults: Fault) -> None:
        """The next calls of the method go wrong, in this way each."""
        self.faults.setdefault(method, deque()).extend(faults)

    # ------------------------------------------------------------ what people do

    def write(self, user: str, channel: str, text: str, root: str = "") -> Json:
        """A person's message, as it lies in the channel."""
        message = {"type": "message", "user": user, "text": text, "ts": self.ts(), "team": TEAM}
        if root:
            message["thread_ts"] = root
        self.channels[channel].messages.append(message)
        return message

    def rewrite(self, channel: str, ts: str, text: str | None) -> Json:
        """The event of an edited message, or of a deleted one."""
        message = self.channels[channel].message(ts)
        assert message is not None
        before, stamp = dict(message), self.ts()
        if text is None:
            self.channels[channel].messages.remove(message)
            deleted = {"type": "message", "subtype": "message_deleted", "hidden": True, "deleted_ts": ts}
            return {**deleted, "previous_message": before, "ts": stamp}
        message |= {"text": text, "edited": {"user": message["user"], "ts": stamp}}
        changed = {"type": "message", "subtype": "message_changed", "hidden": True, "message": dict(message)}
        return {**changed, "previous_message": before, "ts": stamp}

    def event(self, event: Json, channel: str) -> Json:
        """The event in its envelope; the id is new each time."""
        place = {"channel": channel, "channel_type": "im" if self.channels[channel].is_direct else "channel"}
        grant = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": f"Ev{secrets.token_hex(4)}",
            "event_time": int(self.clock().timestamp()),
            "authorizations": [{**grant, "is_enterprise_install": False}],
            "event": {**event, **place, "event_ts": event.get("event_ts") or event["ts"]},
        }

    def command(self, user: str, channel: str, text: str) -> dict[str, str]:
        """A slash command's form."""
        return {
            "command": "/ticket",
            "text": text,
            "team_id": TEAM,
            "channel_id": channel,
            "user_id": user,
            "user_name": self.users[user],
            "trigger_id": self.trigger(user),
            "response_url": self._hook(user, channel),
            "is_enterprise_install": "false",
        }

    def press(self, user: str, channel: str, message: Json, element: Json, block_id: str) -> Json:
        """A pressed button's payload."""
        pressed = {key: element[key] for key in ("action_id", "value", "type", "text")}
        place = {"type": "message", "message_ts": message["ts"], "channel_id": channel}
        return {
            **self._interaction("block_actions", user),
            "trigger_id": self.trigger(user),
            "channel": {"id": channel, "name": channel.lower()},
            "container": {**place, "is_ephemeral": "bot_id" not in message},
            "message": message,
            "response_url": self._hook(user, channel),
            "actions": [{**pressed, "block_id": block_id, "action_ts": self.ts()}],
        }

    def open_home(self, user: str, tab: str = "home") -> Json:
        """The event of somebody who opens a tab of ours."""
        view = {"view": self.homes[user]} if user in self.homes else {}
        opened = {"type": "app_home_opened", "user": user, "tab": tab, "ts": self.ts(), **view}
        event = self.event(opened, self.direct(user))
        event["event"].pop("channel_type")
        event["event"].pop("ts")
        return event

    def press_at_home(self, user: str, element: Json, block_id: str) -> Json:
        """A pressed button of the Home tab: it comes from no channel and has no message."""
        pressed = {key: element[key] for key in ("action_id", "value", "type", "text")}
        view = self.homes[user]
        return {
            **self._interaction("block_actions", user),
            "trigger_id": self.trigger(user),
            "container": {"type": "view", "view_id": view["id"]},
            "view": {**view, "state": {"values": {}}},
            "actions": [{**pressed, "block_id": block_id, "action_ts": self.ts()}],
        }

    def submit(self, user: str, fields: dict[str, str]) -> Json:
        """The open modal, filled in."""
        view = self.modals[user]
        values = {block["block_id"]: _filled(block, fields.get(block["block_id"], "")) for block in view["blocks"]}
        return {**self._interaction("view_submission", user), "view": {**view, "state": {"values": values}}}

    def shortcut(self, user: str, channel: str, message: Json) -> Json:
        """The message shortcut "Create ticket", chosen from the menu of a message, wherever that stands."""
        chosen = {"callback_id": "create_ticket", "trigger_id": self.trigger(user), "message_ts": message["ts"]}
        place = {"channel": {"id": channel, "name": "directmessage"}, "response_url": self._hook(user, channel)}
        return {**self._interaction("message_action", user), **chosen, **place, "message": message}

    def trigger(self, user: str) -> str:
        """A trigger id that opens one modal for the user."""
        trigger = f"{secrets.randbelow(10**12)}.{secrets.token_hex(4)}"
        self.triggers[trigger] = user
        return trigger

    def _interaction(self, kind: str, user: str) -> Json:
        who = {"id": user, "username": self.users[user], "name": self.users[user], "team_id": TEAM}
        return {"type": kind, "team": {"id": TEAM}, "enterprise": None, "is_enterprise_install": False, "user": who}

    def _hook(self, user: str, channel: str) -> str:
        hook = secrets.token_hex(8)
        self.hooks[hook] = (user, channel, 5)
        return f"{self.url}/hooks/{hook}"

    def direct(self, user: str) -> str:
        """The channel of a person's direct messages with us."""
        channel = "D" + user[1:]
        self.channels.setdefault(channel, Channel(channel, {user, BOT_USER}))
        return channel

    # ------------------------------------------------------------ requests to the door

    async def deliver(self, payload: Json, *, retry: int = 0) -> tuple[int, str]:
        """Send an event, or an interaction as the form that Slack makes of it; returns status and body."""
        if payload["type"] == "event_callback":
            return await self.post(json.dumps(payload).encode(), "application/json", retry=retry)
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return await self.post(body, "application/x-www-form-urlencoded")

    async def post(self, body: bytes, content_type: str, *, retry: int = 0) -> tuple[int, str]:
        """Send the body, signed."""
        timestamp = str(int(self.clock().timestamp()))
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": sign(SECRET, timestamp, body),
            **({"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"} if retry else {}),
        }
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.door, data=body, headers=headers) as answer,
        ):
            return answer.status, await answer.text()


def _filled(block: Json, text: str) -> Json:
    element = block["element"]
    options = element.get("options", ())
    chosen = next((option for option in options if text in (option["text"]["text"], option["value"])), None)
    if element["type"] == "datepicker":
        return {element["action_id"]: {"type": "datepicker", "selected_date": text or None}}
    state = {"type": element["type"], "selected_option": chosen} if chosen else {"type": element["type"], "value": text}
    return {element["action_id"]: state}
