"""Slack's payloads, as short as they may be."""

from typing import Any

Json = dict[str, Any]

TEAM, CHANNEL, TS = "T0FIRST", "C0HELP", "1700000000.000100"
GRANT = {"enterprise_id": None, "team_id": TEAM, "user_id": "U0BOT", "is_bot": True, "is_enterprise_install": False}


def event(**values: Any) -> Json:
    """An event in its envelope; a person's message unless told otherwise."""
    said = {"type": "message", "channel": CHANNEL, "user": "U0MARIA", "text": "help", "ts": TS, "event_ts": TS}
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "event_id": "Ev1",
        "authorizations": [GRANT],
        "event": {key: value for key, value in {**said, **values}.items() if value is not None},
    }


def press(**values: Any) -> Json:
    """A pressed button."""
    return {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": "U0SAM", "name": "sam", "team_id": TEAM},
        "trigger_id": "1.2.x",
        "channel": {"id": CHANNEL},
        "container": {"type": "message", "message_ts": TS, "channel_id": CHANNEL},
        "message": {"ts": TS},
        "actions": [{"action_id": "claim", "value": "12", "block_id": "firstline-actions-ru"}],
        **values,
    }


def command(**values: str) -> Json:
    """A slash command's form."""
    return {
        "command": "/ticket",
        "text": "claim 1",
        "team_id": TEAM,
        "channel_id": CHANNEL,
        "user_id": "U0SAM",
        "user_name": "sam",
        "trigger_id": "1.2.y",
        "response_url": "https://hooks.slack.com/commands/1",
        **values,
    }
