"""The app manifest from which a customer creates the Slack app.

https://docs.slack.dev/reference/app-manifest
"""

from typing import Any

from adapters.slack.permissions import Event, scopes

Json = dict[str, Any]


def manifest(*, url: str = "", command: str = "/ticket", name: str = "Firstline", groups: bool = False) -> Json:
    """For signed HTTP to `url`, the public address of `/slack/events`; for Socket Mode without one. With `groups`, user
    groups are kept in step with rotations."""
    address = {"url": url} if url else {}
    request_url = {"request_url": url} if url else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": name,
            "description": "First-line support: a known fix at once, or a person",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": name, "always_online": True},
            "shortcuts": [
                {
                    "name": "Create ticket",
                    "type": "message",
                    "callback_id": "create_ticket",
                    "description": "Open a ticket for who wrote this message",
                }
            ],
            "slash_commands": [
                {
                    "command": command,
                    "description": "Create, claim and answer tickets",
                    "usage_hint": "help | new <what is wrong> | claim <number>",
                    "should_escape": True,
                    **address,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": scopes(groups=groups)}},
        "settings": {
            "event_subscriptions": {**request_url, "bot_events": sorted(Event)},
            "interactivity": {"is_enabled": True, **request_url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }
