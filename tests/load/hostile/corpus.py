"""What real clients send: the payloads that are mutated. Each has new ids, so that none is taken for a repeat."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from tests.contract.fake_issuer import TENANT
from tests.contract.fake_slack import BOT_USER, TEAM
from tests.contract.fake_teams import BOT, MENTION
from tests.load.hostile.oddities import MARK

Json = dict[str, Any]

WHO = ("maria", "ivan", "sam", "nadia", "lena")
PLACES = ("dm", "help", "triage", "leads", "elsewhere")
ACTIONS = ("claim", "release", "reply", "note", "resolve", "escalate", "ack", "solved", "still", "person", "works")
ODD_ACTIONS = ("not-yet", "new", "list", "show", "mine", "help", "взять", "firstline-form", "__class__", "")
WORDS = (
    f"my vpn wont conect {MARK}", f"{MARK} принтер не печатает", f"human {MARK}", "that worked", "ticket claim 1",
    "ticket list", f"ticket reply 1 {MARK}", "ticket show 1", f"note 1 {MARK}", f"new {MARK}", "help", "спасибо",
)  # fmt: skip
FORM = "application/x-www-form-urlencoded"
JSON_TYPE = "application/json"


@dataclass
class Corpus:
    """Payloads of all doors. `service_url` is that of the connector that Firstline knows."""

    random: Random
    service_url: str
    _ids: "count[int]" = field(default_factory=lambda: count(1_000))

    def slack(self) -> Json:
        """An event or interaction."""
        kinds = (self._said, self._said, self._mention, self._changed, self._deleted, self._press, self._submission)
        return self.random.choice((*kinds, self._other))()

    def slack_command(self) -> dict[str, str]:
        """The form of a slash command."""
        return {
            "command": "/ticket",
            "text": self._words().removeprefix("ticket "),
            "team_id": TEAM,
            "channel_id": self._channel(),
            "user_id": self._user(),
            "user_name": self.random.choice(WHO),
            "trigger_id": self._trigger(),
            "response_url": "https://hooks.slack.com/commands/1",
            "is_enterprise_install": "false",
        }

    def activity(self) -> Json:
        """A message, press, edit or invoke of Teams."""
        kinds = (self._teams_said, self._teams_said, self._execute, self._submit, self._edit, self._invoke)
        return self.random.choice(kinds)()

    def action(self) -> Json:
        """What a page of the playground sends."""
        who = self.random.choice(WHO)
        head: Json = {"id": f"a{next(self._ids)}", "as": who}
        match self.random.randrange(5):
            case 0:
                return {**head, "do": "watch", "since": self.random.randrange(50)}
            case 1:
                return {**head, "do": "leave"}
            case 2:
                pressed = {
                    "line": f"{self.random.randrange(60):012d}",
                    "action": self._action(),
                    "value": self._value(),
                }
                return {**head, "do": "press", **pressed, "fields": {"text": self._words()}}
            case _:
                place = f"dm-{who}" if self.random.random() < 0.5 else self.random.choice(PLACES[1:])
                return {**head, "do": "say", "place": place, "text": self._slash(), "root": ""}

    # ------------------------------------------------------------ slack

    def _envelope(self, event: Json, channel: str) -> Json:
        grant = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
        kind = "im" if channel.startswith("D") else "channel"
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": f"Ev{next(self._ids)}",
            "authorizations": [{**grant, "is_enterprise_install": False}],
            "event": {"channel": channel, "channel_type": kind, "event_ts": self._ts(), **event},
        }

    def _said(self) -> Json:
        said = {"type": "message", "user": self._user(), "text": self._words(), "ts": self._ts(), "team": TEAM}
        return self._envelope(said, self._channel())

    def _mention(self) -> Json:
        payload = self._said()
        payload["event"] |= {"type": "app_mention", "text": f"<@{BOT_USER}> {self._words()}", "thread_ts": self._ts()}
        return payload

    def _changed(self) -> Json:
        old = {"type": "message", "user": self._user(), "text": "before", "ts": self._ts()}
        new = {**old, "text": self._words()}
        changed = {"type": "message", "subtype": "message_changed", "message": new, "previous_message": old}
        return self._envelope(changed, self._channel())

    def _deleted(self) -> Json:
        old = {"type": "message", "user": self._user(), "text": self._words(), "ts": self._ts()}
        gone = {"type": "message", "subtype": "message_deleted", "deleted_ts": old["ts"], "previous_message": old}
        return self._envelope(gone, self._channel())

    def _other(self) -> Json:
        kind = self.random.choice(("app_home_opened", "reaction_added", "tokens_revoked", "made_up_tomorrow"))
        return self._envelope({"type": kind, "user": self._user()}, self._channel())

    def _press(self) -> Json:
        ts, channel = self._ts(), self._channel()
        action = {"action_id": self._action(), "value": self._value(), "block_id": "firstline-actions-ru"}
        return {
            **self._interaction("block_actions"),
            "trigger_id": self._trigger(),
            "channel": {"id": channel, "name": "help"},
            "container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False},
            "message": {"ts": ts, "thread_ts": ts, "text": self._words()},
            "response_url": "https://hooks.slack.com/actions/1",
            "actions": [{**action, "type": "button", "action_ts": ts}],
        }

    def _submission(self) -> Json:
        origin = {"channel": self._channel(), "root": "", "action": self._action(), "value": self._value()}
        view = {
            "id": f"V{next(self._ids)}",
            "type": "modal",
            "hash": str(next(self._ids)),
            "callback_id": "firstline-form",
            "private_metadata": json.dumps({**origin, "post": "", "language": "en"}),
            "blocks": [{"type": "input", "block_id": "text", "element": {"type": "plain_text_input"}}],
            "state": {"values": {"text": {"text": {"type": "plain_text_input", "value": self._words()}}}},
        }
        return {**self._interaction("view_submission"), "view": view}

    def _interaction(self, kind: str) -> Json:
        who = {"id": self._user(), "username": "someone", "name": "someone", "team_id": TEAM}
        return {"type": kind, "team": {"id": TEAM}, "enterprise": None, "is_enterprise_install": False, "user": who}

    # ------------------------------------------------------------ teams

    def _teams(self, **more: Any) -> Json:
        who, place = self.random.choice(WHO), self.random.choice(PLACES)
        personal = place == "dm"
        base = f"a:dm-{who}" if personal else f"19:{place}@thread.tacv2"
        kind = {"conversationType": "personal"} if personal else {"conversationType": "channel", "isGroup": True}
        id = str(1_700_000_000_000 + next(self._ids))
        return {
            "id": id,
            "timestamp": datetime.now(UTC).isoformat(),
            "serviceUrl": self.service_url,
            "channelId": "msteams",
            "from": {"id": f"29:{who}", "name": who, "aadObjectId": f"aad-{who}"},
            "recipient": BOT,
            "conversation": {"id": base if personal else f"{base};messageid={id}", "tenantId": TENANT, **kind},
            "locale": self.random.choice(("en-US", "ru-RU")),
            "channelData": {"tenant": {"id": TENANT}, "team": {"id": "19:team@thread.tacv2"}},
            "entities": [{"type": "mention", "mentioned": BOT, "text": MENTION}],
            **more,
        }

    def _teams_said(self) -> Json:
        return self._teams(type="message", text=f"{MENTION}&nbsp;{self._words()}", textFormat="plain")

    def _execute(self) -> Json:
        action = {"type": "Action.Execute", "verb": "x", "data": self._data()}
        return self._teams(type="invoke", name="adaptiveCard/action", value={"action": action}, replyToId="88")

    def _submit(self) -> Json:
        return self._teams(type="message", value=self._data(), replyToId="88")

    def _edit(self) -> Json:
        return self._teams(type=self.random.choice(("messageUpdate", "messageDelete")), text=self._words())

    def _invoke(self) -> Json:
        names = ("task/fetch", "composeExtension/query", "signin/verifyState", "something/new", "message/submitAction")
        return self._teams(type="invoke", name=self.random.choice(names), value={"a": self._words()})

    def _data(self) -> Json:
        action, value = self._action(), self._value()
        return {"firstline": {"action": action, "value": value}, f"{action}.{value}.text": self._words()}

    # ------------------------------------------------------------ parts

    def _words(self) -> str:
        return self.random.choice(WORDS)

    def _slash(self) -> str:
        return self.random.choice(("", "/ticket ", "@Firstline ")) + self._words()

    def _user(self) -> str:
        return f"U0{self.random.choice(WHO).upper()}"

    def _channel(self) -> str:
        place = self.random.choice(PLACES)
        return f"D0{self.random.choice(WHO).upper()}" if place == "dm" else f"C0{place.upper()}"

    def _action(self) -> str:
        return self.random.choice(ACTIONS if self.random.random() < 0.8 else ODD_ACTIONS)

    def _value(self) -> str:
        return self.random.choice(("1", "2", "3", "0", "99999999999", "-1", "x", "", "1 ", "²"))

    def _ts(self) -> str:
        return f"{int(datetime.now(UTC).timestamp())}.{next(self._ids) % 1_000_000:06d}"

    def _trigger(self) -> str:
        return f"{next(self._ids)}.{next(self._ids)}"


def as_form(payload: Json | dict[str, str]) -> bytes:
    """The body of an interaction or command: whatever the values are by now."""
    if "command" in payload:
        return urlencode({name: _said(value) for name, value in payload.items()}, errors="surrogatepass").encode()
    return b"payload=" + quote(json.dumps(payload), safe="").encode()


def _said(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
