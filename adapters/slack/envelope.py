"""The least shape that a payload must have before Bolt and our readers look into it; more is always allowed."""

import json
from typing import Any
from urllib.parse import parse_qsl

from pydantic import BaseModel, TypeAdapter, ValidationError, model_validator

Json = dict[str, Any]
_MOST_FIELDS = 1000


class MalformedRequest(ValueError):
    """The body is not one of Slack's payloads."""


class _Named(BaseModel):
    id: str | None = None


class _Grant(BaseModel):
    team_id: str | None = None
    enterprise_id: str | None = None
    user_id: str | None = None


class _Said(BaseModel):
    subtype: str | None = None
    thread_ts: str | None = None


class _Item(BaseModel):
    channel: str | None = None


class _Event(_Said):
    type: str
    channel: Json | str | None = None
    user: Json | str | None = None
    message: _Said | None = None
    previous_message: _Said | None = None
    item: _Item | str | None = None
    files: list[Any] | None = None


class _Action(BaseModel):
    action_id: str = ""
    block_id: str | None = None
    selected_option: Json | None = None


class _InputBlock(BaseModel):
    block_id: str


class _State(BaseModel):
    values: dict[str, dict[str, Json]] = {}


class _View(BaseModel):
    id: str
    type: str
    callback_id: str = ""
    private_metadata: str | None = None
    blocks: list[_InputBlock] = []
    state: _State = _State()


class _Payload(BaseModel):
    type: str | None = None
    team: _Named | str | None = None
    enterprise: _Named | str | None = None
    user: _Named | None = None
    channel: _Named | None = None
    container: Json | None = None
    message: Json | None = None
    authorizations: list[_Grant] | None = None
    event: _Event | None = None
    actions: list[_Action] | None = None
    view: _View | None = None
    command: str | None = None
    trigger_id: str | None = None
    function_data: Json | None = None
    bot_access_token: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> "_Payload":
        if self.type == "event_callback" and self.event is None:
            raise ValueError("an event is missing")
        if self.type == "block_actions" and not (self.actions and self.actions[0].action_id):
            raise ValueError("an action is missing")
        if self.type in ("view_submission", "view_closed") and self.view is None:
            raise ValueError("a view is missing")
        if (self.type == "block_actions" or self.command is not None) and not self.trigger_id:
            raise ValueError("a trigger is missing")
        return self


_PAYLOAD = TypeAdapter(_Payload)


def check(body: bytes, content_type: str) -> tuple[str, Json]:
    """The body as text and as its payload, once that is known to have the right shape. Raises MalformedRequest."""
    try:
        text = body.decode("utf-8")
        payload = _parsed(text, content_type)
        _PAYLOAD.validate_python(payload)
    except (ValidationError, ValueError, RecursionError) as error:
        raise MalformedRequest(type(error).__name__) from error
    return text, payload


def _parsed(text: str, content_type: str) -> Json:
    """The payload, found in the same places in which Bolt looks for it; nothing else than a dict passes the check."""
    payload: Json
    if content_type == "application/json" or text.startswith("{"):
        payload = json.loads(text)
        return payload
    form = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    payload = json.loads(form["payload"]) if "payload" in form else form
    return payload
