"""S20: least privilege; the manifest asks for what the code uses and for nothing else."""

import re
from pathlib import Path

import adapters.slack
from adapters.slack.manifest import manifest
from adapters.slack.permissions import METHOD_SCOPES, Event, Method

HTTP = manifest(url="https://bot.example.org/slack/events")
SOCKET = manifest()
SOURCES = {file.name: file.read_text(encoding="utf-8") for file in Path(adapters.slack.__path__[0]).glob("*.py")}


def test_S20_the_scopes_are_these() -> None:
    assert HTTP["oauth_config"] == {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "channels:history",
                "chat:write",
                "commands",
                "groups:history",
                "im:history",
                "im:write",
                "reactions:read",
            ]
        }
    }


def test_S20_S7_user_groups_are_asked_for_only_where_they_are_kept() -> None:
    plain, more = (set(manifest(groups=groups)["oauth_config"]["scopes"]["bot"]) for groups in (False, True))
    assert more - plain == {"usergroups:read", "usergroups:write"}
    assert plain < more


def test_S20_every_method_in_the_table_is_called_and_no_other() -> None:
    code = "\n".join(text for name, text in SOURCES.items() if name != "permissions.py")
    assert set(re.findall(r"Method\.([A-Z_]+)", code)) == {method.name for method in Method}
    assert METHOD_SCOPES.keys() == set(Method)
    assert not re.search(r"\.(chat|conversations|views|users|reactions|files|auth)_\w+\(", code)


def test_S20_every_subscribed_event_is_read() -> None:
    assert {event.partition(".")[0] for event in Event} == {
        "app_home_opened",
        "app_mention",
        "message",
        "reaction_added",
    }
    assert HTTP["settings"]["event_subscriptions"]["bot_events"] == sorted(Event)


def test_S11_http_has_one_address_and_socket_mode_none() -> None:
    settings, [command] = HTTP["settings"], HTTP["features"]["slash_commands"]
    addresses = (
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        command["url"],
    )
    assert set(addresses) == {"https://bot.example.org/slack/events"}
    assert not settings["socket_mode_enabled"]
    assert SOCKET["settings"]["socket_mode_enabled"]
    assert "https://" not in str(SOCKET)


def test_S32_commands_arrive_escaped_and_direct_messages_are_open() -> None:
    assert HTTP["features"]["slash_commands"][0]["should_escape"]
    home = HTTP["features"]["app_home"]
    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]
