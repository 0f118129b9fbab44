"""The app package that an administrator uploads to Teams: manifest, Russian words and icons in one zip (T27)."""

import io
import json
import re
import zipfile
from typing import Any
from uuid import UUID

from adapters.teams.icons import colour_icon, outline_icon
from adapters.teams.wishes import CREATE_TICKET
from bot.errors import Misconfigured
from bot.wording.catalogue import DEFAULT, LANGUAGES, Wording

VERSION = "1.25"
"""The first with `supportsChannelFeatures`, taken by every tenant; native slash commands need 1.29 (T26)."""
_PACKAGE_VERSION = "1.0.0"
_SCHEMAS = f"https://developer.microsoft.com/json-schemas/teams/v{VERSION}"
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_COMMANDS = ("help", "mine", "new")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The same package comes out every time, so that a new upload means a change."""


def package(app_id: str, host: str, name: str = "Firstline") -> bytes:
    """The zip for the bot `app_id` (a GUID) whose door is at `host`, a public host name. Raises Misconfigured."""
    files = {"manifest.json": _json(manifest(app_id, host, name))}
    files |= {f"{language}.json": _json(localised(language)) for language in LANGUAGES if language != DEFAULT}
    files |= {"color.png": colour_icon(), "outline.png": outline_icon()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in files.items():
            archive.writestr(zipfile.ZipInfo(file, _EPOCH), content)
    return packed.getvalue()


def manifest(app_id: str, host: str, name: str) -> dict[str, Any]:
    """The manifest, in English. Raises Misconfigured."""
    identity = _guid(app_id)
    if not _HOST.fullmatch(host) or len(name) > 30 or not name.strip():
        raise Misconfigured("Teams: the manifest needs a public host name and a name of at most 30 characters")
    words = Wording(DEFAULT)
    site = f"https://{host}"
    return {
        "$schema": f"{_SCHEMAS}/MicrosoftTeams.schema.json",
        "manifestVersion": VERSION,
        "version": _PACKAGE_VERSION,
        "id": identity,
        "developer": {
            "name": name,
            "websiteUrl": site,
            "privacyUrl": f"{site}/privacy",
            "termsOfUseUrl": f"{site}/terms",
        },
        "name": {"short": name, "full": f"{name}: {words.text('teams-app-full-name')}"},
        "description": {"short": words.text("teams-app-short"), "full": words.text("teams-app-full")},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#1F4E8C",
        "supportsChannelFeatures": "tier1",
        "bots": [_bot(identity, words)],
        "composeExtensions": [{"botId": identity, "commands": [_message_action(words)]}],
        "validDomains": [host],
        "localizationInfo": {
            "defaultLanguageTag": DEFAULT,
            "additionalLanguages": [
                {"languageTag": language, "file": f"{language}.json"} for language in LANGUAGES if language != DEFAULT
            ],
        },
    }


def localised(language: str) -> dict[str, str]:
    """The manifest's words in another language, by the path of what they replace."""
    words = Wording(language)
    paths = {"description.short": words.text("teams-app-short"), "description.full": words.text("teams-app-full")}
    for place, command in enumerate(_commands(words)):
        for part, said in command.items():
            paths[f"bots[0].commandLists[0].commands[{place}].{part}"] = said
    for part in ("title", "description"):
        paths[f"composeExtensions[0].commands[0].{part}"] = str(_message_action(words)[part])
    return {"$schema": f"{_SCHEMAS}/MicrosoftTeams.Localization.schema.json", **paths}


def _bot(identity: str, words: Wording) -> dict[str, Any]:
    scopes = ["personal", "team", "groupChat"]
    return {
        "botId": identity,
        "scopes": scopes,
        "isNotificationOnly": False,
        "supportsFiles": False,
        "commandLists": [{"scopes": scopes, "commands": _commands(words)}],
    }


def _message_action(words: Wording) -> dict[str, Any]:
    """In the menu of every message (T29)."""
    return {
        "id": CREATE_TICKET,
        "type": "action",
        "title": words.text("teams-action-create"),
        "description": words.text("teams-action-create-description"),
        "context": ["message"],
        "fetchTask": True,
    }


def _commands(words: Wording) -> list[dict[str, str]]:
    return [
        {
            "title": words.text(f"teams-command-{command}"),
            "description": words.text(f"teams-command-{command}-description"),
        }
        for command in _COMMANDS
    ]


def _guid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as error:
        raise Misconfigured("Teams: the app id must be a GUID") from error


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode()
